package page

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

// inspected is an organization that is open for support: to read, and nothing
// else. While it isn't open, the page offers to open it.
type inspected struct {
	d      *desk
	short  string
	facts  remote[wire.Inspected]
	people remote[wire.InspectedPeople]
	rows   []wire.InspectedPerson
	q      string
	typing int
	log    remote[wire.List[wire.Event]]
	events []wire.Event
}

func newInspected(d *desk) panel { return &inspected{d: d} }

func (p *inspected) open(at *url.URL) {
	p.short = idOf(at.Path)
	p.read()
}

func (p *inspected) read() {
	p.facts.load(p.d, call{to: wire.Inspect, ids: []string{p.short}}, func() {
		p.find("")
		p.more("")
	})
}

func (p *inspected) find(cursor string) {
	p.people.load(p.d, call{to: wire.InspectPeople, ids: []string{p.short}, query: wire.InspectQuery{Q: p.q, Cursor: cursor}.Values()}, func() {
		if cursor == "" {
			p.rows = nil
		}
		p.rows = append(p.rows, p.people.value.Data...)
	})
}

func (p *inspected) more(cursor string) {
	p.log.load(p.d, call{to: wire.InspectAudit, ids: []string{p.short}, query: wire.InspectQuery{Cursor: cursor}.Values()}, func() {
		if cursor == "" {
			p.events = nil
		}
		p.events = append(p.events, p.log.value.Data...)
	})
}

func (p *inspected) search(_, value string) {
	p.q = value
	p.typing++
	stroke := p.typing
	p.d.later(typingPause, func() {
		if stroke == p.typing {
			p.find("")
		}
	})
}

func (p *inspected) draw(v part.View) part.Shell {
	s := part.Shell{Title: or(p.facts.value.Organization, p.short), Back: v.BackTo(v.T("orgs.title"), v.Path("/organizations"))}
	if p.facts.problem != nil && p.facts.problem.Code == string(domain.CodeNotOpen) {
		s.Body = []app.UI{v.Empty(v.T("inspect.shut"), v.Act(part.Act{Key: "open-here", Kind: part.Primary, Label: v.T("inspect.open"), Press: func() {
			p.d.openOrganization(p.short, or(p.facts.value.Organization, p.short))
		}}))}
		return s
	}
	s.Body = []app.UI{p.facts.draw(v, "inspect", 8, p.read, func(f wire.Inspected) app.UI { return p.whole(v, f) })}
	return s
}

func (p *inspected) whole(v part.View, f wire.Inspected) app.UI {
	n := func(i int64) string { return strconv.FormatInt(i, 10) }
	return part.Group(
		part.Line(v.T("inspect.only")),
		part.Section(v.T("orgs.people"), v.Facts(part.Fact{Name: v.T("filter.status.active"), Value: n(f.Active)}, part.Fact{Name: v.T("inspect.twostep"), Value: n(f.TwoStep)},
			part.Fact{Name: v.T("filter.status.invited"), Value: n(f.Invited)}, part.Fact{Name: v.T("filter.status.suspended"), Value: n(f.Suspended)}, part.Fact{Name: v.T("filter.two_step.locked"), Value: n(f.Locked)}),
			v.Live(part.Live{Key: "filters", Set: p.search}, part.Filters(v.Field(part.Field{Name: "q", Label: v.T("people.search"), Type: "search", Optional: true}))),
			p.people.draw(v, "found", 5, func() { p.find("") }, func(wire.InspectedPeople) app.UI { return p.table(v) })),
		part.Section(v.T("policy.title"), part.Fold(v.T("inspect.policy", "n", n(f.Version)), policyFacts(v, f.Policy))),
		part.Section(v.T("audit.title"), p.log.draw(v, "log", 5, func() { p.more("") }, func(wire.List[wire.Event]) app.UI {
			next := p.log.value.NextCursor
			return part.Group(auditTable(v, p.events, nil), more(v, next, p.log.loading, func() { p.more(next) }))
		})))
}

// policyFacts is every setting in words.
func policyFacts(v part.View, policy wire.Policy) app.UI {
	var facts []part.Fact
	for _, s := range settings() {
		words := strings.Join(policy.Countries, ", ")
		if s.words != nil {
			words = s.words(v, policy)
		}
		facts = append(facts, part.Fact{Name: v.T("policy." + s.key), Value: or(words, "–")})
	}
	return v.Facts(facts...)
}

func (p *inspected) table(v part.View) app.UI {
	if len(p.rows) == 0 {
		return v.Empty(v.T("people.nomatch"), part.Group())
	}
	columns := []part.Column{{Label: v.T("people.name")}, {Label: v.T("people.role")}, {Label: v.T("filter.status")}, {Label: v.T("people.twostep")}}
	var rows [][]app.UI
	for _, r := range p.rows {
		state := v.T("filter.status." + string(r.Status))
		if r.Locked {
			state = v.T("filter.two_step.locked")
		}
		two := v.T("state.notsetup")
		if r.TwoStep == domain.TwoStepOn {
			two = v.T("state.on")
		}
		rows = append(rows, []app.UI{v.Person(r.Name, r.Email, ""), part.Plainly(v.T("role." + string(r.Role))), part.Plainly(state), part.Plainly(two)})
	}
	next := p.people.value.NextCursor
	var further app.UI = part.Group()
	if next != "" {
		further = part.Actions(v.Act(part.Act{Key: "more-people", Label: v.T("more"), Busy: p.people.loading, Press: func() { p.find(next) }}))
	}
	return part.Group(v.Table(v.T("orgs.people"), columns, rows), further)
}
