package part

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

const (
	busyShown = 300 * time.Millisecond
	busySlow  = 8 * time.Second
)

// submit lets the first press pass and swallows the next ones until the answer
// should long have come. The button's label changes in place, so that focus
// and width stay.
func (f *form) submit(ctx app.Context, e app.Event) {
	button := e.Get("submitter")
	if f.busy || waiting(button) {
		e.PreventDefault()
		return
	}
	f.busy = true
	ctx.After(busyShown, func(app.Context) { markBusy(button, f.V.T("busy")) })
	ctx.After(busySlow, func(app.Context) {
		f.busy, f.slow = false, true
		clearBusy(button)
		Say(f.V.T("busy.slow"))
	})
}

func waiting(button app.Value) bool {
	return button.Truthy() && button.Call("getAttribute", "aria-disabled").Truthy()
}

func markBusy(button app.Value, label string) {
	if !button.Truthy() {
		return
	}
	width := button.Get("offsetWidth").Int()
	button.Get("style").Set("minInlineSize", itoa(width)+"px")
	button.Call("setAttribute", "aria-disabled", "true")
	button.Get("dataset").Set("label", button.Get("textContent"))
	button.Set("textContent", label)
}

func clearBusy(button app.Value) {
	if !button.Truthy() || !button.Get("dataset").Get("label").Truthy() {
		return
	}
	button.Call("removeAttribute", "aria-disabled")
	button.Set("textContent", button.Get("dataset").Get("label"))
}
