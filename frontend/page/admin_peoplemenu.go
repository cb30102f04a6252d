package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

// rowMenu is the menu of one row: what can be done to that person without
// opening their page.
func (p *people) rowMenu(v part.View, r wire.PersonRow) app.UI {
	key := "acts-" + r.ID
	menu := part.Menu{Key: key, Label: v.T("people.acts", "name", or(r.Name, r.Email)), Open: p.menu == r.ID}
	menu.Flip = func() {
		if p.menu == r.ID {
			p.menu = ""
			return
		}
		p.menu = r.ID
	}
	if menu.Open {
		menu.Items = p.rowActs(v, r)
	}
	return v.Menu(menu)
}

func (p *people) rowActs(v part.View, r wire.PersonRow) []app.UI {
	a := newActs(p.d, "-"+r.ID, func() wire.PersonRow { return p.person(r) }, func() { p.reread(r.ID) }, func(words string) { p.notice = words })
	a.close = func() {
		part.Focus("acts-" + r.ID)
		p.menu = ""
	}
	out := []app.UI{v.Link(v.T("people.open"), v.Path("/admin/people/"+r.ID))}
	if r.LockedUntil.After(v.Page.Now) {
		out = append(out, a.unlockAct(v, part.LinkLike))
	}
	out = append(out, a.resetAct(v, part.LinkLike)...)
	return append(out, a.further(v)...)
}

// person is the row as it is now.
func (p *people) person(r wire.PersonRow) wire.PersonRow {
	for _, now := range p.rows {
		if now.ID == r.ID {
			return now
		}
	}
	return r
}

// reread brings one row up to date, and leaves the others where they are.
func (p *people) reread(id string) {
	var now wire.Person
	p.d.send(call{to: wire.ReadPerson, ids: []string{id}, out: &now, done: func(string) {
		for i := range p.rows {
			if p.rows[i].ID == id {
				p.rows[i] = now.PersonRow
			}
		}
	}})
}

// order is the sort buttons as one field, where a table has no heads.
func (p *people) order(v part.View) app.UI {
	var options []part.Option
	for _, by := range []string{anything, "-name", "-last_sign_in", "last_sign_in"} {
		options = append(options, part.Option{Value: by, Label: v.T("people.sort." + by)})
	}
	return v.Select(part.Field{Name: filterField + "sort", Label: v.T("people.sort"), Value: or(p.query.Sort, anything)}, options)
}

// sortable is the head of a column that the table can be sorted by: first up,
// then down.
func (p *people) sortable(v part.View, label, by string) part.Column {
	c := part.Column{Label: label, Key: "sort-" + by}
	next := by
	switch or(p.query.Sort, "name") {
	case by:
		c.Sort, next = "asc", "-"+by
	case "-" + by:
		c.Sort = "desc"
	}
	c.Press = func() {
		if next == "name" {
			next = ""
		}
		p.query.Sort = next
		p.show(true)
	}
	return c
}
