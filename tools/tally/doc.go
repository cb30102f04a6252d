// Command tally reads what `go test -json` says from standard input, prints a
// line for each package as it ends and the whole output of each test that
// failed, and appends "passed failed skipped" to the file that -counts names and
// what failed to the one that -again names, for the end of a long run.
//
// A test with subtests counts by its subtests. A package that fails outside
// any test (it doesn't compile, panics or runs out of time) counts as one
// failure. The exit code is 1 when anything failed.
package main
