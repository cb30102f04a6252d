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
	value   T
	etag    string
	loaded  bool
	loading bool
	slow    bool
	problem *client.Problem
	turn    int // answers to older questions are dropped
}

const slowAfter = 8 * time.Second

// load asks for it. What was loaded before stays in sight meanwhile.
func (r *remote[T]) load(d *desk, c call, done func()) {
	r.turn++
	turn, value := r.turn, new(T)
	r.loading, r.slow, r.problem = true, false, nil
	c.out = value
	c.done = func(etag string) {
		if turn != r.turn {
			return
		}
		r.value, r.etag, r.loaded, r.loading = *value, etag, true, false
		if done != nil {
			done()
		}
	}
	c.fail = func(p *client.Problem) {
		if turn == r.turn {
			r.loading, r.problem = false, p
		}
	}
	d.send(c)
	d.later(slowAfter, func() {
		if turn == r.turn && r.loading {
			r.slow = true
			part.Say(d.view().T("busy.slow"))
		}
	})
}

// draw is the value, the shape of it while it loads, or what went wrong with a
// button that tries again.
func (r *remote[T]) draw(v part.View, key string, rows int, again func(), show func(T) app.UI) app.UI {
	retry := func() app.UI {
		return v.Act(part.Act{Key: key + "-again", Label: v.T("try.again"), Press: again})
	}
	switch {
	case r.problem != nil && !r.loaded:
		return part.Group(v.CalloutWith("danger", part.Line(v.Problem(r.problem.Message())), retry()))
	case !r.loaded && r.slow:
		return part.Group(v.Skeleton(rows), part.Line(v.T("busy.slow")), retry())
	case !r.loaded:
		return part.Group(v.Skeleton(rows))
	case r.problem != nil:
		return part.Group(v.CalloutWith("danger", part.Line(v.Problem(r.problem.Message())), retry()), show(r.value))
	}
	return part.Group(show(r.value))
}

func escape(s string) string { return url.QueryEscape(s) }
