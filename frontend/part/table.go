package part

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Column is a column of a Table. Sort is asc, desc or "" where it is not the
// sorted one; Press makes the header a button with the id Key.
type Column struct {
	Label  string
	Sort   string
	Key    string
	Press  func()
	Hidden bool // the label is for screen readers only
}

// Table is a data table; from 720 px down each row becomes a card with the
// labels of its columns. The first cell of a row is its header.
func (v View) Table(caption string, columns []Column, rows [][]app.UI) app.UI {
	var heads, body []app.UI
	for _, c := range columns {
		heads = append(heads, v.head(c))
	}
	for _, r := range rows {
		body = append(body, el("tr", nil, cells(columns, r)...))
	}
	return box("c-table-box", el("table", attrs{"class": "c-table"},
		el("caption", attrs{"class": "u-hidden"}, Text(caption)),
		el("thead", nil, el("tr", nil, heads...)),
		el("tbody", nil, body...)))
}

func (v View) head(c Column) app.UI {
	as := attrs{"scope": "col"}
	switch c.Sort {
	case "asc":
		as["aria-sort"] = "ascending"
	case "desc":
		as["aria-sort"] = "descending"
	}
	switch {
	case c.Hidden:
		return el("th", as, el("span", attrs{"class": "u-hidden"}, Text(c.Label)))
	case c.Press != nil:
		return el("th", as, v.sortButton(c))
	}
	return el("th", as, Text(c.Label))
}

func (v View) sortButton(c Column) app.UI {
	icon := map[string]string{"asc": "sort-up", "desc": "sort-down"}[c.Sort]
	return el("button", attrs{"type": "button", "class": "c-sort", "id": c.Key}, el("span", nil, Text(c.Label)), v.Icon(or(icon, "sort"))).
		On("click", func(app.Context, app.Event) { c.Press() }, app.EventScope(c.Key, v.Turn))
}

func cells(columns []Column, row []app.UI) []app.UI {
	var out []app.UI
	for i, c := range row {
		if i == 0 {
			out = append(out, el("th", attrs{"scope": "row"}, c))
			continue
		}
		label := ""
		if i < len(columns) && !columns[i].Hidden {
			label = columns[i].Label
		}
		out = append(out, el("td", attrs{"data-label": label}, c))
	}
	return out
}

// Facts is a list of names and values.
func (v View) Facts(facts ...Fact) app.UI {
	var body []app.UI
	for _, f := range facts {
		as := attrs{}
		if f.Ltr {
			as["dir"] = "ltr"
		}
		body = append(body, box("c-fact", el("dt", nil, Text(f.Name)), el("dd", nil, el("bdi", as, Text(f.Value)))))
	}
	return el("dl", attrs{"class": "c-facts"}, body...)
}

// Fact is one name with its value.
type Fact struct {
	Name, Value string
	Ltr         bool
}
