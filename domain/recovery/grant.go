package recovery

import (
	"time"

	"twofold/domain"
)

// Lifetime is how long a grant of kind lasts, zero for a kind that isn't known.
func Lifetime(kind domain.GrantKind, w domain.WaysBack) time.Duration {
	switch kind {
	case domain.GrantAccessCode:
		return domain.AccessCodeFor
	case domain.GrantText:
		return time.Duration(w.TextHours) * time.Hour
	case domain.GrantUnlockMail:
		return domain.UnlockMailFor
	}
	return 0
}

// Uses is how often a grant of kind works.
func Uses(kind domain.GrantKind, w domain.WaysBack) int {
	if kind == domain.GrantText {
		return w.TextUses
	}
	return 1
}

// State says what became of a grant.
type State string

const (
	Open     State = "open"
	Used     State = "used"
	Stopped  State = "stopped"
	Void     State = "void" // too many wrong codes
	Expired  State = "expired"
	Outdated State = "outdated" // the person's security version rose since
)

// StateOf is what became of a grant of somebody whose security version is
// version. What ended it first is told, as far as that is known.
func StateOf(g domain.Grant, version int64, now time.Time) State {
	switch {
	case g.UsesLeft <= 0:
		return Used
	case !g.StoppedAt.IsZero():
		return Stopped
	case g.Kind == domain.GrantAccessCode && g.Tries >= domain.AccessCodeTries:
		return Void
	case !now.Before(g.ExpiresAt):
		return Expired
	case g.SecurityVersion != version:
		return Outdated
	}
	return Open
}

// MostAYear is how many grants by support one person gets in a year.
const MostAYear = 3

// Year is what the limit counts over.
const Year = 365 * 24 * time.Hour

// WithinLimit reports whether support may give somebody another grant after
// these of the last year. What the organization's administrators give is not
// counted: without an access code their reset asks for less, and somebody
// whose three are used up must have a way left.
func WithinLimit(given []domain.Grant, now time.Time) bool {
	n := 0
	for _, g := range given {
		if g.ByStaff && now.Sub(g.CreatedAt) < Year {
			n++
		}
	}
	return n < MostAYear
}

// MayStop says whether actor may stop a grant of target: the person
// themselves, whoever administers, and the help desk for users. Stopping only
// closes a door, so owners are no exception.
func MayStop(actor domain.Actor, target domain.User) error {
	switch {
	case actor.ID == target.ID, actor.Role.Administers(), actor.Role == domain.RoleHelpdesk && target.Role == domain.RoleUser:
		return nil
	}
	return domain.Refuse(domain.Forbidden, domain.CodeForbidden)
}
