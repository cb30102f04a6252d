package page

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// resetting is the dialog that takes away a person's second step: how the admin
// made sure who asks, what follows, and what will happen.
type resetting struct {
	p       *acts
	person  wire.Person // as they were when the dialog opened
	checked domain.ResetCheck
	next    domain.ResetNext
	note    string
	code    string // read out by the person
	went    bool   // a code was sent to them
	answer  wire.ResetAnswer
	errors  wire.FieldError
	wrong   *wire.Message
	fetched bool // the code is of a reset that happened before
}

const resetDialog = "reset-dialog"

// ask reads the person again and opens the dialog: what it says of them has to
// be true now.
func (r *resetting) ask() {
	*r = resetting{p: r.p}
	d := r.p.d
	d.do(call{to: r.p.to.read, ids: []string{r.p.row().ID}, out: &r.person, key: "reset-open" + r.p.at, done: func(string) {
		if next := r.person.Reset.Next; len(next) > 0 {
			r.next = next[0]
		}
		d.ask(r.draw)
	}})
}

func (r *resetting) facts() wire.ResetFacts { return r.person.Reset }

func (r *resetting) draw(v part.View) part.Dialog {
	d := r.p.d
	switch {
	case r.answer.AccessCode != "":
		return r.handOut(v)
	case r.facts().Guarded != nil && r.facts().Guarded.State.Alive():
		return r.stopped(v, "error.reset_waits")
	case r.facts().Frozen:
		return r.stopped(v, "error.frozen")
	case r.next == "":
		return r.stopped(v, "error.nothing_to_reset")
	}
	v = v.Failing(r.errors, told(r.wrong)...)
	title, verb := "reset.title", "reset"
	if r.facts().First == domain.GuardApproval {
		verb = "reset.ask"
	}
	if r.facts().Nothing {
		title = "reset.code.title"
		if verb == "reset" {
			verb = "reset.code.give"
		}
	}
	body := append(r.warnings(v), v.Summary("", "checked-0", "code", "note", "next-0"), r.check(v), r.follow(v), part.Consequences(r.consequences(v)...))
	return part.Dialog{ID: resetDialog, Title: v.T(title, "name", r.p.name()), Danger: true, Close: d.shut, Set: r.set, Submit: r.send,
		Body: body, Actions: []app.UI{v.Send(part.Danger, "reset-go", v.T(verb), d.busy["reset-go"])}}
}

// stopped says why there is nothing to be done.
func (r *resetting) stopped(v part.View, why string) part.Dialog {
	return part.Dialog{ID: resetDialog, Title: v.T("reset.title", "name", r.p.name()), Close: r.p.d.shut, Quiet: v.T("reset.close"),
		Body: []app.UI{v.Callout("info", v.T(why))}}
}

// warnings are what to think of first.
func (r *resetting) warnings(v part.View) (out []app.UI) {
	f := r.facts()
	if f.Nothing {
		out = append(out, v.Callout("info", v.T("reset.nothing")))
	}
	if !f.LastAt.IsZero() {
		out = append(out, v.Callout("warn", v.T("reset.last", "when", v.Ago(f.LastAt), "by", f.LastBy)))
	}
	out = append(out, r.first(v)...)
	if r.person.Status == domain.UserSuspended {
		out = append(out, v.Callout("info", v.T("reset.suspended", "name", r.p.name())))
	}
	return out
}

// first says what the reset waits for.
func (r *resetting) first(v part.View) (out []app.UI) {
	f := r.facts()
	if f.First == domain.GuardApproval {
		out = append(out, v.Callout("info", v.T("reset.first.approval")))
	}
	if f.First != "" && f.Hours > 0 {
		out = append(out, v.Callout("info", v.N("reset.first.wait", f.Hours)))
	}
	return out
}

// check asks how the admin made sure who asks.
func (r *resetting) check(v part.View) app.UI {
	var checks []part.Radio
	for _, c := range domain.ResetChecks {
		checks = append(checks, part.Radio{Value: string(c), Label: v.T("reset.checked." + string(c))})
	}
	return part.Group(v.RadioCards("checked", v.T("reset.checked"), "", checks),
		part.If(r.checked == domain.CheckEmailCode, func() app.UI { return r.caller(v) }),
		v.Field(part.Field{Name: "note", Label: v.T("reset.note"), Hint: v.T("reset.note.hint"), Value: r.note, Optional: true}))
}

// caller sends the person a code, and takes what they read out.
func (r *resetting) caller(v part.View) app.UI {
	label := v.T("reset.send", "to", r.facts().Address)
	if r.went {
		label = v.T("reset.send.again", "to", r.facts().Address)
	}
	return part.Group(r.p.d.act(v, part.Act{Key: "reset-send", Kind: part.Secondary, Label: label, Press: r.sendCode}),
		v.Code(part.Field{Name: "code", Label: v.T("reset.code"), Hint: v.T("reset.code.hint"), Value: r.code, Autocomplete: "off"}, appDigits, false))
}

