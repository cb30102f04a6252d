package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/frontend/part"
)

// searchKey is the key that leads to a screen's search box.
const searchKey = "/"

// slash gives the focus to the search box, unless somebody is typing or has
// been asked something.
func slash(e app.Value) {
	if e.Get("key").String() != searchKey || e.Get("ctrlKey").Truthy() || e.Get("metaKey").Truthy() || e.Get("altKey").Truthy() {
		return
	}
	at := e.Get("target")
	if !at.Truthy() || !at.Get("closest").Truthy() || at.Call("closest", "input, textarea, select, [contenteditable], dialog").Truthy() {
		return
	}
	if part.Search() {
		e.Call("preventDefault")
	}
}
