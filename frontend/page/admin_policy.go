package page

import (
	"net/url"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// policy is the form of the policy document: a draft over the version
// it was read from, with a live count of whom it would affect.
type policy struct {
	d       *desk
	saved   remote[wire.PolicyDocument]
	draft   wire.Policy
	errors  wire.FieldError
	find    string // typed to find a country
	round   int    // draws the fields anew when the draft was not typed
	preview remote[wire.PolicyPreview]
	stroke  int
	history remote[wire.List[wire.PolicyVersion]]
	review  review
	clash   *clash
}

func newPolicy(d *desk) panel {
	p := &policy{d: d}
	p.review.p = p
	return p
}

func (p *policy) open(*url.URL) {
	if !p.saved.loaded {
		p.read()
	}
}

func (p *policy) read() {
	p.saved.load(p.d, call{to: wire.ReadPolicy}, p.discard)
	p.readHistory()
}

func (p *policy) readHistory() {
	p.history.load(p.d, call{to: wire.ReadPolicyHistory}, nil)
}

// discard takes the draft back to what is saved.
func (p *policy) discard() {
	p.draft, p.errors = copyPolicy(p.saved.value.Policy), nil
	p.preview = remote[wire.PolicyPreview]{fetched: fetched{turn: p.preview.turn + 1}}
	p.round++
}

func (p *policy) unsaved() bool {
	return p.saved.loaded && !p.readOnly() && len(changes(p.saved.value.Policy, p.draft)) > 0
}

func (p *policy) readOnly() bool {
	return p.d.lacks(wire.SavePolicy)
}

func (p *policy) draw(v part.View) part.Shell {
	return part.Shell{Title: v.T("policy.title"), Body: []app.UI{
		p.saved.draw(v, "policy", 6, p.read, func(w wire.PolicyDocument) app.UI {
			return part.Group(p.standing(v, w), part.Aside(p.form(v.Failing(p.wrong())), p.affected(v)))
		}),
		p.versions(v), p.saveBar(v),
	}}
}

// wrong is what a save or the last count found wrong with the document.
func (p *policy) wrong() wire.FieldError {
	if len(p.errors) == 0 && p.preview.problem != nil {
		return policyFields(p.preview.problem)
	}
	return p.errors
}

// standing says who saved the version in force, and that it can't be changed
// by who may only read.
func (p *policy) standing(v part.View, w wire.PolicyDocument) app.UI {
	line := v.Muted("policy.version", part.Plain("n", itoa(int(w.Version))), part.Name("by", or(w.ChangedBy, v.T("policy.first"))), part.Plain("when", v.Ago(w.ChangedAt)))
	if p.readOnly() {
		return part.Group(line, v.Callout("info", v.T("policy.readonly")))
	}
	return part.Group(line)
}

func (p *policy) saveBar(v part.View) app.UI {
	if !p.unsaved() {
		return part.Group()
	}
	var words []string
	for _, s := range changes(p.saved.value.Policy, p.draft) {
		words = append(words, v.T("policy."+s.key)+": "+p.inWords(v, s, p.draft))
	}
	return v.SaveBar(v.T("policy.unsaved", "changes", strings.Join(words, "; ")),
		p.d.act(v, part.Act{Key: "review", Kind: part.Primary, Label: v.T("policy.review"), Press: p.toReview}),
		v.Act(part.Act{Key: "discard", Label: v.T("policy.discard"), Press: func() {
			p.discard()
			p.d.next(func() { part.Focus("title") })
		}}))
}

// toReview opens the review, or leads to a setting that can't be saved.
func (p *policy) toReview() {
	if !p.leadToWrong() {
		p.review.open()
	}
}

// leadToWrong says what is wrong with the first such setting and goes there, and
// reports whether there is one.
func (p *policy) leadToWrong() bool {
	for _, s := range settings() {
		if why, wrong := p.wrong()[s.key]; wrong {
			part.Alert(p.d.view().Problem(why))
			p.d.next(func() { part.Reach(s.key) })
			return true
		}
	}
	return false
}

const previewPause = 400 * time.Millisecond

// touched counts anew whom the draft would affect, after a pause in typing.
func (p *policy) touched() {
	p.stroke++
	stroke := p.stroke
	p.d.later(previewPause, func() {
		if stroke == p.stroke {
			p.count()
		}
	})
}

// count counts now, in place of a count that was still to come: another one while
// the review is read would take its button away under the pointer.
func (p *policy) count() {
	p.stroke++
	if !p.unsaved() {
		return
	}
	p.preview.load(p.d, call{to: wire.PreviewPolicy, in: wire.PreviewPolicyRequest{Policy: p.draft}}, func() {
		p.errors = nil
		part.Say(p.d.view().N("preview.mustsetup", int(p.preview.value.MustSetUp)))
	})
}

// affected is the live preview.
func (p *policy) affected(v part.View) app.UI {
	if !p.unsaved() {
		return part.Anchor("preview", v.T("preview.title"), part.Line(v.T("preview.nothing")))
	}
	if len(p.wrong()) > 0 {
		return part.Anchor("preview", v.T("preview.title"), part.Line(v.T("preview.wrong")))
	}
	var updating app.UI = part.Group()
	if p.preview.loading {
		updating = part.Note(v.T("preview.updating"))
	}
	return part.Anchor("preview", v.T("preview.title"), updating,
		p.preview.draw(v, "preview", 2, p.count, func(w wire.PolicyPreview) app.UI { return counts(v, w) }), p.seen(v))
}

// counts are the sentences of a preview: what keeps it from being saved first,
// then what to think twice about.
func counts(v part.View, w wire.PolicyPreview) app.UI {
	var body []app.UI
	if w.SelfNotReady {
		body = append(body, v.CalloutWith("danger", part.Line(v.T("error.policy_self_unprotected")), v.Link(v.T("policy.self"), v.Path("/setup"))))
	}
	if w.FewOwners {
		body = append(body, v.Callout("warn", v.N("preview.owners", int(w.OwnersReady))))
	}
	if w.LeftWithout > 0 {
		body = append(body, v.CalloutWith("warn", part.Line(v.N("preview.lost", int(w.LeftWithout))), v.Sentence("preview.names", part.Name("names", listed(w.LeftNames)))))
	}
	lines := []app.UI{part.Plainly(v.N("preview.mustsetup", int(w.MustSetUp)))}
	if len(w.Examples) > 0 {
		lines = append(lines, v.Sentence("preview.names", part.Name("names", listed(w.Examples))))
	}
	if w.ByNumber > 0 {
		lines = append(lines, part.Plainly(v.N("preview.bynumber", int(w.ByNumber))))
	}
	if w.AtOnce && w.MustSetUp > 0 {
		lines = append(lines, part.Plainly(v.T("preview.atonce")))
	}
	lines = append(lines, part.Plainly(v.N("preview.trusts", int(w.TrustsSooner))))
	if w.TrustsNow > 0 {
		lines = append(lines, part.Plainly(v.N("preview.trusts.now", int(w.TrustsNow))))
	}
	body = append(body, part.List(lines...))
	if w.MustSetUp > w.LeftWithout { // not those who lose what they have: they have set up
		body = append(body, part.Links(v.Link(v.T("preview.notsetup"), v.Path("/admin/people?two_step=not_set_up"))))
	}
	return part.Group(body...)
}

// listed is names beside each other, each in a direction of its own.
func listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	const isolate, end = "\u2068", "\u2069"
	return isolate + strings.Join(names, end+", "+isolate) + end
}

// sendBack puts errors of the document at their fields and leads to the first, and
// reports whether the form has one of them.
func (p *policy) sendBack(problem *client.Problem) bool {
	p.errors = policyFields(problem)
	if p.leadToWrong() {
		return true
	}
	p.errors = nil
	return false
}

// lists are the settings of which there is more to say than that a value isn't
// allowed: what of this form can be wrong with them.
var lists = map[string]string{"methods": "policy_methods", "apps": "policy_apps"}

// policyFields are the errors of a document by setting; those inside the list
// of apps stand at the list.
func policyFields(problem *client.Problem) wire.FieldError {
	out := wire.FieldError{}
	for _, e := range problem.Errors {
		name := strings.TrimPrefix(strings.TrimPrefix(e.Pointer, "/policy"), "/")
		name, inside, _ := strings.Cut(name, "/")
		if inside, _, _ = strings.Cut(inside, "/"); name == "ways_back" {
			name = back + inside
		}
		out[name] = wire.Message{Code: e.Code, Args: e.Args}
		if code, plainer := lists[name]; plainer && e.Code == string(domain.CodeOutOfRange) {
			out[name] = wire.Message{Code: code}
		}
	}
	return out
}
