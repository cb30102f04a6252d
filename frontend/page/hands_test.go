//go:build !wasm

package page

import (
	"reflect"
	"unsafe"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// event is a JavaScript object of a test: its properties by name.
type event map[string]any

// fake is a property's value as go-app hands it to handlers.
type fake struct {
	app.Value
	v any
}

func (f fake) Get(name string) app.Value {
	if e, isEvent := f.v.(event); isEvent {
		return fake{f.Value, e[name]}
	}
	return fake{f.Value, nil}
}

func (f fake) Truthy() bool {
	switch v := f.v.(type) {
	case event:
		return v != nil
	case string:
		return v != ""
	case bool:
		return v
	}
	return false
}

func (f fake) String() string { s, _ := f.v.(string); return s }
func (f fake) Bool() bool     { b, _ := f.v.(bool); return b }

// findUI is the first mounted element whose attributes suit, in the order of
// the page.
func findUI(ui app.UI, suits func(map[string]string) bool) app.UI {
	if as := attributesOf(ui); as != nil && suits(as) {
		return ui
	}
	for _, child := range childrenOf(ui) {
		if found := findUI(child, suits); found != nil {
			return found
		}
	}
	return nil
}

// open is a field of go-app's own that it has no way to read for.
func open(v reflect.Value, name string) reflect.Value {
	f := v.FieldByName(name)
	if !f.IsValid() {
		return f
	}
	return reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem()
}

func elementOf(ui app.UI) reflect.Value { return reflect.ValueOf(ui).Elem() }

func attributesOf(ui app.UI) map[string]string {
	f := open(elementOf(ui), "attributes")
	if !f.IsValid() {
		return nil
	}
	out := map[string]string{}
	for it := f.MapRange(); it.Next(); {
		out[it.Key().String()] = it.Value().String()
	}
	return out
}

func childrenOf(ui app.UI) []app.UI {
	if f := open(elementOf(ui), "rootElement"); f.IsValid() {
		if root, mounted := f.Interface().(app.UI); mounted {
			return []app.UI{root}
		}
		return nil
	}
	if f := open(elementOf(ui), "children"); f.IsValid() {
		return f.Interface().([]app.UI)
	}
	return nil
}

func handlers(ui app.UI) map[string]app.EventHandler {
	out := map[string]app.EventHandler{}
	for it := open(elementOf(ui), "eventHandlers").MapRange(); it.Next(); {
		h := reflect.New(it.Value().Type()).Elem()
		h.Set(it.Value())
		out[it.Key().String()] = open(h, "goHandler").Interface().(app.EventHandler)
	}
	return out
}
