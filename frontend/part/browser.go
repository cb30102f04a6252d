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
	time.AfterFunc(sayDelay, func() {
		e := live(region)
		if !e.Truthy() {
			return
		}
		e.Set("textContent", message)
		time.AfterFunc(sayFor, func() {
			if e.Get("textContent").String() == message {
				e.Set("textContent", "")
			}
		})
	})
}

// live is the region that is heard now: the open dialog's, else the page's.
func live(region string) app.Value {
	inside := app.Window().Get("document").Call("querySelectorAll", `dialog[open] [data-live="`+region+`"]`)
	if n := inside.Get("length").Int(); n > 0 {
		return inside.Index(n - 1)
	}
	return app.Window().GetElementByID(region)
}

// offline tells what the page's script found of the connection.
func offline() bool {
	line := app.Window().Get("document").Get("documentElement").Get("dataset").Get("line")
	return line.Truthy() && line.String() == "off"
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
// it, until stop is called. It listens at the window: while a first handler of
// the form ran, go-app could put a new one in place of the second, and the
// browser would call neither.
func hideOnSubmit(id string) (stop func()) {
	hide := app.FuncOf(func(_ app.Value, args []app.Value) any {
		if field := app.Window().GetElementByID(id); field.Truthy() && field.Get("form").Equal(args[0].Get("target")) {
			field.Set("type", "password")
		}
		return nil
	})
	app.Window().Call("addEventListener", "submit", hide, true)
	return func() {
		app.Window().Call("removeEventListener", "submit", hide, true)
		hide.Release()
	}
}
