package recovery

import (
	"time"

	"twofold/domain"
)

// NumberRest is how long a number has to be verified before a text message to
// it stands in for a lost device: who took an account over could have changed
// it first.
const NumberRest = 24 * time.Hour

// MayText says whether a text message may stand in for a lost device of
// somebody whose number was verified at since, the zero time without one. It
// is asked when support switches it on, and again whenever it is used.
func MayText(p domain.Policy, u domain.User, since, now time.Time) error {
	switch {
	case u.Frozen:
		return domain.Refuse(domain.Forbidden, domain.CodeFrozen)
	case p.PasskeysOnly():
		return domain.Refuse(domain.Forbidden, domain.CodePasskeysOnly)
	case u.TwoStep != domain.TwoStepOn, since.IsZero():
		return domain.Refuse(domain.Conflict, domain.CodeNoNumber)
	case now.Sub(since) < NumberRest:
		return domain.Refuse(domain.Conflict, domain.CodeNumberNew)
	}
	return nil
}
