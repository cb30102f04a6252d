package flow

import (
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// GuardView is a reset that is on its way, or whose access code is still to be
// fetched by the reader.
type GuardView struct {
	ID         string
	State      domain.GuardState
	By         string
	ApprovedBy string
	At         time.Time // when it was asked for
	DueAt      time.Time // when the question for approval ends, or the reset happens
	RequestID  string    // of the question, while it is open
	Fetch      bool      // the reader can fetch its access code
}

// guardView is the reset of a person that the reader has to know of, nil
// without one. It changes nothing: one that is over isn't shown.
func guardView(tx *store.Tx, c ctxt, v *Visit, p store.Person) (*GuardView, error) {
	g, err := tx.LatestGuarded(c, p.ID)
	if store.Missing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	fetch := fetchable(g, v, p.User, c.Now)
	alive := g.State.Alive() && guards(g, p.User) && (g.State == domain.GuardWaiting || c.Now.Before(g.DueAt))
	if !alive && !fetch {
		return nil, nil
	}
	out := &GuardView{ID: g.ID, State: g.State, By: g.AskedName, ApprovedBy: g.ApprovedName, At: g.CreatedAt, DueAt: g.DueAt, Fetch: fetch}
	if g.State == domain.GuardApproval {
		out.RequestID = g.RequestID
	}
	return out, nil
}
