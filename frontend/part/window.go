package part

import (
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Focus gives the focus to the element called id.
func Focus(id string) {
	if e := app.Window().GetElementByID(id); e.Truthy() {
		e.Call("focus")
	}
}

// FocusIn gives the focus to the element called id inside the one called box,
// where a page has several.
func FocusIn(box, id string) {
	if e := app.Window().GetElementByID(box); e.Truthy() {
		if inner := e.Call("querySelector", "#"+id); inner.Truthy() {
			inner.Call("focus")
		}
	}
}

// Reach gives the focus to a field, or to the first one beside its error where it
// is a group of several, and unfolds what it stands in.
func Reach(id string) {
	e := app.Window().GetElementByID(id)
	if !e.Truthy() {
		e = app.Window().GetElementByID(id + "-error")
	}
	if !e.Truthy() {
		Focus("title")
		return
	}
	const folded, field = "details:not([open])", ":is(input:not([type=hidden]),select,textarea,button)"
	for fold := e.Call("closest", folded); fold.Truthy(); fold = e.Call("closest", folded) {
		fold.Set("open", true)
	}
	for box := e; box.Truthy(); box = box.Get("parentElement") {
		if inner := box.Call("querySelector", field); e.Call("matches", field).Bool() {
			e.Call("focus")
			return
		} else if inner.Truthy() {
			inner.Call("focus")
			return
		}
	}
}

// FocusOnly gives the focus to the element called id and scrolls nowhere.
func FocusOnly(id string) {
	if e := app.Window().GetElementByID(id); e.Truthy() {
		e.Call("focus", map[string]any{"preventScroll": true})
	}
}

// Around is the id of the heading above what has the focus: of its section, or
// of the page.
func Around() string {
	if app.IsServer {
		return ""
	}
	if section := app.Window().Get("document").Get("activeElement").Call("closest", "section[id]"); section.Truthy() {
		return section.Get("id").String() + "-title"
	}
	return "title"
}

// Lost reports whether nothing has the focus, as when what had it is gone.
func Lost() bool {
	document := app.Window().Get("document")
	return app.IsClient && document.Get("activeElement").Equal(document.Get("body"))
}

// Search gives the focus to the page's search box, and reports whether there
// is one that can have it.
func Search() bool {
	document := app.Window().Get("document")
	box := document.Call("querySelector", "input[type=search]")
	if !box.Truthy() || document.Call("querySelector", "dialog[open]").Truthy() {
		return false
	}
	box.Call("focus")
	box.Call("select")
	return true
}

// Focused is the id of the element that has the focus, empty where none has.
func Focused() string {
	if app.IsServer {
		return ""
	}
	return app.Window().Get("document").Get("activeElement").Get("id").String()
}

// Title names the document.
func Title(words string) {
	if app.IsClient {
		app.Window().Get("document").Set("title", words)
	}
}

// Place is the address the browser shows: path and query, empty on the server.
func Place() string {
	if app.IsServer {
		return ""
	}
	location := app.Window().Get("location")
	return location.Get("pathname").String() + location.Get("search").String()
}

// Fragment is the part after # of the address, without it.
func Fragment() string {
	if app.IsServer {
		return ""
	}
	return strings.TrimPrefix(app.Window().Get("location").Get("hash").String(), "#")
}

// Reveal scrolls to the section called id, gives its heading the focus, and
// reports whether it is there.
func Reveal(id string) bool {
	e := app.Window().GetElementByID(id)
	if !e.Truthy() {
		return false
	}
	FocusOnly(id + "-title")
	e.Call("scrollIntoView")
	return true
}

// CloseMenus closes the menus of the top bar, one of whose links was followed
// inside the page: open, they would cover what it led to.
func CloseMenus() {
	if app.IsServer {
		return
	}
	open := app.Window().Get("document").Call("querySelectorAll", "details.c-menu[open]")
	for i := range open.Length() {
		open.Index(i).Set("open", false)
	}
}

// Arrive shows a new page from its top, with the focus on its heading.
func Arrive() {
	if app.IsClient {
		app.Window().Call("scrollTo", 0, 0)
		Focus("title")
	}
}

// Show puts address into the browser's address bar: as a new entry of its
// history, or in place of the current one.
func Show(address string, entry bool) {
	if app.IsServer {
		return
	}
	how := "replaceState"
	if entry {
		how = "pushState"
	}
	app.Window().Get("history").Call(how, nil, "", address)
}

// Leave opens address as a new document.
func Leave(address string) {
	if app.IsClient {
		app.Window().Get("location").Call("assign", address)
	}
}

// Follow handles a click inside a page: a plain click on a link that inside
// takes is handed to it in place of the browser, and one on a button that can't
// be pressed now does nothing. Everything else, like a click with a key held
// down, stays the browser's.
func Follow(inside func(path string) bool, goTo func(address string)) app.EventHandler {
	return func(_ app.Context, e app.Event) {
		for _, key := range []string{"metaKey", "ctrlKey", "shiftKey", "altKey", "defaultPrevented"} {
			if e.Get(key).Truthy() {
				return
			}
		}
		if e.Get("target").Call("closest", `button[aria-disabled="true"]`).Truthy() {
			e.PreventDefault()
			return
		}
		link := e.Get("target").Call("closest", "a[href]")
		if !link.Truthy() || e.Get("button").Int() != 0 || link.Call("hasAttribute", "download").Bool() || link.Get("target").String() != "" {
			return
		}
		location := app.Window().Get("location")
		path := link.Get("pathname").String()
		if link.Get("origin").String() != location.Get("origin").String() || !inside(path) {
			return
		}
		address := path + link.Get("search").String()
		if hash := link.Get("hash").String(); hash != "" {
			if address == Place() {
				CloseMenus()
				return
			}
			address += hash
		}
		e.PreventDefault()
		goTo(address)
	}
}

// Listen tells f about an event of the window, until stop is called.
func Listen(event string, f func(app.Value)) (stop func()) {
	if app.IsServer {
		return func() {}
	}
	fn := app.FuncOf(func(_ app.Value, args []app.Value) any {
		f(args[0])
		return nil
	})
	app.Window().Call("addEventListener", event, fn)
	return func() {
		app.Window().Call("removeEventListener", event, fn)
		fn.Release()
	}
}

// Tabs is a channel to the other tabs of this browser. Both functions do
// nothing where there is none.
func Tabs(name string, heard func()) (tell func(), stop func()) {
	if app.IsServer || !app.Window().Get("BroadcastChannel").Truthy() {
		return func() {}, func() {}
	}
	channel := app.Window().Get("BroadcastChannel").New(name)
	fn := app.FuncOf(func(app.Value, []app.Value) any { heard(); return nil })
	channel.Set("onmessage", fn)
	return func() { channel.Call("postMessage", "seen") }, func() { channel.Call("close"); fn.Release() }
}

// Save offers the browser a text file to keep.
func Save(name, kind, body string) {
	if app.IsServer {
		return
	}
	window := app.Window()
	blob := window.Get("Blob").New([]any{body}, map[string]any{"type": kind})
	address := window.Get("URL").Call("createObjectURL", blob)
	link := window.Get("document").Call("createElement", "a")
	link.Set("href", address)
	link.Set("download", name)
	link.Call("click")
	time.AfterFunc(time.Minute, func() { window.Get("URL").Call("revokeObjectURL", address) })
}

// Again gives the focus to a field in error with its value selected, so that
// typing replaces it.
func Again(id string) {
	Focus(id)
	selectAll(id)
}
