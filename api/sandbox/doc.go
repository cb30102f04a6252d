//go:build sandbox

// Package sandbox is what the running service offers tests and demos only: a
// clock that can be moved, a page with every message "sent", and an
// installation full of demo people. It is compiled by the build tag sandbox
// alone; a production build doesn't contain it.
package sandbox
