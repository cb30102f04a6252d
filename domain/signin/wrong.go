package signin

import (
	"time"

	"twofold/domain"
)

// WrongCode says what a wrong second-step code leads to, from the lock as it
// stands after this try was counted.
type WrongCode struct {
	Left    int       // tries before the lock, told from the last two on
	Until   time.Time // locked now, the zero time otherwise
	Disable bool      // so many in a row that the method goes out of use
}

// AfterWrongCode reads the consequences of a wrong code at now.
func AfterWrongCode(l domain.Lock, p domain.Policy, now time.Time) WrongCode {
	w := WrongCode{Left: max(0, p.LockAttempts-l.Tries), Disable: l.Total >= domain.DisableAfter}
	if l.Locked(now) {
		w.Until = l.Until
	}
	return w
}

// Refusal is the answer to a wrong code c (wrong, used before).
func (w WrongCode) Refusal(c domain.Code, now time.Time) *domain.Error {
	switch {
	case w.Disable:
		return domain.Refuse(domain.Forbidden, domain.CodeMethodDisabled)
	case !w.Until.IsZero():
		return Locked(w.Until, now)
	}
	e := domain.RefuseField(domain.Invalid, c, "code")
	if w.Left > 0 && w.Left <= 2 {
		e = e.With("left", w.Left)
	}
	return e
}

// Closes says what the lock stops (S19): codes of every kind, and where wrong
// codes lock the account everything that says who somebody is: passkeys as
// second step and by themselves, a trusted browser beside its password, and a
// password that confirms. A wrong proof of what it closes counts towards it,
// unless it came before a right password: no stranger locks anybody out.
func Closes(p domain.Policy, by Proof) bool {
	switch by {
	case AppCode, TextCode, EmailCode, Recovery, MailCode, AccessCode, GrantedText:
		return true
	}
	return p.LockScope == domain.LockAccount
}

// Closed is the refusal of proof by while lock l stops it, nil otherwise. What
// is counted before it is compared asks the count instead: the try that
// reaches the number may still be right.
func Closed(p domain.Policy, l domain.Lock, by Proof, now time.Time) error {
	if !l.Locked(now) || !Closes(p, by) {
		return nil
	}
	return Locked(l.Until, now)
}

// Locked is the answer while codes are refused.
func Locked(until, now time.Time) *domain.Error {
	return domain.Refuse(domain.TooMany, domain.CodeLocked).With("until", until).After(until.Sub(now))
}
