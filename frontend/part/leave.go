package part

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// LeaveGuard asks before the page is left by another way than the form in
// body, when on.
func (v View) LeaveGuard(on bool, body app.UI) app.UI {
	return &leaveGuard{On: on, Body: body}
}

type leaveGuard struct {
	app.Compo
	On     bool
	Body   app.UI
	remove func()
}

func (g *leaveGuard) Render() app.UI { return box("", g.Body) }

// OnMount starts to ask: browsers show words of their own.
func (g *leaveGuard) OnMount(app.Context) {
	if !g.On {
		return
	}
	leaving := false
	ask := app.FuncOf(func(_ app.Value, args []app.Value) any {
		if !leaving {
			args[0].Call("preventDefault")
		}
		return nil
	})
	sent := app.FuncOf(func(app.Value, []app.Value) any { leaving = true; return nil })
	window := app.Window()
	window.Call("addEventListener", "beforeunload", ask)
	window.Call("addEventListener", "submit", sent)
	g.remove = func() {
		window.Call("removeEventListener", "beforeunload", ask)
		window.Call("removeEventListener", "submit", sent)
		ask.Release()
		sent.Release()
	}
}

// OnDismount stops asking.
func (g *leaveGuard) OnDismount() {
	if g.remove != nil {
		g.remove()
	}
}
