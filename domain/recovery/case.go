package recovery

import (
	"time"

	"twofold/domain"
)

// OwnerWait is how long an owner who lost everything waits after all owners
// and all their addresses were told: any owner, and the person, can stop it
// meanwhile.
const OwnerWait = 48 * time.Hour

// channels are what the ways prove. Two ways over one channel prove one thing:
// who holds somebody's number answers a call to it too.
var channels = map[domain.CaseWay]string{domain.WayAnswers: "answers", domain.WayMail: "mailbox", domain.WayPhoneCode: "number", domain.WayCallBack: "number", domain.WayOwner: "owner"}

// Enough reports whether what a caller showed carries a grant: two proofs over
// different channels, never answers alone. Where a link to the mailbox is what
// is given, a code from that mailbox is none of them: whoever reads it would
// need no more than one other proof.
func Enough(kind domain.GrantKind, proofs []domain.CaseProof) bool {
	return Counted(kind, proofs) >= ProofsNeeded
}

// ProofsNeeded is how many proofs carry a grant.
const ProofsNeeded = 2

// Counted is how many of the proofs count towards a grant, by Enough's rules.
func Counted(kind domain.GrantKind, proofs []domain.CaseProof) int {
	shown := map[string]bool{}
	for _, p := range proofs {
		channel := channels[p.Way]
		if p.Result != domain.ProofPassed || channel == "" || kind == domain.GrantUnlockMail && channel == "mailbox" {
			continue
		}
		shown[channel] = true
	}
	return len(shown)
}

// NeedsSecond reports whether a second agent decides too.
func NeedsSecond(k domain.CaseKind, target domain.User) bool {
	return k == domain.CaseOwnerLost || target.Role.Administers()
}

// Verdict is what follows a decision to give something.
type Verdict string

const (
	GiveNow   Verdict = "give"
	WaitFirst Verdict = "wait" // for a second agent, and the time where one is set
)

// Facts are all a decision rests on.
type Facts struct {
	Case   domain.Case // with its proofs
	Target domain.User
	Given  []domain.Grant // to the person, in the last year
	Kind   domain.GrantKind
	Agent  domain.Actor
	Alone  bool // nobody in the target's organization could lift what froze them
	Now    time.Time
}

// Decide says whether an agent may give something in a case, now or after a
// second agent agreed. What it doesn't know it refuses. A frozen account is for
// an owner to lift; support does it for an owner who is the only one, by what a
// case of theirs takes.
func Decide(f Facts) (Verdict, error) {
	c := f.Case
	switch {
	case !f.Agent.Role.Platform(), f.Agent.ID == "", Lifetime(f.Kind, domain.DefaultWaysBack()) == 0, !c.Kind.Known():
		return "", domain.Refuse(domain.Forbidden, domain.CodeForbidden)
	case !c.State.Unsettled():
		return "", domain.Refuse(domain.Conflict, domain.CodeCaseSettled)
	case c.Form.Outdated(f.Target):
		return "", domain.Refuse(domain.Conflict, domain.CodeCaseOutdated)
	case f.Target.Frozen && !(f.Alone && c.Kind == domain.CaseOwnerLost):
		return "", domain.Refuse(domain.Forbidden, domain.CodeFrozen)
	case f.Target.State != domain.UserActive:
		return "", domain.Refuse(domain.Conflict, domain.CodeSuspended)
	case !fits(c.Kind, f.Kind, f.Target):
		return "", domain.Refuse(domain.Forbidden, domain.CodeCaseGrant)
	case !Enough(f.Kind, c.Proofs):
		return "", domain.Refuse(domain.Forbidden, domain.CodeCaseProofs)
	case !WithinLimit(f.Given, f.Now):
		return "", domain.Refuse(domain.Conflict, domain.CodeGrantLimit)
	}
	if c.State == domain.CaseWaiting {
		return second(f)
	}
	if NeedsSecond(c.Kind, f.Target) {
		return WaitFirst, nil
	}
	return GiveNow, nil
}

// second is the second agent's decision: by somebody else, about the same
// thing, and not before its time.
func second(f Facts) (Verdict, error) {
	c := f.Case
	switch {
	case c.Grant != f.Kind:
		return "", domain.Refuse(domain.Conflict, domain.CodeConflict)
	case c.FirstBy == "" || c.FirstBy == f.Agent.ID:
		return "", domain.Refuse(domain.Forbidden, domain.CodeCaseSecond)
	case f.Now.Before(c.WaitsUntil):
		return "", domain.Refuse(domain.Conflict, domain.CodeCaseWaits).With("time", c.WaitsUntil)
	}
	return GiveNow, nil
}

// fits says what a case of a kind can end in. An owner gets a link that needs
// no password only as one who lost everything, after the wait; and whoever
// lost everything gets nothing else.
func fits(k domain.CaseKind, kind domain.GrantKind, target domain.User) bool {
	owner := target.Role == domain.RoleOwner
	switch k {
	case domain.CaseOwnerLost:
		return owner && kind == domain.GrantUnlockMail
	case domain.CaseLostDevice, domain.CaseLockedOut:
		return kind != domain.GrantUnlockMail || !owner
	}
	return false
}

// WaitsUntil is when what a first agent decided may be given.
func WaitsUntil(k domain.CaseKind, now time.Time) time.Time {
	if k == domain.CaseOwnerLost {
		return now.Add(OwnerWait)
	}
	return time.Time{}
}

// MayStopCase says whether actor may stop a case about target: the person and
// any owner of their tenant.
func MayStopCase(actor domain.Actor, target domain.User) error {
	if actor.ID == target.ID || actor.Role == domain.RoleOwner {
		return nil
	}
	return domain.Refuse(domain.Forbidden, domain.CodeForbidden)
}
