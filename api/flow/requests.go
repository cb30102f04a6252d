package flow

import (
	"context"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// RequestsQuery narrows the queue of requests.
type RequestsQuery struct {
	Ended  bool // those that have ended, newest first; else those that wait, oldest first
	Cursor string
	Limit  int
}

// RequestRow is a request in the queue.
type RequestRow struct {
	store.Request
	Person domain.User
	Answer domain.Code // why the reader may not answer it, empty where they may
}

// RequestsPage is a page of the queue. Waiting counts all that wait.
type RequestsPage struct {
	Requests []RequestRow
	Waiting  int64
	Next     string
}

type requestPlace struct {
	At time.Time
	ID string
}

// sees narrows the queue to whom somebody may help: the help desk users alone.
func sees(v *Visit) domain.Role {
	if v.Person.Role == domain.RoleHelpdesk {
		return domain.RoleUser
	}
	return ""
}

// Requests reads a page of the queue.
func (f *Flows) Requests(ctx context.Context, r Request, v *Visit, q RequestsQuery) (RequestsPage, error) {
	c := ctxt{ctx, r}
	var page RequestsPage
	if err := f.permit(c, v, mayReadRequests); err != nil {
		return page, f.refusedAct(c, v, "requests", nil, err)
	}
	bound := RequestsQuery{Ended: q.Ended}
	var after requestPlace
	if err := f.unseal(c, "requests", bound, q.Cursor, &after); err != nil {
		return page, err
	}
	filter := store.RequestFilter{Live: !q.Ended, Role: sees(v), AfterAt: after.At, AfterID: after.ID, Limit: pageSize(q.Limit) + 1}
	var rows []store.Request
	err := f.db.View(ctx, r.Scope, func(tx *store.Tx) (err error) {
		if rows, err = tx.Requests(ctx, filter); err != nil {
			return err
		}
		if len(rows) > pageSize(q.Limit) {
			rows = rows[:pageSize(q.Limit)]
			last := rows[len(rows)-1]
			if page.Next, err = f.seal(c, "requests", bound, requestPlace{last.CreatedAt, last.ID}); err != nil {
				return err
			}
		}
		for _, req := range rows {
			row, err := requestRow(tx, c, v, req)
			if err != nil {
				return err
			}
			page.Requests = append(page.Requests, row)
		}
		page.Waiting, err = tx.CountRequests(ctx, store.RequestFilter{Live: true, Role: sees(v)})
		return err
	})
	return page, err
}

// WaitingRequests counts the requests that wait, as far as the visit's person
// may see them.
func (f *Flows) WaitingRequests(ctx context.Context, r Request, v *Visit) (n int64, err error) {
	err = f.db.View(ctx, r.Scope, func(tx *store.Tx) error {
		n, err = tx.CountRequests(ctx, store.RequestFilter{Live: true, Role: sees(v)})
		return err
	})
	return n, err
}

func requestRow(tx *store.Tx, c ctxt, v *Visit, req store.Request) (RequestRow, error) {
	p, err := tx.User(c, req.UserID)
	if err != nil {
		return RequestRow{}, err
	}
	req.State = requestIs(req, p.User, c.Now)
	row := RequestRow{Request: req, Person: called(p.User)}
	if err := mayAnswer(tx, c, v, p, req); domain.KindOf(err) != domain.Internal {
		row.Answer = domain.CodeOf(err)
	} else if err != nil {
		return row, err
	}
	return row, nil
}

// Signal is one thing worth knowing about a request before it is answered:
// text request.signal.<word>. Bad ones ask for care.
type Signal struct {
	Word    string
	Minutes int
	Bad     bool
}

// CallerWay is a way to make sure who calls.
type CallerWay struct {
	Method domain.Method
	Hint   string // where a code goes; empty for an app
}

// RequestView is everything about a request.
type RequestView struct {
	RequestRow
	Signals []Signal
	Ways    []CallerWay
	Left    int               // codes that may still be typed in
	Asked   domain.ResetAsked // of a question for approval: the reset
}

// Request reads a request with what speaks for and against it.
func (f *Flows) Request(ctx context.Context, r Request, v *Visit, id string) (out RequestView, err error) {
	c := ctxt{ctx, r}
	if err := f.permit(c, v, mayReadRequests); err != nil {
		return out, f.refusedAct(c, v, "requests", nil, err)
	}
	err = f.db.View(ctx, r.Scope, func(tx *store.Tx) error {
		p, req, err := seenRequest(tx, c, v, id)
		if err != nil {
			return err
		}
		if out.RequestRow, err = requestRow(tx, c, v, req); err != nil {
			return err
		}
		out.Signals, out.Left = signals(p, req), max(0, domain.RequestTries-req.Checks)
		if out.Ways, err = f.callerWays(tx, c, p, req); err != nil || req.Kind != domain.RequestApproval {
			return err
		}
		g, err := tx.Guarded(c, req.Detail)
		out.Asked = g.Asked
		return err
	})
	return out, err
}

// seenRequest reads a request that the visit's person may see.
func seenRequest(tx *store.Tx, c ctxt, v *Visit, id string) (p store.Person, req store.Request, err error) {
	missing := domain.Refuse(domain.NotFound, domain.CodeNotFound)
	if !idLike(id) {
		return p, req, missing
	}
	if req, err = tx.Request(c, id); err != nil {
		if store.Missing(err) {
			err = missing
		}
		return p, req, err
	}
	if p, err = tx.User(c, req.UserID); err == nil && sees(v) != "" && p.Role != sees(v) {
		err = missing
	}
	return p, req, err
}

// recently is how long before a request a new password is worth a word.
const recently = 24 * time.Hour

func signals(p store.Person, req store.Request) []Signal {
	word := func(good bool, yes, no string) Signal {
		if good {
			return Signal{Word: yes}
		}
		return Signal{Word: no, Bad: true}
	}
	if req.Kind == domain.RequestApproval {
		return nil
	}
	out := []Signal{word(req.Known, "browser_known", "browser_new"), word(req.KnownNetwork, "network_known", "network_new")}
	if before := req.CreatedAt.Sub(p.PasswordAt); before >= 0 && before < recently {
		out = append(out, Signal{Word: "password", Minutes: int(before / time.Minute), Bad: true})
	}
	if req.ByMail {
		out = append(out, Signal{Word: "mail", Bad: true})
	}
	if p.Frozen {
		out = append(out, Signal{Word: "frozen", Bad: true})
	}
	return out
}
