package part

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Say puts a polite message into the live region #status, and takes it out
// after ten seconds. On the server it does nothing.
func Say(message string) { announce("status", message) }

// Alert does the same with #alert.
func Alert(message string) { announce("alert", message) }

const (
	sayDelay = 100 * time.Millisecond
	sayFor   = 10 * time.Second
)

func announce(region, message string) {
	if app.IsServer {
		return
	}
	time.AfterFunc(sayDelay, func() { setText(region, message) })
	time.AfterFunc(sayDelay+sayFor, func() {
		if e := app.Window().GetElementByID(region); e.Truthy() && e.Get("textContent").String() == message {
			e.Set("textContent", "")
		}
	})
}

func setText(id, s string) {
	if e := app.Window().GetElementByID(id); e.Truthy() {
		e.Set("textContent", s)
	}
}

func selectAll(id string) {
	if app.IsServer {
		return
	}
	if e := app.Window().GetElementByID(id); e.Truthy() {
		e.Call("select")
	}
}

// hideOnSubmit turns a shown password back before the browser offers to keep
// it.
func hideOnSubmit(id string) {
	field := app.Window().GetElementByID(id)
	if !field.Truthy() || !field.Get("form").Truthy() {
		return
	}
	field.Get("form").Call("addEventListener", "submit", app.FuncOf(func(app.Value, []app.Value) any {
		field.Set("type", "password")
		return nil
	}))
}
