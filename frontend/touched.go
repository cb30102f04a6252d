//go:build js && wasm

package main

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// touched tells whether somebody has begun to use the page: typed, composed,
// been served by autofill, or is just pressing a button. Such a page stays as
// it is until its own submit.
func touched() bool {
	if state := app.Window().Get("twofold"); state.Truthy() && state.Get("touched").Bool() {
		return true
	}
	document := app.Window().Get("document")
	for _, selector := range []string{":autofill", ":-webkit-autofill", ":is(a, button, input, label, summary):active"} {
		if matches(document, selector) {
			return true
		}
	}
	fields := document.Call("querySelectorAll", "input, select, textarea")
	for i := range fields.Get("length").Int() {
		if changed(fields.Index(i)) {
			return true
		}
	}
	return false
}

// matches is false where the browser doesn't know the selector, which is one: no
// browser knows a list of them.
func matches(document app.Value, selector string) bool {
	css := app.Window().Get("CSS")
	if css.Truthy() && css.Get("supports").Truthy() && !css.Call("supports", "selector("+selector+")").Bool() {
		return false
	}
	return document.Call("querySelector", selector).Truthy()
}

func changed(field app.Value) bool {
	switch field.Get("type").String() {
	case "hidden":
		return false
	case "checkbox", "radio":
		return field.Get("checked").Bool() != field.Get("defaultChecked").Bool()
	}
	value := field.Get("defaultValue")
	return value.Type() == app.TypeString && field.Get("value").String() != value.String()
}
