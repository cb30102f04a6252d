// Package domain is the vocabulary of Twofold and its small rules: what a
// policy, a method, a role, a person, a session, an event and an error are.
//
// It imports the standard library only, does no I/O and holds no clock: time
// is always a parameter. The browser and the server share it.
package domain
