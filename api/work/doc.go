// Package work does what no request waits for, in loops: it sends mails and texts
// from the outbox, runs jobs part by part, answers look-ups, and removes what
// is over.
//
// Everything is taken by a lease in the database, so several instances share
// the work and a crash gives it back. A message is sent at least once: its
// Message-ID stays the same, so that a second copy can be dropped.
package work
