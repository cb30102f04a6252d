package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

// clash is what follows when somebody else saved the policy meanwhile (ux
// 7.6.6): what it was, theirs and yours side by side, and a choice for each
// setting that both have changed.
type clash struct {
	p      *policy
	before wire.Policy
	theirs remote[wire.PolicyDocument]
	keep   map[string]bool // settings of which yours is taken
}

func (p *policy) conflict() {
	c := &clash{p: p, before: p.saved.value.Policy, keep: map[string]bool{}}
	for _, s := range changes(c.before, p.draft) {
		c.keep[s.key] = true
	}
	p.clash = c
	c.read()
	p.d.ask(c.draw)
}

func (c *clash) read() { c.theirs.load(c.p.d, call{to: wire.ReadPolicy}, nil) }

func (c *clash) draw(v part.View) part.Dialog {
	title := v.T("clash.title")
	w := c.theirs.value
	if c.theirs.loaded {
		title = v.T("error.conflict", "name", or(w.ChangedBy, v.T("policy.first")), "when", v.Ago(w.ChangedAt))
	}
	return part.Dialog{ID: "clash-dialog", Title: title, Wide: true, Close: c.p.d.shut, Set: c.set, Submit: c.merge,
		Body:    []app.UI{part.Line(v.T("clash.text")), c.theirs.draw(v, "clash", 3, c.read, func(wire.PolicyDocument) app.UI { return c.table(v) })},
		Actions: []app.UI{v.Act(part.Act{Key: "clash-merge", Kind: part.Primary, Label: v.T("clash.go"), Why: c.waiting(v), Press: c.merge})}}
}

func (c *clash) waiting(v part.View) string {
	if c.theirs.loaded {
		return ""
	}
	return v.T("loading")
}

func (c *clash) table(v part.View) app.UI {
	theirs, yours := c.theirs.value.Policy, c.p.draft
	var rows [][]app.UI
	for _, s := range settings() {
		if !s.differs(c.before, theirs) && !s.differs(c.before, yours) {
			continue
		}
		var choice app.UI = part.Plainly(v.T("clash.same"))
		if s.differs(theirs, yours) {
			chosen := "theirs"
			if c.keep[s.key] {
				chosen = "yours"
			}
			choice = v.Select(part.Field{Name: "clash-" + s.key, Label: v.T("clash.take"), Value: chosen},
				[]part.Option{{Value: "yours", Label: v.T("clash.yours")}, {Value: "theirs", Label: v.T("clash.theirs")}})
		}
		rows = append(rows, []app.UI{part.Plainly(v.T("policy." + s.key)), part.Plainly(c.p.inWords(v, s, c.before)), part.Plainly(c.p.inWords(v, s, theirs)), part.Plainly(c.p.inWords(v, s, yours)), choice})
	}
	return v.Table(v.T("clash.title"), []part.Column{{Label: v.T("policy.setting")}, {Label: v.T("clash.before")}, {Label: v.T("clash.theirs")},
		{Label: v.T("clash.yours")}, {Label: v.T("clash.take"), Hidden: true}}, rows)
}

func (c *clash) set(name, value string) {
	for _, s := range settings() {
		if name == "clash-"+s.key {
			c.keep[s.key] = value == "yours"
		}
	}
}

// merge makes their version the base and the chosen settings the draft, and
// goes back to the review.
func (c *clash) merge() {
	if !c.theirs.loaded {
		return
	}
	p := c.p
	merged := copyPolicy(c.theirs.value.Policy)
	for _, s := range settings() {
		if c.keep[s.key] {
			s.take(&merged, p.draft)
		}
	}
	p.d.shut()
	p.clash = nil
	p.saved.value, p.saved.etag = c.theirs.value, c.theirs.etag
	p.draft = merged
	p.round++
	p.readHistory()
	if p.unsaved() {
		p.review.open()
		return
	}
	p.d.said(p.d.view().T("clash.nothing"))
	p.d.next(func() { part.Focus("title") })
}