// follow asks what follows the reset, where the organization leaves a choice.
func (r *resetting) follow(v part.View) app.UI {
	var cards []part.Radio
	for _, n := range r.facts().Next {
		key := "reset.next." + string(n)
		if n == domain.ResetSetUp && r.facts().SignsIn {
			key = "reset.next.sign_in"
		}
		cards = append(cards, part.Radio{Value: string(n), Label: v.T(key), Note: v.T(key + ".note")})
	}
	return part.Group(v.RadioCards("next", v.T("reset.next"), string(r.facts().Next[0]), cards),
		// What a choice brings stands after it: nothing moves under the hand.
		part.If(r.next == domain.ResetSetUp, func() app.UI { return v.Callout("warn", v.T("reset.weak")) }),
		part.If(r.next == domain.ResetAccessCode && r.facts().First != "", func() app.UI { return v.Callout("info", v.T("reset.first.code")) }))
}

func (r *resetting) consequences(v part.View) []string {
	w := r.person
	out := []string{v.T("reset.methods", "methods", itoa(len(w.Ways)), "codes", itoa(w.Recovery.Left), "trusts", itoa(len(w.TrustedBrowsers))),
		v.N("reset.sessions", len(w.Sessions))}
	if r.facts().Nothing {
		out = nil
	}
	return append(out, v.T("reset.mail"), v.T("reset.recorded"))
}

func (r *resetting) set(name, value string) {
	switch name {
	case "checked":
		r.checked = domain.ResetCheck(value)
	case "next":
		r.next = domain.ResetNext(value)
	case "note":
		r.note = value
	case "code":
		r.code = value
	}
}

func (r *resetting) sendCode() {
	d := r.p.d
	r.wrong = nil
	d.do(call{to: r.p.to.sendCode, ids: []string{r.person.ID}, key: "reset-send", why: reason{"reset", r.p.name()}, fail: r.refused, done: func(string) {
		r.went = true
		part.Say(d.view().T("reset.sent", "to", r.facts().Address))
		d.next(func() { part.Focus("code") })
	}})
}

func (r *resetting) send() {
	r.errors, r.wrong = wire.FieldError{}, nil
	if r.checked == "" {
		r.errors["checked"] = wire.Message{Code: string(domain.CodeRequiredCheck)}
	}
	if (r.checked == domain.CheckOther || r.checked == domain.CheckTicket) && strings.TrimSpace(r.note) == "" {
		r.errors["note"] = wire.Message{Code: string(domain.CodeRequiredNote)}
	}
	if r.checked == domain.CheckEmailCode && strings.TrimSpace(r.code) == "" {
		r.errors["code"] = wire.Message{Code: string(domain.CodeRequiredCode)}
	}
	if len(r.errors) > 0 {
		r.focus()
		return
	}
	in := wire.ResetRequest{Checked: r.checked, Reason: strings.TrimSpace(r.note), Next: r.next}
	if r.checked == domain.CheckEmailCode {
		in.Code = r.code
	}
	r.p.d.do(call{to: r.p.to.reset, ids: []string{r.person.ID}, in: in, out: &r.answer, key: "reset-go",
		why: reason{"reset", r.p.name()}, fail: r.refused, done: func(string) { r.finish() }})
}

// finish says what was done; a code to hand out stays until it is put away.
func (r *resetting) finish() {
	d, v := r.p.d, r.p.d.view()
	if r.answer.AccessCode != "" {
		d.next(func() { part.Focus(resetDialog + "-title") })
		r.p.refresh()
		return
	}
	d.shut()
	said := map[domain.GuardState]string{"": "reset.toast", domain.GuardApproval: "reset.asked.toast", domain.GuardWaiting: "reset.waits.toast"}[r.answer.Waits]
	r.p.tell(r.done(v))
	d.said(v.T(said))
	r.p.refresh()
}

func (r *resetting) done(v part.View) string {
	a := r.answer
	switch a.Waits {
	case domain.GuardApproval:
		return v.T("reset.asked", "name", r.p.name(), "number", a.Request)
	case domain.GuardWaiting:
		return v.T("reset.waits", "name", r.p.name(), "time", v.Exact(a.WaitsUntil))
	}
	return v.T("reset.done", "name", r.p.name(), "methods", itoa(a.Methods), "sessions", itoa(a.Sessions), "codes", itoa(a.RecoveryCodes), "trusts", itoa(a.TrustedBrowsers))
}

// handOut shows the access code, this once.
func (r *resetting) handOut(v part.View) part.Dialog {
	put := func() {
		r.answer.AccessCode = ""
		r.p.d.shut()
		r.p.d.next(r.p.close) // a row that was read again has lost the focus
	}
	return part.Dialog{ID: resetDialog, Title: v.T("reset.code.for", "name", r.p.name()), Stays: true, Close: put, Quiet: v.T("reset.code.done"),
		Body: []app.UI{part.If(!r.fetched, func() app.UI { return part.Line(r.done(v)) }), v.AccessCode(r.answer.AccessCode),
			part.Line(v.T("reset.code.read")), part.Note(v.T("reset.code.until", "time", v.Exact(r.answer.AccessCodeUntil)))}}
}

func (r *resetting) refused(p *client.Problem) {
	r.errors = wire.FieldError{}
	for name, m := range p.Fields() {
		if name == "reason" {
			name = "note"
		}
		r.errors[name] = m
	}
	if len(r.errors) == 0 {
		m := p.Message()
		r.wrong = &m
	}
	r.focus()
}

func (r *resetting) focus() {
	r.p.d.next(func() {
		for _, name := range []string{"checked", "code", "note", "next"} {
			if _, wrong := r.errors[name]; wrong {
				part.Focus(map[string]string{"checked": "checked-0", "next": "next-0"}[name] + map[string]string{"code": "code", "note": "note"}[name])
				return
			}
		}
		part.Focus("summary")
	})
}
