// Package signin decides what follows a proof. Next is a pure function and the
// only place that does: every way in, step-up and set-up comes back to it, and
// what it does not know it refuses.
//
//	                       no first proof, invited, unknown ──────────▶ Refuse
//	                       suspended ─────────────────────────────────▶ Refuse
//	                       frozen, until an owner lifts it ───────────▶ Refuse
//	password ──▶ two-step on ──▶ app, text message, passkey ──────────▶ Grant (two factors)
//	                        ├──▶ e-mail code, not after a mailed link ▶ Grant (one factor)
//	                        ├──▶ one of a method no longer accepted,
//	                        │    none left that is ───────────────────▶ Enroll
//	                        ├──▶ recovery code, a method left ────────▶ Grant, asks "lost your phone?"
//	                        ├──▶ recovery code, no method left ───────▶ Enroll
//	                        ├──▶ trusted browser, allowed, not locked ▶ Grant (one factor)
//	                        ├──▶ a usable method or recovery codes ───▶ Challenge
//	                        └──▶ nothing was ever left ───────────────▶ Enroll
//	         ──▶ taken away by a reset, no access code given ─────────▶ Enroll
//	         ──▶ never on, or turned off ──▶ required ────────────────▶ Enroll
//	                                    │    └─▶ never on, no method,
//	                                    │        a number on the profile ─▶ Challenge, then Grant (M6)
//	                                    └──▶ otherwise ───────────────▶ Grant (one factor)
//	passkey alone ──▶ two-step on and passkeys accepted ──────────────▶ Grant (two factors)
//	             └──▶ otherwise, or the account is locked ────────────▶ Refuse
//
//	password ──▶ taken away, an access code given ──▶ Challenge, access code ──▶ Enroll
//	         ──▶ on, support's text grant open ─────▶ Challenge, granted text ─▶ Enroll
//	mailed link ─▶ never on ──────────────────────────────────────────▶ Choose
//	           ├─▶ on ──▶ a verified method but e-mail, recovery code ▶ Choose
//	           └─▶ was on, now off ──▶ a code in an e-mail of its own ▶ Choose
//	unlock mail ─▶ Choose, and with the new password ─────────────────▶ Enroll
//
// Choose lets somebody choose a new password; it opens nothing.
//
// Enroll opens a session that acts as pending: it can set up a method, sign
// out and read help. Trust replaces a proof, never enrollment, and is given
// only with a proof of the person's own method, an e-mail code excepted.
package signin
