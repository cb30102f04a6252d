package part

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Check is a tick box with its label beside it; it sends name=1.
func (v View) Check(name, label, hint string, checked bool) app.UI {
	f := Field{Name: name, Hint: hint}
	as := attrs{"type": "checkbox", "class": "c-tick", "id": name, "name": name, "value": "1", "checked": checked,
		"aria-describedby": v.describedBy(f), "autofocus": v.takesFocus(f)}
	if v.Broken(name) {
		as["aria-invalid"] = "true"
	}
	return box("c-field",
		v.fieldError(name),
		box("c-check", void("input", as), el("label", attrs{"for": name}, Text(label))),
		v.hint(f))
}

// Tick is a tick box that acts at once. Its label is for screen readers alone,
// since what it is about stands beside it.
func (v View) Tick(key, label string, checked bool, press func()) app.UI {
	return el("label", attrs{"for": key, "class": "c-pick"},
		void("input", attrs{"type": "checkbox", "class": "c-tick", "id": key, "checked": checked}).
			On("click", func(app.Context, app.Event) { press() }, app.EventScope(key, v.Turn)),
		el("span", attrs{"class": "u-hidden"}, Text(label)))
}

// Checks is a group of tick boxes under one legend, with an error of its own.
func (v View) Checks(f Field, boxes ...app.UI) app.UI {
	return el("fieldset", attrs{"class": "c-radios", "id": f.Name, "aria-describedby": v.describedBy(f), "tabindex": "-1"},
		append([]app.UI{el("legend", attrs{"class": "c-label"}, Text(f.Label)), v.hint(f), v.fieldError(f.Name)}, boxes...)...)
}

// Radio is one card of RadioCards.
type Radio struct {
	Value string
	Label string
	Note  string
	Tag   app.UI
	Foot  app.UI // links that belong to the choice
}

// RadioCards is a group of choices of which one is sent under name.
func (v View) RadioCards(name, legend, chosen string, cards []Radio) app.UI {
	body := []app.UI{el("legend", attrs{"class": "c-label"}, Text(legend)), v.fieldError(name)}
	for i, c := range cards {
		body = append(body, v.radio(name, name+"-"+itoa(i), c, c.Value == chosen, i == 0 && v.takesFocus(Field{Name: name})))
	}
	as := attrs{"class": "c-radios", "id": name, "tabindex": "-1"} // where the summary of errors leads
	if v.Broken(name) {
		as["aria-describedby"] = name + "-error"
	}
	return el("fieldset", as, body...)
}

func (v View) radio(name, id string, c Radio, checked, focus bool) app.UI {
	describe := ""
	var note app.UI
	if c.Note != "" {
		describe = id + "-note"
		note = el("p", attrs{"class": "c-hint", "id": describe}, Text(c.Note))
	}
	return box("c-radio",
		void("input", attrs{"type": "radio", "class": "c-tick", "name": name, "id": id, "value": c.Value, "checked": checked,
			"aria-describedby": describe, "autofocus": focus}),
		box("c-radio-text", el("label", attrs{"for": id}, Text(c.Label)), c.Tag, note, c.Foot))
}

// Option is one choice of a Select.
type Option struct{ Value, Label string }

// Select is a labelled drop-down list.
func (v View) Select(f Field, options []Option) app.UI {
	var body []app.UI
	for _, o := range options {
		body = append(body, el("option", attrs{"value": o.Value, "selected": o.Value == f.Value}, Text(o.Label)))
	}
	as := attrs{"class": "c-input", "id": f.Name, "name": f.Name, "aria-describedby": v.describedBy(f), "autofocus": v.takesFocus(f)}
	if v.Broken(f.Name) {
		as["aria-invalid"] = "true"
	}
	return box("c-field", v.label(f), v.hint(f), v.fieldError(f.Name), el("select", as, body...))
}

// Choice is one big button of Choices: a link when Href is set, else a button
// that sends Name=Value.
type Choice struct {
	Icon, Label, Note string
	Href              string
	SubmitName, Value string
	Tag               app.UI
}

// Choices is a list of big buttons.
func (v View) Choices(choices ...Choice) app.UI {
	var items []app.UI
	for _, c := range choices {
		items = append(items, el("li", nil, v.choice(c)))
	}
	return el("ul", attrs{"class": "c-choices"}, items...)
}

func (v View) choice(c Choice) app.UI {
	var icon, note app.UI
	if c.Icon != "" {
		icon = v.Icon(c.Icon)
	}
	if c.Note != "" {
		note = el("span", attrs{"class": "c-hint"}, Text(c.Note))
	}
	words := el("span", attrs{"class": "c-choice-text"}, el("span", attrs{"class": "c-strong"}, Text(c.Label)), c.Tag, note)
	if c.Href != "" {
		return el("a", attrs{"class": "c-choice", "href": c.Href}, icon, words, v.icon("chevron", "c-icon c-flip"))
	}
	return el("button", attrs{"class": "c-choice", "type": "submit", "name": c.SubmitName, "value": c.Value},
		icon, words, v.icon("chevron", "c-icon c-flip"))
}
