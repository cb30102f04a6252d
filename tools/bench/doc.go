// Command bench prints how fast the product is, as ratios against limits that
// are measured in the same run on the same machine.
//
//	go run ./tools/bench [-quick] [-only NAME,…] [-database sqlite|postgres] [-binary FILE]
//
// It is run from the top folder after make build, with TWOFOLD_TEST_POSTGRES
// set to a server it may make databases on (tools/with-postgres does both
// halves of that). What is measured is the production binary as a process of
// its own, with all of its middleware; what drives it is this program as
// another process. Both share the processors, so what driving costs counts
// against the product. What Chromium is asked needs it and Node; where they are
// missing the table says so.
//
// A missed aim is printed and is no failure: times depend on the machine. It
// ends with 1 when an answer was wrong, a statement found its database locked,
// a request took more statements than it may, or an ended session could read.
package main
