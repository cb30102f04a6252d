package part

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Later draws Before, and After once Told says so of what stands at the
// address At, which the browser asks for a few times and ever more seldom. Said
// is announced then. Without a script Before stays until the next page.
type Later struct {
	app.Compo
	At            string
	Told          func(answer string) bool
	Said          string
	Before, After app.UI
	told          bool
}

// laterWaits are the waits before each question: a provider that refuses a
// number mostly does within seconds, a network within a minute or two.
var laterWaits = []time.Duration{5 * time.Second, 10 * time.Second, 20 * time.Second, 40 * time.Second, 80 * time.Second}

// OnMount begins to ask.
func (l *Later) OnMount(ctx app.Context) { l.wait(ctx, 0) }

// Render draws what is known.
func (l *Later) Render() app.UI {
	if l.told {
		return box("c-group", l.After)
	}
	return box("c-group", l.Before)
}

func (l *Later) wait(ctx app.Context, n int) {
	if n < len(laterWaits) {
		ctx.After(laterWaits[n], func(ctx app.Context) { l.ask(ctx, n) })
	}
}

func (l *Later) ask(ctx app.Context, n int) {
	if !l.Mounted() || app.IsServer {
		return
	}
	l.wait(ctx, n+1)
	app.Window().Call("fetch", l.At).Then(func(answer app.Value) {
		if !answer.Get("ok").Bool() {
			return
		}
		answer.Call("text").Then(func(body app.Value) {
			words := body.String()
			ctx.Dispatch(func(app.Context) { l.heard(words) })
		})
	})
}

func (l *Later) heard(answer string) {
	if l.told || !l.Told(answer) {
		return
	}
	l.told = true
	Alert(l.Said)
}
