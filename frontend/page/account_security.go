package page

import (
	"net/url"
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

// security is "My security": one page with a section for everything a person
// can look after themselves.
type security struct {
	d        *desk
	state    remote[wire.Security]
	activity remote[wire.List[wire.Event]]
	rename   rename
	password password
	language language
	contact  contact
	number   number
	checkUp  checkUp
	why      string // typed in the dialog that turns it off
	unshared int    // marks of a shared browser that were refused; each draws the box anew
}

func newSecurity(d *desk) panel {
	s := &security{d: d}
	s.rename.s, s.password.s, s.language.s, s.checkUp.s = s, s, s, s
	s.contact = newContact(s)
	s.number = ownNumber(d, func(words string) { s.changed("number", words) })
	return s
}

func (s *security) open(*url.URL) { s.refresh() }

// unsaved tells whether a name or a password is half typed.
func (s *security) unsaved() bool {
	return s.rename.id != "" && s.rename.name != s.rename.before || s.password.current+s.password.new != "" || s.contact.email+s.contact.waiting.code+s.number.typed+s.number.waiting.code+s.checkUp.code != ""
}

// refresh reads the page again.
func (s *security) refresh() {
	s.state.load(s.d, call{to: wire.ReadSecurity}, nil)
	s.activity.load(s.d, call{to: wire.ReadActivity}, nil)
}

const recentMost = 10

func (s *security) draw(v part.View) part.Shell {
	return part.Shell{Title: v.T("security.title"), Sections: s.sections(v), Body: []app.UI{
		s.state.draw(v, "security", 4, s.refresh, func(w wire.Security) app.UI {
			return part.Group(s.afterObjection(v, w), s.overview(v, w), s.shared(v, w), s.reset(v, w), s.cases(v, w), s.grants(v, w), s.checkUp.draw(v, w), s.methods(v, w), s.codes(v, w), s.questions(v, w), s.trusted(v, w), s.sessions(v, w))
		}),
		part.Anchor("activity", v.T("activity.title"), s.activity.draw(v, "activity", 3, s.refresh, func(l wire.List[wire.Event]) app.UI {
			return part.Group(days(v, "h3", l.Data[:min(len(l.Data), recentMost)]), part.Links(v.Link(v.T("activity.all"), v.Path("/me/activity"))))
		})),
		s.after(v),
	}}
}

// after is what stands below the activity, once the state is known.
func (s *security) after(v part.View) app.UI {
	if !s.state.loaded {
		return part.Group()
	}
	return part.Group(s.password.draw(v, s.state.value), s.contact.draw(v, s.state.value), s.number.draw(v, s.state.value.Number, s.state.value.NumberChange, ""), s.language.draw(v, s.state.value), s.turnOff(v, s.state.value))
}

func (s *security) sections(v part.View) []part.Option {
	all := []part.Option{
		{Value: "#methods", Label: v.T("security.methods")}, {Value: "#codes", Label: v.T("security.codes")},
		{Value: "#trusted", Label: v.T("security.trusted")}, {Value: "#sessions", Label: v.T("security.sessions")},
		{Value: "#activity", Label: v.T("activity.title")}, {Value: "#change-password", Label: v.T("security.password")}, {Value: "#contact", Label: v.T("contact.title")}, {Value: "#number", Label: v.T("number.title")}, {Value: "#messages", Label: v.T("language.title")},
	}
	if s.state.value.Questions != nil {
		all = slices.Insert(all, 2, part.Option{Value: "#questions", Label: v.T("questions.own")})
	}
	return all
}

// afterObjection asks for a new password after "this wasn't me", and to look
// through the page.
func (s *security) afterObjection(v part.View, w wire.Security) app.UI {
	if !w.NewPassword {
		return part.Group()
	}
	return v.CalloutWith("danger", part.Line(v.T("security.objected")), part.Line(v.T("security.objected.text")),
		part.Links(v.Link(v.T("security.objected.password"), "#change-password")))
}

// overview says how things stand and what to do next.
func (s *security) overview(v part.View, w wire.Security) app.UI {
	t := w.TwoStep
	if t.State != domain.TwoStepOn {
		return s.off(v, w)
	}
	body := []app.UI{strength(v, w)}
	if t.Required {
		body = append(body, v.Sentence("security.required", part.Name("org", v.Site())))
	}
	body = append(body, tasks(v, w))
	title := v.T("security.on")
	if !t.Since.IsZero() {
		title = v.T("security.on.since", "date", v.Day(t.Since))
	}
	return v.State("ok", "shield-check", title, body...)
}

func (s *security) off(v part.View, w wire.Security) app.UI {
	t, questions := w.TwoStep, w.Questions != nil && w.Questions.Due
	body := []app.UI{part.Line(v.T("security.off.text"))}
	if t.Required {
		body = append(body, v.Sentence("security.required", part.Name("org", v.Site())))
	}
	if t.MaySetUp {
		body = append(body, part.Actions(s.turnOnButton(v, t, questions)))
	} else {
		body = append(body, v.Sentence("security.off.policy", part.Name("org", v.Site())))
	}
	return v.State("warn", "shield-alert", v.T("security.off"), append(body, tasks(v, w))...)
}

// turnOnButton leads to the set-up. Where ways to verify come first it turns
// on with those there are, and can't be pressed before there is one. Nor can
// it before security questions that are required are answered (A10).
func (s *security) turnOnButton(v part.View, t wire.TwoStep, questions bool) app.UI {
	if questions {
		return part.Group(
			v.Act(part.Act{Key: "turn-on", Kind: part.Primary, Label: v.T("turn.on"), Why: v.T("security.off.questions")}),
			v.LinkButton(part.Secondary, v.T("questions.go"), v.Path("/setup/questions")))
	}
	if !t.MethodsFirst {
		return v.LinkButton(part.Primary, v.T("turn.on"), v.Path("/setup"))
	}
	act := part.Act{Key: "turn-on", Kind: part.Primary, Label: v.T("turn.on"), Press: s.turnOn}
	if !t.MayTurnOn {
		act.Why = v.T("security.off.first")
	}
	return s.d.act(v, act)
}

// turnOn turns 2-step verification on with the ways to verify there are. What
// is left to do first is a page of the set-up.
func (s *security) turnOn() {
	var on wire.SetupConfirmed
	s.d.do(call{to: wire.TurnOnTwoStep, out: &on, key: "turn-on", why: reason{word: "set_up"}, done: func(string) {
		switch on.Step {
		case wire.SetupStepDone:
			s.d.page.CSRF = or(on.Finished.CSRF, s.d.page.CSRF)
			s.changed("state", s.d.view().T("security.on"))
		case wire.SetupStepBackup:
			s.d.leave(s.d.page.Org.Base + "/setup/backup")
		default:
			s.d.leave(s.d.page.Org.Base + "/setup/codes")
		}
	}})
}

// changed reads the page again after something was done, says so, and leaves
// the focus at the heading of the section, because the button may be gone.
func (s *security) changed(section, words string) {
	s.d.said(words)
	s.refresh()
	s.d.next(func() { part.Focus(section + "-title") })
}
