package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

// guardItem is a reset that is on its way.
func guardItem(v part.View, g *wire.GuardedReset, more []string, actions ...app.UI) part.Item {
	name, asked := v.T("guard.approval"), v.T("guard.approval.until", "by", g.By, "when", v.Ago(g.At), "time", v.Exact(g.DueAt))
	if g.State == domain.GuardWaiting {
		name, asked = v.T("guard.waiting", "time", v.Exact(g.DueAt)), v.T("guard.by", "by", g.By, "when", v.Ago(g.At))
	}
	item := part.Item{Icon: "clock", Name: name, Lines: []app.UI{part.Note(asked)}, Actions: actions}
	if g.ApprovedBy != "" {
		item.Lines = append(item.Lines, part.Note(v.T("guard.approved", "by", g.ApprovedBy)))
	}
	for _, one := range more {
		item.Lines = append(item.Lines, part.Line(one))
	}
	return item
}

// reset is a reset of one's own second step that is on its way.
func (s *security) reset(v part.View, w wire.Security) app.UI {
	g := w.Reset
	if g == nil || !g.State.Alive() {
		return part.Group()
	}
	stop := s.d.act(v, part.Act{Key: "stop-reset", Label: v.T("guard.stop"), More: v.T("guard.title"), Press: func() {
		s.d.do(call{to: wire.StopOwnReset, ids: []string{g.ID}, key: "stop-reset", done: func(string) { s.changed("methods", v.T("guard.stopped")) }})
	}})
	return part.Anchor("reset", v.T("guard.title"), v.Items(guardItem(v, g, []string{v.T("guard.own")}, stop)))
}

// guarded is a reset of somebody that is on its way, or the access code of one
// that happened, for who asked for it.
func (p *person) guarded(v part.View, w wire.Person) app.UI {
	g := w.Reset.Guarded
	switch {
	case g == nil:
		return part.Group()
	case g.Fetch:
		return part.Anchor("reset", v.T("guard.title"), v.CalloutWith("info", part.Line(v.T("guard.fetch.text")),
			p.d.act(v, part.Act{Key: "fetch-code", Kind: part.Secondary, Label: v.T("guard.fetch"), Press: func() { p.fetch(g.ID) }})))
	}
	var acts []app.UI
	if g.RequestID != "" && !p.d.lacks(wire.ReadRequest) {
		acts = append(acts, v.Link(v.T("guard.open"), v.Path("/admin/requests/"+g.RequestID)))
	}
	if !p.d.lacks(wire.StopReset) {
		acts = append(acts, p.d.act(v, part.Act{Key: "stop-reset", Label: v.T("guard.stop"), More: v.T("guard.title"), Why: why(v, w.May.Reset), Press: func() {
			p.do(call{to: wire.StopReset, ids: []string{g.ID}, key: "stop-reset"}, "guard.stopped")
		}}))
	}
	return part.Anchor("reset", v.T("guard.title"), v.Items(guardItem(v, g, nil, acts...)))
}

// fetch gets the access code and shows it, this once.
func (p *person) fetch(id string) {
	var got wire.FetchedCode
	p.d.do(call{to: wire.FetchResetCode, ids: []string{p.row().ID, id}, out: &got, key: "fetch-code", why: reason{"fetch", p.name()}, done: func(string) {
		p.reset = resetting{p: p.acts, answer: wire.ResetAnswer{AccessCode: got.AccessCode, AccessCodeUntil: got.AccessCodeUntil}, fetched: true}
		p.d.ask(p.reset.draw)
		p.refresh()
	}})
}

// frozen says that nobody gets in, and lets owners lift it.
func (p *person) frozen(v part.View, w wire.Person) app.UI {
	if !w.Frozen {
		return part.Group()
	}
	body := []app.UI{part.Line(v.T("frozen.text"))}
	if !p.d.lacks(wire.UnfreezePerson) && !w.Me {
		body = append(body, p.d.act(v, part.Act{Key: "unfreeze-open", Kind: part.Secondary, Label: v.T("person.unfreeze"), Press: func() {
			p.ask("unfreeze", "person.unfreeze", []string{"person.unfreeze.talk", "person.unfreeze.then"}, func() {
				p.do(call{to: wire.UnfreezePerson, key: "unfreeze-go"}, "frozen.lifted")
			})
		}}))
	}
	return part.Anchor("frozen", v.T("frozen.title"), v.CalloutWith("danger", body...))
}

// asked is the reset that a question for approval is about.
func (r *request) asked(v part.View, w wire.RequestView) app.UI {
	a := w.Asked
	facts := []part.Fact{{Name: v.T("request.approval.by"), Value: a.By}, {Name: v.T("request.asked"), Value: v.Exact(w.CreatedAt)},
		{Name: v.T("request.approval.checked"), Value: v.T("reset.checked." + string(a.Checked))}}
	if a.Reason != "" {
		facts = append(facts, part.Fact{Name: v.T("request.approval.note"), Value: a.Reason})
	}
	facts = append(facts, part.Fact{Name: v.T("request.approval.next"), Value: v.T("reset.next." + string(a.Next))})
	if w.State.Live() {
		facts = append(facts, part.Fact{Name: v.T("request.until"), Value: v.Exact(w.ExpiresAt)})
	}
	if w.Decision != "" {
		facts = append(facts, part.Fact{Name: v.T("request.decision"), Value: w.Decision})
	}
	return part.Group(part.Anchor("approval", v.T("request.approval"), v.Facts(facts...)), part.Line(v.T("request.approval.text", "name", a.By)))
}

// whyNot is the reason against an answer: of an approval the one it has.
func (r *request) whyNot(v part.View, w wire.RequestView) string {
	if w.Kind == domain.RequestApproval {
		return why(v, w.Answer)
	}
	return v.T("request.notyours")
}

func (r *request) askApprove() {
	r.d.ask(func(v part.View) part.Dialog {
		w := r.data.value
		return part.Dialog{ID: "approve-dialog", Title: v.T("request.approve.title", "number", w.Number), Danger: true, Close: r.d.shut,
			Body:    []app.UI{part.Line(v.T("request.approval.text", "name", w.Asked.By))},
			Actions: []app.UI{r.d.act(v, part.Act{Key: "approve-go", Kind: part.Danger, Label: v.T("request.approve"), Press: r.approve})}}
	})
}

func (r *request) approve() {
	r.do(call{to: wire.ApproveReset, key: "approve-go", why: reason{"approve", r.data.value.PersonName}}, "request.approved")
}
