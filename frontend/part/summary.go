package part

import (
	"sort"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Summary is the box of errors above a form: those of the form as a whole,
// and, where several fields are wrong, links to them in the order given.
// heading is the key of its title, "summary" when empty. It is nil when
// nothing is to be said that the fields don't say.
func (v View) Summary(heading string, fields ...string) app.UI {
	return v.summary(heading, len(v.Page.Summary) > 1, fields)
}

// summary takes the focus with first, and where several fields are wrong.
func (v View) summary(heading string, first bool, fields []string) app.UI {
	var items []app.UI
	for _, m := range v.Page.Summary {
		items = append(items, el("li", nil, Text(v.Problem(m))))
	}
	several := len(v.Page.Errors) > 1
	if several {
		for _, name := range v.inOrder(fields) {
			items = append(items, el("li", nil,
				el("a", attrs{"href": "#" + name, "class": "c-link"}, Text(v.Problem(v.Page.Errors[name])))))
		}
	}
	if len(items) == 0 && heading == "" {
		return nil
	}
	body := []app.UI{v.Icon("alert"), box("", el("h2", attrs{"class": "c-summary-title"}, Text(v.T(or(heading, "summary")))))}
	if len(items) > 0 {
		body[1] = box("", el("h2", attrs{"class": "c-summary-title"}, Text(v.T(or(heading, "summary")))),
			el("ul", attrs{"class": "c-plain"}, items...))
	}
	return el("div", attrs{"class": "c-summary", "id": "summary", "tabindex": "-1", "autofocus": several || first}, body...)
}

// inOrder is the fields in error: first those named, then the others by name.
func (v View) inOrder(fields []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, name := range fields {
		if v.Broken(name) && !seen[name] {
			out, seen[name] = append(out, name), true
		}
	}
	var rest []string
	for name := range v.Page.Errors {
		if !seen[name] {
			rest = append(rest, name)
		}
	}
	sort.Strings(rest)
	return append(out, rest...)
}
