package page

import (
	"net/url"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/frontend/client"
	"twofold/frontend/part"
)

// remote is something a panel shows and has to load first.
type remote[T any] struct {
	fetched
	value T
}

// load asks for it. What was loaded before stays in sight meanwhile.
func (r *remote[T]) load(d *desk, c call, done func()) {
	value := new(T)
	c.out = value
	r.ask(d, c, func() {
		r.value = *value
		if done != nil {
			done()
		}
	})
}

// draw is the value, the shape of it while it loads, or what went wrong with a
// button that tries again.
func (r *remote[T]) draw(v part.View, key string, rows int, again func(), show func(T) app.UI) app.UI {
	if !r.loaded {
		return r.missing(v, key, rows, again)
	}
	return r.around(v, key, again, show(r.value))
}

// fetched is how far a remote has come.
type fetched struct {
	at      time.Time // of the answer
	etag    string
	loaded  bool
	loading bool
	slow    bool
	problem *client.Problem
	turn    int // answers to older questions are dropped
}

const (
	shapeAfter = time.Second // the shape of what comes has stood for long enough to be told
	slowAfter  = 8 * time.Second
)

func (r *fetched) ask(d *desk, c call, done func()) {
	r.turn++
	turn := r.turn
	r.loading, r.slow, r.problem = true, false, nil
	c.done = func(etag string) {
		if turn == r.turn {
			again := r.loaded
			r.etag, r.at, r.loaded, r.loading = etag, d.now(), true, false
			done()
			if d.reach(); again {
				d.keep()
			}
		}
	}
	c.fail = func(p *client.Problem) {
		if turn == r.turn {
			r.loading, r.problem = false, p
			part.Alert(d.view().Problem(p.Message()))
		}
	}
	d.send(c)
	d.later(shapeAfter, func() {
		if turn == r.turn && r.loading && !r.loaded {
			part.Say(d.view().T("loading"))
		}
	})
	d.later(slowAfter, func() {
		if turn == r.turn && r.loading {
			r.slow = true
			part.Say(d.view().T("busy.slow"))
		}
	})
}

func (r *fetched) missing(v part.View, key string, rows int, again func()) app.UI {
	switch {
	case r.problem != nil:
		return part.Group(r.wrong(v, key, again))
	case r.slow:
		return part.Group(v.Skeleton(rows), part.Line(v.T("busy.slow")), retry(v, key, again))
	}
	return part.Group(v.Skeleton(rows))
}

func (r *fetched) around(v part.View, key string, again func(), shown app.UI) app.UI {
	var above []app.UI // in a place of its own, so that what is below stays the same elements
	switch {
	case v.Off != "":
		above = append(above, part.Note(v.T("offline.updated", "time", v.Time(r.at))))
	case r.problem != nil:
		above = append(above, r.wrong(v, key, again))
	}
	return part.Group(part.Group(above...), shown)
}

func (r *fetched) wrong(v part.View, key string, again func()) app.UI {
	return v.CalloutWith("danger", part.Line(v.Problem(r.problem.Message())), retry(v, key, again))
}

// retry leaves the focus on the heading of the page, for the button goes.
func retry(v part.View, key string, again func()) app.UI {
	return v.Act(part.Act{Key: key + "-again", Label: v.T("try.again"), Press: func() {
		part.Focus("title")
		again()
	}})
}

func escape(s string) string { return url.QueryEscape(s) }
