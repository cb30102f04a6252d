//go:build js && wasm

package main

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/frontend/part"
)

// focus is what had the focus before the page was taken over, found again by
// its id, or else by tag, target and words.
type focus struct {
	id, tag, href, words string
	start, end           app.Value
	held                 bool
	all                  bool // the whole field is selected
}

func holdFocus() focus {
	document := app.Window().Get("document")
	e := document.Get("activeElement")
	if !e.Truthy() || e.Equal(document.Get("body")) {
		return focus{}
	}
	f := focus{held: true, id: e.Get("id").String(), tag: e.Get("tagName").String(), words: e.Get("textContent").String()}
	f.href = attribute(e, "href")
	if f.tag == "INPUT" || f.tag == "TEXTAREA" {
		f.start, f.end = e.Get("selectionStart"), e.Get("selectionEnd")
		f.all = selected(e)
	}
	return f
}

func (f focus) restore() {
	if !f.held { // nobody was anywhere yet: a new page is read from its heading
		part.Focus("title")
		return
	}
	e, ok := f.find(app.Window().Get("document"))
	if !ok {
		return
	}
	e.Call("focus", map[string]any{"preventScroll": true})
	if f.start != nil && f.start.Type() == app.TypeNumber {
		e.Call("setSelectionRange", f.start, f.end)
	} else if f.all {
		e.Call("select")
	}
}

// selected tells whether all of a field is selected, where browsers tell: a
// field for an address has no selectionStart.
func selected(field app.Value) bool {
	words := field.Get("value").String()
	return words != "" && app.Window().Call("getSelection").Call("toString").String() == words
}

func (f focus) find(document app.Value) (app.Value, bool) {
	if f.id != "" {
		e := document.Call("getElementById", f.id)
		return e, e.Truthy()
	}
	all := document.Call("querySelectorAll", f.tag)
	for i := range all.Get("length").Int() {
		e := all.Index(i)
		if attribute(e, "href") == f.href && trimmed(e.Get("textContent").String()) == trimmed(f.words) {
			return e, true
		}
	}
	return nil, false
}

func attribute(e app.Value, name string) string {
	if v := e.Call("getAttribute", name); v.Type() == app.TypeString {
		return v.String()
	}
	return ""
}

func trimmed(s string) string { return strings.Join(strings.Fields(s), " ") }
