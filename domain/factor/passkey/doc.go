// Package passkey registers and checks passkeys and security keys for one
// public address: it makes the options a browser wants and judges its answers
// (WebAuthn Level 3, sections 7.1 and 7.2).
//
// A ceremony has two halves. Create, Ask and AskAnyone return options for the
// browser and a Ceremony to keep on the server; Created and Answer take that
// Ceremony with the browser's answer. The caller keeps a Ceremony from other
// people and browsers, ends it after its time, and uses it up, committed,
// before the answer is looked at: nothing here knows what was used before or
// what time it is.
//
// What is promised of an accepted answer: it names the challenge of its
// ceremony (ChallengeBits random bits), this address and no other, a page that
// wasn't embedded, and a person who was present; the signature is right; the
// credential belongs to the person given. Whether a credential may ever be
// synced is fixed when it is made, and an answer that says otherwise is
// refused; whether it is synced now may change both ways. A counter that
// doesn't rise means that a copy may exist: ErrCloned, and the caller puts the
// credential out of use.
//
// Attestation is not asked for: nobody is told apart by the model they own.
// The maker's name is a courtesy to the person and proves nothing.
//
// The library behind it reads requests of net/http elsewhere, which is why it
// has a package of its own; here it does no I/O. It draws its challenges from
// crypto/rand itself.
package passkey
