package domain

import "time"

// GuardState says how far a reset came that doesn't happen at once.
type GuardState string

const (
	GuardApproval GuardState = "approval" // waits for another administrator's word
	GuardWaiting  GuardState = "waiting"  // was announced and waits for its time
	GuardDone     GuardState = "done"
	GuardDeclined GuardState = "declined"
	GuardExpired  GuardState = "expired" // nobody answered in time, or somebody's standing changed meanwhile
	GuardStopped  GuardState = "stopped"
)

// Alive reports whether a reset may still happen.
func (s GuardState) Alive() bool { return s == GuardApproval || s == GuardWaiting }

const (
	// RoleHeldFor is how long somebody must have had their role before they
	// approve anything: who can give roles can't make an approver of their own.
	RoleHeldFor = 24 * time.Hour
	// RoleLingers is how long a role that somebody had asks for approval after
	// it was taken: lowering them first goes around nothing.
	RoleLingers = 7 * 24 * time.Hour
)

// NeedsApproval reports whether a reset of u takes another administrator: by
// their role, or by one they had a short time ago.
func (w WaysBack) NeedsApproval(u User, now time.Time) bool {
	if contains(w.Approve, u.Role) {
		return true
	}
	if !now.Before(u.RoleAt.Add(RoleLingers)) {
		return false
	}
	for _, r := range u.RolesBefore {
		if contains(w.Approve, r) {
			return true
		}
	}
	return false
}

// Unguards names the guard of resets that w takes away or shortens beside was,
// empty where it does neither: that is for owners, or whoever a guard is to
// hold could lift it first. That only owners may reset is one.
func (w WaysBack) Unguards(was WaysBack) string {
	for _, r := range was.Approve {
		if !contains(w.Approve, r) {
			return "approve"
		}
	}
	if w.WaitHours < was.WaitHours {
		return "wait_hours"
	}
	if w.AdminsReset && !was.AdminsReset {
		return "admins_reset"
	}
	return ""
}

// Wait is how long a reset waits after it was announced.
func (w WaysBack) Wait() time.Duration { return time.Duration(w.WaitHours) * time.Hour }

// MayApprove says whether approver may agree to a reset of target that asker
// asked for: who may reset them too, is neither of the two, and has had their
// role for a while.
func MayApprove(w WaysBack, approver User, asker string, target User, now time.Time) error {
	switch err := MayAnswer(w, RequestApproval, Actor{ID: approver.ID, Role: approver.Role}, target); {
	case err != nil:
		return err
	case asker == "" || approver.ID == asker:
		return Refuse(Forbidden, CodeApprovalOwn)
	case now.Before(approver.RoleAt.Add(RoleHeldFor)):
		return Refuse(Forbidden, CodeApprovalNew)
	}
	return nil
}

// MayUnfreeze says whether actor may lift what froze target: owners, and
// nobody for themselves.
func MayUnfreeze(actor Actor, target User) error {
	switch {
	case actor.ID == target.ID:
		return Refuse(Forbidden, CodeSelfForbidden)
	case actor.Role == RoleOwner, actor.Role == RoleOperator && target.Role.Platform():
		return nil
	}
	return Refuse(Forbidden, CodeForbidden)
}
