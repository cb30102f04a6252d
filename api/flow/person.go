package flow

import (
	"context"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// PersonView is somebody's page in the administration. It holds no secret.
type PersonView struct {
	PersonRow
	Methods      []PersonMethod
	RecoveryLeft int
	RecoveryMade time.Time
	WrongCodes   int // in a row, since the last right one or lock
	Trusts       []PersonTrust
	Grants       []GrantRow
	Cases        []domain.Case // unsettled
	Sessions     []domain.Session
	Shared       []string       // ids of sessions whose browser is marked shared
	Events       []domain.Event // the newest about or by them, for who may read the log
	Invitation   domain.InvitationState
	InvitedUntil time.Time
	NumberHint   string // last digits of the profile's number
	NumberState  domain.PhoneState
	Reset        ResetFacts
}

// ResetFacts is what a reset of somebody would meet.
type ResetFacts struct {
	Next    []domain.ResetNext // what may follow, none where there is nothing to reset
	Nothing bool               // to take away
	SignsIn bool               // without an access code the password signs them in, and they are asked to set up
	Frozen  bool
	Address string // masked, a code can go to it
	LastAt  time.Time
	LastBy  string
	First   domain.GuardState // what a reset waits for before it happens, empty for nothing
	Hours   int               // of that wait
	Guarded *GuardView
}

// PersonMethod is one of a person's methods as an administrator sees it.
type PersonMethod struct {
	ID         string
	Method     domain.Method
	Name, App  string
	Hint       string // last digits of a number, masked address
	AddedAt    time.Time
	LastUsedAt time.Time
	LastUsedOn string
	Disabled   bool
}

// PersonTrust is one of a person's trusted browsers.
type PersonTrust struct {
	ID, Browser, IP   string
	TrustedAt, UsedAt time.Time
	EndsAt            time.Time
}

// PersonMay says what the reader may do to this person: empty for yes, else
// the reason why not.
type PersonMay struct {
	Reset  domain.Code
	Unlock domain.Code
	Number domain.Code
	Manage domain.Code   // suspend, resume, end sessions and trusted browsers, invitations
	Roles  []domain.Role // that the reader may give them
}

const recentEvents = 20

// Person reads somebody's page.
func (f *Flows) Person(ctx context.Context, r Request, v *Visit, id string) (PersonView, error) {
	c := ctxt{ctx, r}
	err := f.permit(c, v, mayReadPeople)
	var out PersonView
	if err == nil {
		err = f.db.View(ctx, r.Scope, func(tx *store.Tx) error {
			p, err := somebody(tx, c, id)
			if err != nil {
				return err
			}
			out, err = f.personView(tx, c, v, p)
			return err
		})
	}
	if err != nil {
		return PersonView{}, f.refusedAct(c, v, "person", nil, err)
	}
	return out, nil
}

func (f *Flows) personView(tx *store.Tx, c ctxt, v *Visit, p store.Person) (PersonView, error) {
	out := PersonView{PersonRow: f.personRow(p, v, c.Now), WrongCodes: p.Lock.Tries, NumberHint: p.PhoneHint, NumberState: p.PhoneState}
	factors, err := tx.Factors(c, p.ID)
	if err != nil {
		return out, err
	}
	for _, x := range factors {
		out.Methods = append(out.Methods, PersonMethod{ID: x.ID, Method: x.Method, Name: x.Name, App: x.App, AddedAt: x.CreatedAt,
			LastUsedAt: x.LastUsedAt, LastUsedOn: x.LastUsedOn, Disabled: x.Disabled, Hint: x.Hint})
	}
	if out.RecoveryLeft, out.RecoveryMade, err = tx.RecoveryLeft(c, p.ID); err != nil {
		return out, err
	}
	if out.Reset, err = resetFacts(tx, c, v, p, out.RecoveryLeft+len(factors) == 0 && p.TwoStep != domain.TwoStepOn); err != nil {
		return out, err
	}
	if out.Grants, err = grantRows(tx, c, p.User); err != nil {
		return out, err
	}
	if out.Cases, err = unsettled(tx, c, p.ID); err != nil {
		return out, err
	}
	if err := f.personDoors(tx, c, v, p, &out); err != nil || !f.may(v, mayReadAudit) {
		return out, err
	}
	out.Events, err = tx.Events(c, store.EventFilter{UserID: p.ID, Limit: recentEvents})
	return out, err
}

// justReset is how long a reset is told of before another.
const justReset = 24 * time.Hour

func resetFacts(tx *store.Tx, c ctxt, v *Visit, p store.Person, nothing bool) (ResetFacts, error) {
	out := ResetFacts{Next: v.Policy.AfterReset(p.User, nothing), Nothing: nothing, Frozen: p.Frozen, Address: maskEmail(p.Email),
		SignsIn: v.Policy.StateAfterReset(domain.ResetSetUp) == domain.TwoStepOff}
	out.First, out.Hours = waitsFor(v.Policy.WaysBack, p.User, c.Now), v.Policy.WaysBack.WaitHours
	var err error
	if out.Guarded, err = guardView(tx, c, v, p); err != nil {
		return out, err
	}
	last, err := tx.Events(c, store.EventFilter{SubjectID: p.ID, Kinds: []domain.EventKind{domain.EventTwoStepReset}, From: c.Now.Add(-justReset), Limit: 1})
	if err == nil && len(last) > 0 {
		out.LastAt, out.LastBy = last[0].At, last[0].ActorName
	}
	return out, err
}

// personDoors reads what lets somebody in: sessions, trusted browsers and an
// invitation.
func (f *Flows) personDoors(tx *store.Tx, c ctxt, v *Visit, p store.Person, out *PersonView) error {
	trusts, err := tx.Trusts(c, p.ID, p.SecurityVersion, v.Policy.TrustDays, c.Now)
	if err != nil {
		return err
	}
	for _, t := range trusts {
		out.Trusts = append(out.Trusts, PersonTrust{ID: t.ID, Browser: t.Browser, IP: t.IP, TrustedAt: t.TrustedAt, UsedAt: t.UsedAt,
			EndsAt: t.TrustedAt.AddDate(0, 0, v.Policy.TrustDays)})
	}
	sessions, err := tx.Sessions(c, p.ID, p.SecurityVersion)
	if err != nil {
		return err
	}
	for _, s := range sessions {
		if !s.Ended(p.Role, c.Now) {
			out.Sessions = append(out.Sessions, s)
		}
	}
	if out.Shared, err = tx.SharedSessions(c, p.ID); err != nil || p.State != domain.UserInvited {
		return err
	}
	l, err := tx.OpenInvitation(c, p.ID)
	if store.Missing(err) {
		return nil
	}
	out.Invitation, out.InvitedUntil = invitationIs(l, p.User, c), l.ExpiresAt
	return err
}

// mayDo is what the reader may do to target: by permission, and by the rules
// about who it is.
func (f *Flows) mayDo(v *Visit, target domain.User) PersonMay {
	var m PersonMay
	actor := v.Actor()
	m.Reset = f.against(v, mayReset, domain.MayReset(actor, target))
	m.Unlock = f.against(v, mayUnlock, domain.MayUnlock(actor, target))
	m.Number = f.against(v, mayChangeNumber, domain.MayReset(actor, target))
	m.Manage = f.against(v, maySuspend, domain.MayManage(actor, target))
	for _, role := range actor.Role.Beside() {
		if domain.MayChangeRole(actor, target, role) == nil {
			m.Roles = append(m.Roles, role)
		}
	}
	return m
}

// against is the reason against an act: the rule's, which says more, before
// the permission's.
func (f *Flows) against(v *Visit, permission string, rule error) domain.Code {
	switch {
	case rule != nil:
		return domain.CodeOf(rule)
	case !f.may(v, permission):
		return domain.CodeForbidden
	}
	return ""
}
