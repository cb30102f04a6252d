package part

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Item is one thing of a list of things: its name, what is known of it, and
// what can be done with it.
type Item struct {
	Icon    string
	Name    string
	Tags    []app.UI
	Lines   []app.UI
	Actions []app.UI
	Edit    app.UI // in place of the name and the actions
}

// Items is a list of things.
func (v View) Items(items ...Item) app.UI {
	var body []app.UI
	for _, i := range items {
		body = append(body, v.item(i))
	}
	return el("ul", attrs{"class": "c-items"}, body...)
}

func (v View) item(i Item) app.UI {
	if i.Edit != nil {
		return el("li", attrs{"class": "c-item"}, v.Icon(i.Icon), box("c-item-text", i.Edit))
	}
	head := box("c-item-head", append([]app.UI{el("h3", attrs{"class": "c-item-name"}, el("bdi", nil, Text(i.Name)))}, i.Tags...)...)
	return el("li", attrs{"class": "c-item"}, v.Icon(i.Icon),
		box("c-item-text", head, box("c-item-lines", i.Lines...)), box("c-actions c-item-actions", i.Actions...))
}

// Note is a line of secondary words.
func Note(words ...string) app.UI {
	var told []string
	for _, w := range words {
		if w != "" {
			told = append(told, w)
		}
	}
	return el("p", attrs{"class": "c-hint"}, Text(strings.Join(told, " · ")))
}

// Address is a line that reads from left to right on every page.
func Address(words string) app.UI {
	return el("p", attrs{"class": "c-hint"}, el("bdi", attrs{"dir": "ltr"}, Text(words)))
}

// Anchor is a section of a page that has an address of its own.
func Anchor(id, title string, body ...app.UI) app.UI {
	return el("section", attrs{"class": "c-panel", "id": id, "aria-labelledby": id + "-title"},
		append([]app.UI{el("h2", attrs{"id": id + "-title", "tabindex": "-1"}, Text(title))}, body...)...)
}

// AnchorWith is an Anchor with a tag beside its heading.
func AnchorWith(id, title string, tag app.UI, body ...app.UI) app.UI {
	return el("section", attrs{"class": "c-panel", "id": id, "aria-labelledby": id + "-title"},
		append([]app.UI{box("c-item-head", el("h2", attrs{"id": id + "-title", "tabindex": "-1"}, Text(title)), tag)}, body...)...)
}

// State is the card that says how things stand. Kind is as of a Tag.
func (v View) State(kind, icon, title string, body ...app.UI) app.UI {
	return el("section", attrs{"class": "c-panel c-state", "aria-labelledby": "state-title"},
		box("c-state-head c-"+kind, v.Icon(icon), el("h2", attrs{"id": "state-title", "tabindex": "-1"}, Text(title))),
		box("c-group", body...))
}

// Meter is n of of as segments under the words that say so, which may be empty
// where they stand elsewhere.
func (v View) Meter(kind, words string, n, of int) app.UI {
	var segments []app.UI
	for i := range of {
		class := "c-segment"
		if i < n {
			class += " c-segment-done"
		}
		segments = append(segments, el("span", attrs{"class": class}))
	}
	var told app.UI
	if words != "" {
		told = para("c-strong", words)
	}
	return box("c-meter c-meter-"+kind, told,
		el("div", attrs{"class": "c-segments", "aria-hidden": "true"}, segments...))
}

// List is a list of sentences with bullets.
func List(lines ...app.UI) app.UI {
	var items []app.UI
	for _, l := range lines {
		items = append(items, el("li", nil, l))
	}
	return el("ul", attrs{"class": "c-list"}, items...)
}

// Person is a name over an address, the name a link where href is set.
func (v View) Person(name, email, href string) app.UI {
	var who app.UI = el("bdi", attrs{"class": "c-strong"}, Text(or(name, email)))
	if href != "" {
		who = el("a", attrs{"href": href, "class": "c-link"}, el("bdi", nil, Text(or(name, email))))
	}
	if name == "" {
		return box("c-person", who)
	}
	return box("c-person", who, el("bdi", attrs{"dir": "ltr", "class": "c-hint"}, Text(email)))
}

// Inline is things in one line.
func Inline(things ...app.UI) app.UI { return box("c-inline", things...) }

// Narrow is a thing for windows in which the rows of a table are cards.
func Narrow(thing app.UI) app.UI { return box("c-narrow", thing) }

// Tags is a row of tags.
func Tags(tags ...app.UI) app.UI { return box("c-tags", tags...) }

// Chip is a filter that is on, with a button that takes it off.
func (v View) Chip(key, words string, off func()) app.UI {
	return el("span", attrs{"class": "c-chip"}, el("bdi", nil, Text(words)),
		el("button", attrs{"type": "button", "id": key, "class": "c-btn-quiet", "aria-label": v.T("chip.off", "filter", words)}, v.Icon("x")).
			On("click", func(app.Context, app.Event) { off() }, app.EventScope(key, v.Turn)))
}

// SaveBar stays at the foot of the window while something is not saved.
func (v View) SaveBar(words string, actions ...app.UI) app.UI {
	return el("section", attrs{"class": "c-savebar", "aria-label": v.T("savebar")}, para("", words), Actions(actions...))
}

// Area is a Field of several lines.
func (v View) Area(f Field, rows int) app.UI {
	as := v.inputAttrs(f, "c-input")
	delete(as, "type")
	delete(as, "value")
	as["rows"] = itoa(rows)
	return box("c-field", v.label(f), v.hint(f), v.fieldError(f.Name), el("textarea", as, Text(f.Value)))
}

// Pre is text that keeps its lines.
func Pre(id, words string) app.UI {
	return el("pre", attrs{"class": "c-pre", "id": id, "dir": "ltr", "tabindex": "0"}, Text(words))
}

// Plainly is words without a box of their own.
func Plainly(words string) app.UI { return el("span", nil, Text(words)) }

// Filters are fields beside each other.
func Filters(fields ...app.UI) app.UI { return box("c-filters", fields...) }

// Tabs are the parts of a page of which one is shown, each with an address.
func (v View) Tabs(label string, chosen string, tabs ...Option) app.UI {
	var items []app.UI
	for _, t := range tabs {
		as := attrs{"href": t.Value, "class": "c-tab"}
		if t.Value == chosen {
			as["aria-current"] = "page"
		}
		items = append(items, el("li", nil, el("a", as, Text(t.Label))))
	}
	return el("nav", attrs{"aria-label": label}, el("ul", attrs{"class": "c-tabs"}, items...))
}

// More is a menu of further actions. It closes when one is pressed, and leaves
// the focus on its button, where a dialog will give it back to.
func (v View) More(key, label string, actions ...app.UI) app.UI {
	var items []app.UI
	for _, a := range actions {
		items = append(items, el("li", nil, a))
	}
	return el("details", attrs{"class": "c-menu", "id": key},
		el("summary", attrs{"class": "c-btn c-btn-secondary"}, v.Icon("dots"), el("span", nil, Text(label))),
		el("ul", attrs{"class": "c-menu-list"}, items...).On("click", func(_ app.Context, e app.Event) { fold(key, e) }, app.EventScope(key)))
}

func fold(menu string, e app.Event) {
	if pressed := e.Get("target").Call("closest", "button"); !pressed.Truthy() || pressed.Call("getAttribute", "aria-disabled").Truthy() {
		return
	}
	if m := app.Window().GetElementByID(menu); m.Truthy() {
		m.Set("open", false)
		m.Call("querySelector", "summary").Call("focus")
	}
}
