package part

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Copy is a button that copies value; where the clipboard is refused it
// selects the element called target and says how to copy. It is drawn in the
// browser only.
func (v View) Copy(value, target string) app.UI {
	return &copyButton{V: v, Value: value, Target: target}
}

type copyButton struct {
	app.Compo
	V      View
	Value  string
	Target string
	done   bool
	manual bool
}

const copiedFor = 3 * time.Second

func (c *copyButton) Render() app.UI {
	if app.IsServer {
		return el("span", attrs{"hidden": true})
	}
	label := "copy"
	if c.done {
		label = "copy.done"
	}
	var how app.UI
	if c.manual {
		how = el("span", attrs{"class": "c-hint"}, Text(c.V.T("copy.manual")))
	}
	return el("span", attrs{"class": "c-actions"},
		el("button", attrs{"type": "button", "class": Secondary}, c.V.Icon("copy"), el("span", nil, Text(c.V.T(label)))).
			On("click", c.click),
		how)
}

func (c *copyButton) click(ctx app.Context, _ app.Event) {
	clipboard := app.Window().Get("navigator").Get("clipboard")
	if !clipboard.Truthy() {
		c.refused()
		return
	}
	var settled []app.Func
	settle := func(f func()) app.Func {
		fn := app.FuncOf(func(app.Value, []app.Value) any {
			ctx.Dispatch(func(app.Context) { f() })
			for _, s := range settled {
				s.Release()
			}
			return nil
		})
		settled = append(settled, fn)
		return fn
	}
	clipboard.Call("writeText", c.Value).Call("then",
		settle(func() { c.copied(ctx) }), settle(c.refused))
}

func (c *copyButton) copied(ctx app.Context) {
	c.done, c.manual = true, false
	Say(c.V.T("copy.said"))
	ctx.After(copiedFor, func(app.Context) { c.done = false })
}

func (c *copyButton) refused() {
	c.manual = true
	if e := app.Window().GetElementByID(c.Target); e.Truthy() {
		app.Window().Call("getSelection").Call("selectAllChildren", e)
	}
	Say(c.V.T("copy.manual"))
}
