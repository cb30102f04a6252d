package page

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

// countriesMost are drawn of those that fit; who looks for another types more.
const countriesMost = 60

// countries are those that text messages may go to, of those the service sends
// to: all of them where none is ticked.
func (p *policy) countries(v part.View) app.UI {
	var boxes []app.UI
	found := p.found()
	for i, c := range found {
		if i < countriesMost {
			boxes = append(boxes, v.Check("countries-"+c.Code, c.Name+" ("+c.Dial+")", "", slices.Contains(p.draft.Countries, c.Code)))
		}
	}
	var left app.UI = part.Group()
	switch more := len(found) - len(boxes); {
	case len(found) == 0:
		left = part.Note(v.T("policy.countries.none", "typed", p.find))
	case more > 0:
		left = part.Note(v.N("policy.countries.more", more))
	}
	whole := ""
	if len(p.draft.Countries) == 0 {
		whole = v.T("policy.countries.already")
	}
	return part.Anchor("where", v.T("policy.section.countries"),
		v.Sentence("policy.countries.now", part.Plain("countries", p.countryWords(v, p.draft.Countries))),
		part.Note(v.T("policy.countries.hint")),
		part.Fold(v.T("policy.countries.choose"), part.Group(
			v.Field(part.Field{Name: "country", Label: v.T("policy.countries.find"), Value: p.find, Type: "search"}),
			v.Checks(part.Field{Name: "countries", Label: v.T("policy.countries")}, part.Fresh(p.find, part.Beside(boxes...)), left))),
		part.Actions(v.Act(part.Act{Key: "countries-clear", Label: v.T("policy.countries.all"), Why: whole, Press: func() {
			p.draft.Countries = []string{}
			p.rearranged("where-title")
		}})))
}

// choices are the countries of the service, and those of the policy that it
// doesn't send to.
func (p *policy) choices() []wire.Country {
	out := slices.Clone(p.saved.value.Served)
	for _, code := range p.saved.value.Policy.Countries {
		if !slices.ContainsFunc(out, func(c wire.Country) bool { return c.Code == code }) {
			out = append(out, wire.Country{Code: code, Name: code, Dial: "–"})
		}
	}
	return out
}

// fits reports whether a country is found by what was typed: its name or a
// part of it, its letters, or its calling code.
func fits(c wire.Country, typed string) bool {
	typed = strings.ToLower(strings.TrimSpace(typed))
	return strings.Contains(strings.ToLower(c.Name), typed) || strings.EqualFold(c.Code, typed) ||
		strings.HasPrefix(c.Dial, typed) || strings.HasPrefix(strings.TrimPrefix(c.Dial, "+"), typed)
}

// search narrows the list and says how much of it is left.
func (p *policy) search(typed string) {
	if typed == p.find {
		return
	}
	p.find = typed
	part.Say(p.d.view().N("policy.countries.found", len(p.found())))
}

// found are the choices that fit what was typed.
func (p *policy) found() []wire.Country {
	return slices.DeleteFunc(p.choices(), func(c wire.Country) bool { return !fits(c, p.find) })
}

// countryWords are countries by their names, and what none of them means.
func (p *policy) countryWords(v part.View, codes []string) string {
	if len(codes) == 0 {
		return v.N("policy.countries.whole", len(p.saved.value.Served))
	}
	var names []string
	for _, c := range p.choices() {
		if slices.Contains(codes, c.Code) {
			names = append(names, c.Name)
		}
	}
	for _, code := range codes {
		if !slices.ContainsFunc(p.choices(), func(c wire.Country) bool { return c.Code == code }) {
			names = append(names, code)
		}
	}
	return strings.Join(names, ", ")
}
