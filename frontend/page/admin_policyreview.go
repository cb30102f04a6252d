package page

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// review is the dialog before the policy is saved: old and new of
// each change, the counts, whether to write to the people, and why.
type review struct {
	p      *policy
	notify bool
	why    string
	wrong  *wire.Message
	known  bool // that people's numbers aren't ready
}

func (r *review) open() {
	*r = review{p: r.p, notify: true}
	r.p.count()
	r.p.d.ask(r.draw)
}

func (r *review) draw(v part.View) part.Dialog {
	p := r.p
	v = v.Failing(nil, told(r.wrong)...)
	var rows [][]app.UI
	for _, s := range changes(p.saved.value.Policy, p.draft) {
		rows = append(rows, []app.UI{part.Plainly(v.T("policy." + s.key)), part.Plainly(p.inWords(v, s, p.saved.value.Policy)), part.Group(part.Plainly(p.inWords(v, s, p.draft)), weaker(v, s.key, p.saved.value.Policy.WaysBack, p.draft.WaysBack))})
	}
	mails := p.preview.value.Mails
	body := []app.UI{v.Summary(""),
		v.Table(v.T("policy.changes"), []part.Column{{Label: v.T("policy.setting")}, {Label: v.T("policy.old")}, {Label: v.T("policy.new")}}, rows),
		p.preview.draw(v, "review-preview", 2, p.count, func(w wire.PolicyPreview) app.UI { return counts(v, w) }),
		part.If(mails > 0, func() app.UI {
			return part.Group(v.Check("notify", v.N("policy.notify", int(mails)), v.T("policy.notify.hint"), true), p.letter(v, "review-mail"))
		}),
		part.If(r.wrong != nil && r.wrong.Code == string(domain.CodeNumbersUnready), func() app.UI {
			return part.Group(v.Check("known", v.T("numbers.known"), "", r.known), part.Links(v.Link(v.T("numbers.check"), v.Path("/admin/numbers"))))
		}),
		v.Field(part.Field{Name: "why", Label: v.T("reason.optional"), Value: r.why, Optional: true})}
	return part.Dialog{ID: "review-dialog", Title: v.T("policy.review"), Wide: true, Close: p.d.shut, Set: r.set, Submit: r.apply, Body: body,
		Actions: []app.UI{p.d.act(v, part.Act{Key: "apply", Kind: part.Primary, Label: v.T("policy.apply"), Why: r.blocked(v), Press: r.apply})}}
}

// weaker marks a change by which a stranger gets in more easily.
func weaker(v part.View, key string, from, to domain.WaysBack) app.UI {
	return part.If(slices.Contains(to.Weaker(from), strings.TrimPrefix(key, back)) && strings.HasPrefix(key, back), func() app.UI {
		return v.Tag("warn", "alert", v.T("policy.weaker"))
	})
}

// blocked is why the draft isn't saved now: nobody saves before they could see
// whom it affects, nor what takes their own way in.
func (r *review) blocked(v part.View) string {
	if r.p.preview.loading {
		return v.T("preview.updating")
	}
	if r.p.preview.loaded && r.p.preview.value.SelfNotReady {
		return v.T("error.policy_self_unprotected")
	}
	return ""
}

func (r *review) set(name, value string) {
	switch name {
	case "notify":
		r.notify = value == "1"
	case "known":
		r.known = value == "1"
	case "why":
		r.why = value
	}
}

func (r *review) apply() {
	p := r.p
	if r.blocked(p.d.view()) != "" {
		return
	}
	r.wrong = nil
	var answer wire.PolicyDocument
	notify := r.notify && p.preview.value.Mails > 0
	p.d.do(call{to: wire.SavePolicy, in: wire.SavePolicyRequest{Policy: p.draft, Notify: notify, Reason: r.why, NumbersKnown: r.known}, out: &answer,
		etag: p.saved.etag, key: "apply", why: reason{word: "policy"}, fail: r.refused, done: func(etag string) {
			p.d.shut()
			p.saved.value, p.saved.etag = answer, etag
			p.discard()
			p.readHistory()
			p.d.said(p.d.view().T("policy.saved"))
			p.d.next(func() { part.Focus("title") })
		}})
}

func (r *review) refused(problem *client.Problem) {
	p := r.p
	switch {
	case problem.Status == client.PreconditionFailed:
		p.d.shut()
		p.conflict()
	case len(problem.Errors) > 0 && p.sendBack(problem):
		p.d.shut()
	default:
		m := problem.Message()
		if why, own := problem.Fields()["reason"]; own {
			m = why
		}
		r.wrong = &m
		p.d.next(func() { part.FocusIn("review-dialog", "summary") })
	}
}

// versions is the history of the policy.
func (p *policy) versions(v part.View) app.UI {
	return part.Anchor("history", v.T("policy.history"), p.history.draw(v, "history", 3, p.readHistory, func(l wire.List[wire.PolicyVersion]) app.UI {
		var rows [][]app.UI
		for i, w := range l.Data {
			var changed []app.UI
			if i+1 < len(l.Data) {
				for _, s := range changes(l.Data[i+1].Policy, w.Policy) {
					changed = append(changed, part.Line(v.T("policy.change", "setting", v.T("policy."+s.key), "old", p.inWords(v, s, l.Data[i+1].Policy), "new", p.inWords(v, s, w.Policy))))
				}
			}
			if w.Reason != "" {
				changed = append(changed, part.Note(v.T("policy.reason", "reason", w.Reason)))
			}
			rows = append(rows, []app.UI{part.Plainly(itoa(int(w.Version))), v.Stamp(w.At), part.Plainly(or(w.By, v.T("policy.first"))), part.Group(changed...), p.back(v, w)})
		}
		if len(rows) == 0 {
			return v.Empty(v.T("policy.history.none"), nil)
		}
		return v.Table(v.T("policy.history"), []part.Column{{Label: v.T("policy.number")}, {Label: v.T("audit.time")}, {Label: v.T("policy.by")},
			{Label: v.T("policy.changes")}, {Label: v.T("actions"), Hidden: true}}, rows)
	}))
}

// back takes an older version as the draft; saving it is a new version.
func (p *policy) back(v part.View, w wire.PolicyVersion) app.UI {
	if p.readOnly() || !p.saved.loaded || len(changes(w.Policy, p.draft)) == 0 {
		return part.Group()
	}
	return v.Small(part.Act{Key: "back-" + itoa(int(w.Version)), Label: v.T("policy.back"), More: itoa(int(w.Version)), Press: func() {
		p.draft = copyPolicy(w.Policy)
		if p.draft.Start == "" {
			p.draft.Start = domain.StartNextSignIn
		}
		p.round++
		p.touched()
		p.d.next(func() { part.Focus("review") })
	}})
}
