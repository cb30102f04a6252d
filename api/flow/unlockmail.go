package flow

import (
	"context"
	"strings"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/recovery"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// Unlocking is what the page behind an unlock link shows. One that isn't
// known has state expired and nothing else.
type Unlocking struct {
	State       domain.InvitationState
	Org         domain.Tenant
	Email       string
	PasswordMin int
}

// giveUnlock mails a one-time link to the address on file, and to no other
// (A21, A28), in the caller's transaction.
func (f *Flows) giveUnlock(tx *store.Tx, c ctxt, p store.Person, policy domain.Policy, by Giver, reason, caseID string) (domain.Grant, error) {
	if p.Frozen {
		return domain.Grant{}, domain.Refuse(domain.Forbidden, domain.CodeFrozen)
	}
	g, err := f.newGrant(c, domain.GrantUnlockMail, p, policy.WaysBack, by, reason, caseID)
	if err != nil {
		return g, err
	}
	token, hash, err := f.newToken()
	if err != nil {
		return g, err
	}
	g.Secret = hash
	org, err := tx.Organization(c)
	if err != nil {
		return g, err
	}
	m, err := f.letter(c, org, p.User, "unlock", map[string]string{"by": by.Name, "minutes": count(int(domain.UnlockMailFor.Minutes())), "link": f.address(org, "/unlock/"+token)})
	if err != nil {
		return g, err
	}
	m.ExpiresAt = g.ExpiresAt
	if err := tx.QueueMail(c, m); err != nil {
		return g, err
	}
	return g, f.give(tx, c, p, by, g)
}

// readUnlock reads an unlock link and its person. A token of no link is
// answered like an expired one.
func readUnlock(tx *store.Tx, c ctxt, token string) (domain.Grant, store.Person, domain.InvitationState, error) {
	g, err := tx.GrantBySecret(c, domain.GrantUnlockMail, factor.HashToken(token))
	if store.Missing(err) {
		return g, store.Person{}, domain.InvitationExpired, nil
	}
	if err != nil {
		return g, store.Person{}, "", err
	}
	p, err := tx.User(c, g.UserID)
	if err != nil {
		return g, p, "", err
	}
	org, err := tx.Organization(c)
	p.User = p.In(org.State)
	return g, p, unlockIs(recovery.StateOf(g, p.SecurityVersion, c.Now), p.User), err
}

func unlockIs(s recovery.State, p domain.User) domain.InvitationState {
	switch {
	case s == recovery.Used:
		return domain.InvitationAccepted
	case s == recovery.Open && p.State == domain.UserActive && !p.Frozen:
		return domain.InvitationOpen
	case s == recovery.Expired:
		return domain.InvitationExpired
	}
	return domain.InvitationRevoked
}

// ReadUnlock reads an unlock link for its page and spends nothing.
func (f *Flows) ReadUnlock(ctx context.Context, r Request, token string) (out Unlocking, err error) {
	c := ctxt{ctx, r}
	err = f.db.View(ctx, r.Scope, func(tx *store.Tx) error {
		_, p, state, err := readUnlock(tx, c, token)
		if err != nil {
			return err
		}
		out = Unlocking{State: state, PasswordMin: factor.MinPasswordAlone}
		if state == domain.InvitationOpen {
			out.Email, out.PasswordMin = p.Email, minPassword(p.User)
		}
		out.Org, err = tx.Organization(c)
		return err
	})
	return out, err
}

func minPassword(p domain.User) int {
	if p.TwoStep == domain.TwoStepOn {
		return factor.MinPassword
	}
	return factor.MinPasswordAlone
}

// AcceptUnlock spends an unlock link with a new password: everything issued before
// is dead, and the session it opens sets up a second step before anything
// else, where one was on or is required. Of requests that race with one link,
// exactly one gets in.
func (f *Flows) AcceptUnlock(ctx context.Context, r Request, token, password, again string) (Entry, error) {
	c := ctxt{ctx, r}
	var p store.Person
	var view Unlocking
	err := f.db.View(ctx, r.Scope, func(tx *store.Tx) (err error) {
		if _, p, view.State, err = readUnlock(tx, c, token); err != nil {
			return err
		}
		view.Org, err = tx.Organization(c)
		return err
	})
	if err != nil {
		return Entry{}, err
	}
	if view.State != domain.InvitationOpen {
		return Entry{}, linkRefusal(view.State)
	}
	var differs *domain.Error
	if password != again && strings.TrimSpace(password) != "" {
		differs = domain.RefuseField(domain.Invalid, domain.CodePasswordMismatch, "again")
	}
	err = domain.Collect(checkNewPassword(password, "password", p.TwoStep == domain.TwoStepOn, passwordWords(view.Org, p.Name, p.Email)), differs)
	if err != nil {
		return Entry{}, err
	}
	hash, err := f.hasher.HashPassword(ctx, password)
	if err != nil {
		return Entry{}, err
	}
	var out Entry
	err = f.db.In(ctx, r.Scope, func(tx *store.Tx) (err error) {
		out, err = f.spendUnlock(tx, c, token, hash)
		return err
	})
	if err == errMoved {
		err = linkRefusal(domain.InvitationRevoked)
	}
	return out, err
}

// spendUnlock writes what a right link and its new password lead to.
func (f *Flows) spendUnlock(tx *store.Tx, c ctxt, token, hash string) (Entry, error) {
	g, p, state, err := readUnlock(tx, c, token)
	if err != nil {
		return Entry{}, err
	}
	if state != domain.InvitationOpen {
		return Entry{}, linkRefusal(state)
	}
	used, err := tx.UseGrant(c, g.ID, p.SecurityVersion, c.Now)
	if err != nil || !used {
		return Entry{}, or(err, domain.Refuse(domain.Gone, domain.CodeLinkUsed))
	}
	org, err := tx.Organization(c)
	if err != nil {
		return Entry{}, err
	}
	current, err := tx.Policy(c, org.PolicyVersion)
	if err != nil {
		return Entry{}, err
	}
	next := signin.Next(signin.Facts{Policy: current.Policy, Person: p.User, Methods: p.Methods, Proofs: []signin.Proof{signin.UnlockMail, signin.Password}, Now: c.Now})
	if next.Step != signin.Enroll {
		return Entry{}, next.Refusal
	}
	change := store.UserChange{PasswordHash: hash, ClearLock: true, Raise: true, SignedIn: true, EndText: !p.TextUntil.IsZero(), At: c.Now}
	if err := f.changePerson(tx, c, p, change); err != nil {
		return Entry{}, err
	}
	p.SecurityVersion++
	out := Entry{Person: p.User, Policy: current.Policy, Org: org}
	out.Step, out.Token, err = f.enterUnlocked(tx, c, p, g, next, current.Policy)
	return out, err
}

func (f *Flows) enterUnlocked(tx *store.Tx, c ctxt, p store.Person, g domain.Grant, next signin.Outcome, policy domain.Policy) (signin.Step, string, error) {
	if _, _, err := endEverywhere(tx, c, p.ID); err != nil {
		return "", "", err
	}
	if err := tx.DropEnrollment(c, p.ID); err != nil {
		return "", "", err
	}
	account := accountKey(p.Email)
	if err := tx.ClearThrottles(c, "pair:"+account+":", "account:"+account); err != nil {
		return "", "", err
	}
	session, token, err := f.newSession(c, p, next)
	if err != nil {
		return "", "", err
	}
	session.LostDevice = p.TwoStep == domain.TwoStepOn
	if err := tx.OpenSession(c, session); err != nil {
		return "", "", err
	}
	for kind, detail := range map[domain.EventKind][]string{domain.EventGrantUsed: {"kind", string(g.Kind), "by", g.Giver}, domain.EventPasswordChanged: nil, domain.EventSignedIn: {"how", "unlock mail"}} {
		if err := f.record(tx, c, kind, true, p.User, detail...); err != nil {
			return "", "", err
		}
	}
	org, err := tx.Organization(c)
	if err != nil {
		return "", "", err
	}
	if err := f.mail(tx, c, org, p.User, "password_changed", nil); err != nil {
		return "", "", err
	}
	if session.ActsAs(policy, p.User, p.Methods) != domain.RolePending {
		return signin.Grant, token, nil // a second step is neither on nor required
	}
	return signin.Enroll, token, nil
}
