package part

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Act is a button of a screen that runs in the browser. Its key is its id.
type Act struct {
	Key   string
	Kind  string // Secondary when empty
	Label string
	More  string // words after the label that only screen readers need: whose button it is
	Icon  string
	Why   string // why it can't be pressed, told beside it
	Busy  bool   // on its way: it stays where it is and takes no press
	On    string // aria-pressed: "true" or "false", empty for a plain button
	Press func()
}

// Act draws the button.
func (v View) Act(a Act) app.UI {
	as := attrs{"type": "button", "class": or(a.Kind, Secondary), "id": a.Key, "aria-pressed": a.On}
	label := a.Label
	if a.Busy {
		label = v.T("saving")
	}
	if a.Why != "" || a.Busy {
		as["aria-disabled"] = "true"
	}
	if a.Why != "" {
		as["aria-describedby"] = a.Key + "-why"
	}
	button := el("button", as, actLabel(v, a, label)...).On("click", a.click, app.EventScope(a.Key, v.Turn))
	return withWhy(button, a.Key, a.Why)
}

// withWhy draws a button with why it can't be pressed, or with nothing, inside
// the same element: the button stays the one it was when that changes, with its
// focus and a press that is under way.
func withWhy(button app.UI, key, why string) app.UI {
	if why == "" {
		return box("c-act", button)
	}
	return box("c-act", button, el("p", attrs{"class": "c-hint", "id": key + "-why"}, Text(why)))
}

func actLabel(v View, a Act, label string) []app.UI {
	var body []app.UI
	if a.Icon != "" {
		body = append(body, v.Icon(a.Icon))
	}
	body = append(body, el("span", nil, Text(label)))
	if a.More != "" {
		body = append(body, el("span", attrs{"class": "u-hidden"}, Text(a.More)))
	}
	return body
}

func (a Act) click(app.Context, app.Event) {
	if a.Why == "" && !a.Busy && a.Press != nil {
		a.Press()
	}
}

// Send is the button that sends the Live form it stands in.
func (v View) Send(kind, key, label string, busy bool) app.UI {
	as := attrs{"type": "submit", "class": kind, "id": key}
	if busy {
		as["aria-disabled"], label = "true", v.T("saving")
	}
	if v.Off != "" {
		as["aria-disabled"], as["aria-describedby"] = "true", key+"-why"
	}
	return withWhy(el("button", as, Text(label)), key, v.Off)
}

// Live is a form that the browser's part of a screen reads itself. Every
// change of a field is told to Set, a tick box as "1" or ""; Submit is told
// after all fields have been, unless nothing can be sent.
type Live struct {
	Key    string
	Set    func(name, value string)
	Submit func() // nil: fields that take effect at once
}

// Live draws the form around its fields. The browser by itself sends it
// nowhere: what is typed into it must not end in an address.
func (v View) Live(l Live, body ...app.UI) app.UI {
	tell := func(_ app.Context, e app.Event) { l.tell(e.Get("target")) }
	form := el("form", attrs{"id": l.Key, "class": "c-form", "method": "dialog", "novalidate": true, "autocomplete": "off"}, body...)
	return form.On("input", tell, app.EventScope(l.Key, v.Turn)).
		On("change", tell, app.EventScope(l.Key, v.Turn)).
		On("submit", func(_ app.Context, e app.Event) { l.submit(e, v.Off == "") }, app.EventScope(l.Key, v.Turn))
}

func (l Live) tell(field app.Value) {
	if !field.Truthy() || l.Set == nil {
		return
	}
	name := field.Get("name").String()
	switch field.Get("type").String() {
	case "checkbox":
		value := ""
		if field.Get("checked").Bool() {
			value = "1"
		}
		l.Set(name, value)
	case "radio":
		if field.Get("checked").Bool() {
			l.Set(name, field.Get("value").String())
		}
	case "submit", "button":
	default:
		if name != "" {
			l.Set(name, field.Get("value").String())
		}
	}
}

// submit reads every field once more: autofill and a code that sends itself
// may not have told.
func (l Live) submit(e app.Event, may bool) {
	e.PreventDefault()
	if fields := e.Get("target").Get("elements"); fields.Truthy() {
		for i := range fields.Get("length").Int() {
			l.tell(fields.Index(i))
		}
	}
	if l.Submit != nil && may {
		l.Submit()
	}
}

// Fresh draws body anew, with new elements, whenever key changes. It puts
// fields back that a person has changed, which an update would leave alone.
func Fresh(key string, body app.UI) app.UI { return &fresh{Key: key, Body: body} }

type fresh struct {
	app.Compo
	Key  string
	Body app.UI
}

// Render draws what it holds.
func (f *fresh) Render() app.UI { return box("c-group", f.Body) }

// CompoID makes go-app replace the component when its key changes.
func (f *fresh) CompoID() string { return f.Key }
