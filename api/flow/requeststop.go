package flow

import (
	"context"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// Stoppable is what the page behind a request's "this wasn't me" link shows.
type Stoppable struct {
	Number int64
	Kind   domain.RequestKind
	At     time.Time
}

// ReadStop reads the link of a message about a request, and spends nothing.
func (f *Flows) ReadStop(ctx context.Context, r Request, token string) (out Stoppable, err error) {
	c := ctxt{ctx, r}
	err = f.db.View(ctx, r.Scope, func(tx *store.Tx) error {
		_, _, req, err := stopLink(tx, c, token)
		out = Stoppable{Number: req.Number, Kind: req.Kind, At: req.CreatedAt}
		return err
	})
	return out, err
}

// stopLink reads the request a link stops; link_used or link_expired where it
// leads nowhere any more. It outlives what happens to the account meanwhile.
func stopLink(tx *store.Tx, c ctxt, token string) (store.Link, store.Person, store.Request, error) {
	l, p, err := readLink(tx, c, store.LinkRequest, token)
	if err != nil {
		return l, p, store.Request{}, err
	}
	if state := objectionIs(l, c.Now); state != domain.InvitationOpen {
		return l, p, store.Request{}, linkRefusal(state)
	}
	req, err := tx.Request(c, string(l.Detail))
	if store.Missing(err) {
		err = linkRefusal(domain.InvitationExpired)
	}
	return l, p, req, err
}

// StopRequest says "this wasn't me" to a request. Whoever made it knew the
// password, so what is half signed in ends, and who administers is told; it
// lets nobody in anywhere.
func (f *Flows) StopRequest(ctx context.Context, r Request, token string) (out Stoppable, err error) {
	c := ctxt{ctx, r}
	err = f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		l, p, req, err := stopLink(tx, c, token)
		if err != nil {
			return err
		}
		out = Stoppable{Number: req.Number, Kind: req.Kind, At: req.CreatedAt}
		used, err := tx.UseLink(c, l.ID, c.Now)
		if err == nil && !used {
			err = linkRefusal(domain.InvitationAccepted)
		}
		if err != nil {
			return err
		}
		if err := tx.EndHalves(c, p.ID, "stopped", c.Now); err != nil {
			return err
		}
		// Whoever pressed the link showed no more than that they read the mail.
		stopped, err := f.endWith(tx, c, p, req, store.Settled{State: domain.RequestStopped})
		if err == nil && !stopped {
			err = f.recordOn(tx, c, domain.EventRequestStopped, true, domain.User{}, called(p.User), "number", domain.RequestName(req.Number), "state", string(req.State))
		}
		if err != nil {
			return err
		}
		return f.tellStopped(tx, c, p, req)
	})
	return out, err
}

func (f *Flows) tellStopped(tx *store.Tx, c ctxt, p store.Person, req store.Request) error {
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	policy, err := tx.CurrentPolicy(c)
	if err != nil {
		return err
	}
	them, err := answerers(tx, c, policy.Policy.WaysBack, req.Kind, p.User)
	if err != nil {
		return err
	}
	words := map[string]string{"who": called(p.User).Name, "email": p.Email, "number": domain.RequestName(req.Number), "link": f.address(org, "/admin/people/"+p.ID)}
	return f.mailAll(tx, c, org, them, letterRequestStopped, words)
}
