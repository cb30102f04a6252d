// Package recovery says what helpers may give somebody who can't sign in, how
// long it lasts and who ends it. Its functions are pure; what they don't know
// they refuse.
package recovery
