package flow

import (
	"context"
	"strings"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// Stoppable is what the page behind a request's "this wasn't me" link shows.
type Stoppable struct {
	Number  string
	Kind    domain.RequestKind
	At      time.Time
	Support bool // a case at support's desk
}

// stopped is what such a link leads to, a request or a case.
type stopped struct {
	req     store.Request
	cs      domain.Case
	support bool
}

func (s stopped) page() Stoppable {
	if s.support {
		return Stoppable{Number: s.cs.Number, Kind: domain.RequestLostDevice, At: s.cs.OpenedAt, Support: true}
	}
	return Stoppable{Number: domain.RequestName(s.req.Number), Kind: s.req.Kind, At: s.req.CreatedAt}
}

// ReadStop reads the link of a message about a request, and spends nothing.
func (f *Flows) ReadStop(ctx context.Context, r Request, token string) (out Stoppable, err error) {
	c := ctxt{ctx, r}
	err = f.db.View(ctx, r.Scope, func(tx *store.Tx) error {
		_, _, what, err := stopLink(tx, c, token)
		out = what.page()
		return err
	})
	return out, err
}

// stopLink reads the request or the case that a link stops; link_used or link_expired where it
// leads nowhere any more. It outlives what happens to the account meanwhile.
func stopLink(tx *store.Tx, c ctxt, token string) (l store.Link, p store.Person, out stopped, err error) {
	if l, p, err = readLink(tx, c, store.LinkRequest, token); err != nil {
		return l, p, out, err
	}
	if state := objectionIs(l, c.Now); state != domain.InvitationOpen {
		return l, p, out, linkRefusal(state)
	}
	if out.support = strings.HasPrefix(string(l.Detail), "cas_"); out.support {
		out.cs, err = tx.Case(c, string(l.Detail))
	} else {
		out.req, err = tx.Request(c, string(l.Detail))
	}
	if store.Missing(err) {
		err = linkRefusal(domain.InvitationExpired)
	}
	return l, p, out, err
}

// StopRequest says "this wasn't me" to a request. Whoever made it knew the
// password, so what is half signed in ends, and who administers is told; it
// lets nobody in anywhere.
func (f *Flows) StopRequest(ctx context.Context, r Request, token string) (out Stoppable, err error) {
	c := ctxt{ctx, r}
	err = f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		l, p, what, err := stopLink(tx, c, token)
		if err != nil {
			return err
		}
		out = what.page()
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
		if what.support {
			err = f.stopCase(tx, c, p, what.cs)
		} else {
			err = f.endStopped(tx, c, p, what.req)
		}
		if err != nil {
			return err
		}
		return f.tellStopped(tx, c, p, out)
	})
	return out, err
}

// endStopped ends a request that is no longer wanted, or writes down that it
// never was. Whoever pressed the link showed no more than that they read the
// mail.
func (f *Flows) endStopped(tx *store.Tx, c ctxt, p store.Person, req store.Request) error {
	ended, err := f.endWith(tx, c, p, req, store.Settled{State: domain.RequestStopped})
	if err == nil && !ended {
		err = f.recordOn(tx, c, domain.EventRequestStopped, true, domain.User{}, called(p.User), "number", domain.RequestName(req.Number), "state", string(req.State))
	}
	return err
}

func (f *Flows) tellStopped(tx *store.Tx, c ctxt, p store.Person, what Stoppable) error {
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	policy, err := tx.CurrentPolicy(c)
	if err != nil {
		return err
	}
	them, err := answerers(tx, c, policy.Policy.WaysBack, what.Kind, p.User)
	if err != nil {
		return err
	}
	words := map[string]string{"who": called(p.User).Name, "email": p.Email, "number": what.Number, "link": f.address(org, "/admin/people/"+p.ID)}
	return f.mailAll(tx, c, org, them, letterRequestStopped, words)
}
