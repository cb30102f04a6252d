package page

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// password is the section that changes the password.
type password struct {
	s            *security
	open         bool
	current, new string
	errors       wire.FieldError
	summary      []wire.Message
}

func (p *password) draw(v part.View, w wire.Security) app.UI {
	since := v.T("password.never")
	if !w.PasswordSince.IsZero() {
		since = v.T("password.since", "when", v.Ago(w.PasswordSince))
	}
	if !p.open {
		return part.Anchor("change-password", v.T("security.password"), part.Line(since),
			part.Actions(v.Act(part.Act{Key: "password-open", Label: v.T("password.change"), Press: p.start})))
	}
	v = v.Failing(p.errors, p.summary...)
	return part.Anchor("change-password", v.T("security.password"), part.Line(since),
		v.Live(part.Live{Key: "password-form", Set: p.set, Submit: p.save},
			v.Summary("", "password", "new_password"),
			v.Password(part.Field{Name: "password", Label: v.T("password.current")}),
			v.Password(part.Field{Name: "new_password", Label: v.T("password.new"), Autocomplete: "new-password",
				Hint: v.T("password.new.hint", "n", itoa(w.PasswordMin))}),
			part.Line(v.T("password.signs.out")),
			part.Actions(
				v.Send(part.Primary, "password-save", v.T("password.change"), p.s.d.busy["password-save"]),
				v.Act(part.Act{Key: "password-cancel", Label: v.T("dialog.cancel"), Press: p.end}))))
}

func (p *password) start() {
	*p = password{s: p.s, open: true}
	p.s.d.next(func() { part.Focus("password") })
}

func (p *password) end() {
	*p = password{s: p.s}
	p.s.d.next(func() { part.Focus("password-open") })
}

func (p *password) set(name, value string) {
	switch name {
	case "password":
		p.current = value
	case "new_password":
		p.new = value
	}
}

func (p *password) save() {
	p.errors, p.summary = wire.FieldError{}, nil
	if p.current == "" {
		p.errors["password"] = wire.Message{Code: string(domain.CodeRequiredPassword)}
	}
	if p.new == "" {
		p.errors["new_password"] = wire.Message{Code: string(domain.CodeRequiredPassword)}
	}
	if len(p.errors) > 0 {
		p.s.d.next(p.focus)
		return
	}
	p.s.d.do(call{to: wire.ChangePassword, in: wire.ChangePasswordRequest{Password: p.current, NewPassword: p.new}, key: "password-save", why: reason{word: "password"},
		done: func(string) {
			*p = password{s: p.s}
			if p.s.state.value.NewPassword { // somebody else may have added a way
				p.s.changed("methods", p.s.d.view().T("password.changed.look"))
				return
			}
			p.s.changed("change-password", p.s.d.view().T("notice.password_changed"))
		},
		fail: p.refused})
}

func (p *password) refused(problem *client.Problem) {
	p.errors = problem.Fields()
	switch {
	case len(p.errors) > 0:
	case problem.Code == string(domain.CodePasswordWrong):
		p.errors = wire.FieldError{"password": problem.Message()}
	default:
		p.summary = []wire.Message{problem.Message()}
	}
	p.s.d.next(p.focus)
}

// focus goes to the first field in error, or to the words above the form.
func (p *password) focus() {
	for _, name := range []string{"password", "new_password"} {
		if _, wrong := p.errors[name]; wrong {
			part.Again(name)
			return
		}
	}
	part.Focus("summary")
}

// turnOff is the end of the page.
func (s *security) turnOff(v part.View, w wire.Security) app.UI {
	t := w.TwoStep
	if t.State != domain.TwoStepOn {
		return part.Group()
	}
	title := v.T("turnoff.title")
	switch {
	case t.MayTurnOff:
		return part.Anchor("turnoff", title, part.Line(v.T("turnoff.text")),
			part.Actions(v.Act(part.Act{Key: "turnoff-open", Kind: part.Danger, Label: v.T("turnoff.go"), Press: s.askTurnOff})))
	case t.Required && !t.RequiredOn.IsZero():
		return part.Anchor("turnoff", title, v.Sentence("turnoff.required.since", part.Name("org", v.Site()), part.Plain("date", v.Day(t.RequiredOn))))
	case t.Required:
		return part.Anchor("turnoff", title, v.Sentence("turnoff.required", part.Name("org", v.Site())))
	}
	return part.Anchor("turnoff", title, v.Sentence("turnoff.policy", part.Name("org", v.Site())))
}

func (s *security) askTurnOff() {
	s.why = ""
	s.d.ask(func(v part.View) part.Dialog {
		return part.Dialog{ID: "turnoff-dialog", Title: v.T("turnoff.ask"), Danger: true, Close: s.d.shut, Submit: s.turnItOff,
			Set: func(_, value string) { s.why = value },
			Body: []app.UI{part.Consequences(s.turnedOff(v)...),
				v.Field(part.Field{Name: "why", Label: v.T("reason.optional"), Value: s.why, Optional: true})},
			Actions: []app.UI{s.d.act(v, part.Act{Key: "turnoff-now", Kind: part.Danger, Label: v.T("turnoff.go"), Press: s.turnItOff})}}
	})
}

// has reports whether the person has a way to verify of a kind that suits.
func (s *security) has(suits func(domain.Method) bool) bool {
	return slices.ContainsFunc(s.state.value.Methods, func(m wire.OwnMethod) bool { return suits(m.Kind) })
}

func isApp(m domain.Method) bool { return m == domain.MethodApp }

// turnedOff is what follows from turning it off with the ways there are.
func (s *security) turnedOff(v part.View) []string {
	out := []string{v.T("turnoff.password"), v.T("turnoff.deleted")}
	if s.has(isApp) {
		out = append(out, v.T("turnoff.entry"))
	}
	if s.has(isSent) {
		out = append(out, v.T("turnoff.kept"))
	}
	return out
}

func (s *security) turnItOff() {
	told := "security.off"
	if s.has(isApp) {
		told = "turnoff.done"
	}
	s.d.do(call{to: wire.TurnOffTwoStep, in: wire.TurnOffRequest{Reason: s.why}, key: "turnoff-now", why: reason{word: "turn_off"},
		done: func(string) { s.d.shut(); s.changed("state", s.d.view().T(told)) },
		fail: func(p *client.Problem) { s.d.shut(); s.d.tell(p) }})
}
