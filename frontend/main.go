//go:build js && wasm

// Command frontend is the browser's part of the pages: it draws the page it
// stands on again from the page's data, with behavior, unless somebody has
// begun to use it.
package main

import (
	"encoding/json"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/client"
	"twofold/frontend/page"
	"twofold/frontend/part"
)

func main() {
	p, ok := read()
	if !ok {
		return
	}
	if _, _, err := page.Build(p); err != nil {
		app.Log(err)
		return
	}
	// A page on the way in that somebody uses stays as it is; the others can't
	// be used before.
	if p.Layout == wire.LayoutCard && touched() {
		return
	}
	take(p)
}

// read is the page's data, from the script element the server wrote.
func read() (wire.Page, bool) {
	var p wire.Page
	e := app.Window().GetElementByID("page")
	if !e.Truthy() {
		return p, false
	}
	if err := json.Unmarshal([]byte(e.Get("textContent").String()), &p); err != nil {
		app.Log(err)
		return p, false
	}
	return p, true
}

// take mounts the page. Nothing between here and the first frame gives the
// event loop a turn, so no key press falls between touched and the new
// elements.
func take(p wire.Page) {
	held := holdFocus()
	app.RouteWithRegexp("^", func() app.Composer {
		return &page.Root{Page: p, Send: client.Fetch, Taken: func() {
			// Links are the browser's business, or the page's own: go-app would
			// take them all.
			app.Window().Set("onclick", nil)
			app.Window().Set("onpopstate", nil)
			held.restore()
			app.Window().Get("document").Get("documentElement").Get("dataset").Set("app", "ready")
			if p.Notice != nil {
				part.Say(part.Of(p).NoticeText())
			}
		}}
	})
	app.RunWhenOnBrowser()
}
