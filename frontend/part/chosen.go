package part

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Chosen draws a choice and the button that goes on with it. In the browser
// the button waits until something is chosen, and tells that it does; without
// a script, which could let it go again, the server is left to say so.
type Chosen struct {
	app.Compo
	Draw func(chosen bool) app.UI
	done bool
}

// Render draws it as it stands.
func (c *Chosen) Render() app.UI {
	return el("div", nil, c.Draw(c.done || app.IsServer)).On("change", func(app.Context, app.Event) { c.done = true })
}

// SubmitOnce is a Submit that waits for why to be settled; empty for now.
func (v View) SubmitOnce(kind, label, why string) app.UI {
	if why == "" {
		return Group(v.Submit(kind, label))
	}
	return Group(el("button", attrs{"type": "submit", "class": kind, "aria-disabled": "true", "aria-describedby": "submit-why"}, Text(label)),
		el("p", attrs{"class": "c-hint", "id": "submit-why"}, Text(why)))
}
