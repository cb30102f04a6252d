// Package flow does the jobs of Twofold: one method a job, whoever asks for it
// (a form, the API, a command). A job runs in the Scope of its Request, writes
// its audit events in the transaction of the change and its messages to the
// outbox there, and does slow things (hashes, mail) between transactions,
// never inside one.
//
// Every job that can open or raise a session asks signin.Next what follows.
// Refusals are *domain.Error; anything else is a fault of ours.
package flow
