// Package command is the program: its commands, its configuration, and the
// wiring of every other room into one running service.
//
// A refused start says what is wrong, where it was set and how to mend it, and
// ends with one of the exit codes of Exit; it never prints a stack. Nothing
// outside this package reads the environment, the command line or a file.
package command
