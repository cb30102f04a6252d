package flow

import (
	"context"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// ResetOpened is a reset whose link is good. With Step Challenge something is
// to be shown beside the link first, with Choose a new password is chosen.
// Token is of a half sign-in that began now, empty where the one given goes
// on; it opens no session.
type ResetOpened struct {
	Step        signin.Step
	Methods     []domain.Method
	Token       string
	Person      domain.User
	PasswordMin int
}

// ResetOpensPerLink is how often one link can be opened anew in an hour.
const ResetOpensPerLink = 30

// OpenReset opens the link of a forgotten password, which spends nothing of
// it, and begins the half sign-in in which it goes on: half names the one of
// this browser, if any. A code that is due is sent by itself when it begins.
// link_used and link_expired where the link leads nowhere, method_disabled or
// method_not_accepted where the person has no way left to verify.
func (f *Flows) OpenReset(ctx context.Context, r Request, token, half string) (ResetOpened, error) {
	c := ctxt{ctx, r}
	l, p, err := f.resetLink(c, token)
	if err != nil {
		return ResetOpened{}, err
	}
	if half != "" {
		facts, err := f.db.ReadHalf(ctx, r.Scope, factor.HashToken(half), r.Now)
		if err != nil {
			return ResetOpened{}, err
		}
		if facts.Live && facts.Half.Link == l.ID && sameBrowser(facts.Half, r) {
			return f.resetGoesOn(c, facts)
		}
	}
	if err := f.limitOf(c, p.User, jobReset, "reset-open:"+l.ID, ResetOpensPerLink); err != nil {
		return ResetOpened{}, err
	}
	return f.beginReset(c, l, p)
}

// ReadReset refuses like OpenReset where a link leads nowhere, and begins
// nothing.
func (f *Flows) ReadReset(ctx context.Context, r Request, token string) error {
	_, _, err := f.resetLink(ctxt{ctx, r}, token)
	return err
}

func (f *Flows) resetLink(c ctxt, token string) (l store.Link, p store.Person, err error) {
	err = f.db.View(c, c.Scope, func(tx *store.Tx) error {
		l, p, err = readLink(tx, c, store.LinkReset, token)
		return err
	})
	if err != nil {
		return l, p, err
	}
	return l, p, openOnly(l, p.User, c)
}

// openOnly refuses a link that leads nowhere any more.
func openOnly(l store.Link, p domain.User, c ctxt) error {
	state := linkIs(l, p, c.Now)
	if state == domain.InvitationOpen && p.State != domain.UserActive {
		state = domain.InvitationRevoked
	}
	if state != domain.InvitationOpen {
		return linkRefusal(state)
	}
	return nil
}

func (f *Flows) beginReset(c ctxt, l store.Link, p store.Person) (ResetOpened, error) {
	id, err := f.newID("half")
	if err != nil {
		return ResetOpened{}, err
	}
	token, hash, err := f.newToken()
	if err != nil {
		return ResetOpened{}, err
	}
	half := store.HalfSignIn{ID: id, UserID: p.ID, TokenHash: hash, BrowserHash: notNil(c.BrowserHash), SecurityVersion: p.SecurityVersion, Bearer: c.Bearer,
		IP: c.IP, Browser: c.Browser, Link: l.ID, CreatedAt: c.Now}
	var policy domain.Policy
	err = f.db.In(c, c.Scope, func(tx *store.Tx) error {
		current, err := tx.CurrentPolicy(c)
		if err != nil {
			return err
		}
		policy = current.Policy
		half.ExpiresAt = c.Now.Add(policy.HalfFor())
		if err := tx.AddReset(c, half); err != nil {
			return err
		}
		return f.record(tx, c, domain.EventResetOpened, true, p.User)
	})
	if err != nil {
		return ResetOpened{}, err
	}
	facts, err := f.db.ReadHalf(c, c.Scope, hash, c.Now)
	if err != nil {
		return ResetOpened{}, err
	}
	out, err := f.resetGoesOn(c, facts)
	out.Token = token
	if err != nil || out.Step != signin.Challenge {
		return out, err
	}
	return out, f.sendFirst(c, token, out.Methods, policy)
}

// resetGoesOn asks what follows in a reset as it stands.
func (f *Flows) resetGoesOn(c ctxt, facts store.CodeFacts) (ResetOpened, error) {
	_, next, err := f.halfFollows(c, &facts)
	if err != nil {
		return ResetOpened{}, err
	}
	return ResetOpened{Step: next.Step, Methods: next.Methods, Person: facts.Person.User, PasswordMin: LeastPassword(facts.Person.User)}, nil
}

// LeastPassword is the fewest characters that a new password of somebody has.
func LeastPassword(u domain.User) int {
	if u.TwoStep == domain.TwoStepOn {
		return factor.MinPassword
	}
	return factor.MinPasswordAlone
}
