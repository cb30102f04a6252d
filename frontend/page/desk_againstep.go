package page

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// againStep is the second step over a page whose session has ended. It asks for
// what is the person's own. Recovery codes and what helpers gave lead to the
// set-up, which is another document: those are used on the sign-in page.
type againStep struct {
	s    *signInCard
	ways []domain.Method // the first is asked first
	way  domain.Method   // empty where none can be used here
	to   []wire.WayToSign
	code string
}

func newAgainStep(s *signInCard, offered []domain.Method) *againStep {
	a := &againStep{s: s}
	for _, m := range offered {
		if m == domain.MethodPasskey || m == domain.MethodApp || isSent(m) {
			a.ways = append(a.ways, m)
		}
	}
	if len(a.ways) > 0 {
		a.way = a.ways[0]
	}
	if slices.ContainsFunc(a.ways, isSent) {
		a.read()
	}
	a.focus()
	return a
}

func isSent(m domain.Method) bool { return m == domain.MethodText || m == domain.MethodEmail }

// read asks where codes are sent to, and when the last one was.
func (a *againStep) read() {
	var page wire.SignInPage
	a.s.d.send(call{to: wire.ReadSignIn, out: &page, fail: func(*client.Problem) {}, done: func(string) {
		if page.SecondStep != nil {
			a.to = page.SecondStep.Methods
		}
	}})
}

func (a *againStep) focus() {
	a.s.d.next(func() {
		switch a.way {
		case "":
			part.Focus(againKey + "-title")
		case domain.MethodPasskey:
			part.Focus(againKey + "-send")
		default:
			part.Focus(a.s.field())
		}
	})
}

func (a *againStep) draw(v part.View) app.UI {
	others := []app.UI{part.Group(adviceOn(v, a.s.errors[a.s.field()]))}
	for _, m := range a.ways {
		if m != a.way {
			others = append(others, v.Act(part.Act{Key: "again-by-" + string(m), Kind: part.LinkLike, Label: v.T("confirm.other") + ": " + v.T("methods."+string(m)),
				Press: func() { a.by(m) }}))
		}
	}
	return part.Group(append([]app.UI{a.input(v)}, others...)...)
}

func (a *againStep) input(v part.View) app.UI {
	switch a.way {
	case "":
		return v.Text("again.away")
	case domain.MethodPasskey:
		return v.Text("passkey.text")
	case domain.MethodApp:
		return v.Code(part.Field{Name: a.s.field(), Label: v.T("verify.code"), Value: a.code, Focus: true, Hint: v.T("verify.code.hint", "digits", "6")}, appDigits, true)
	}
	went, word := a.went(v)
	return part.Group(went, a.s.d.act(v, part.Act{Key: "again-sendcode", Kind: part.Secondary, Label: v.T(word), Press: a.sendCode}),
		v.Code(part.Field{Name: a.s.field(), Label: v.T("sent.code"), Value: a.code, Focus: true, Hint: v.T("sent.code.hint", "digits", "6")}, appDigits, true))
}

// went says where a code went or can go, and names the button that sends one.
func (a *againStep) went(v part.View) (app.UI, string) {
	at := slices.IndexFunc(a.to, func(w wire.WayToSign) bool { return w.Kind == a.way })
	if at < 0 {
		return part.Group(), "sent.send"
	}
	to, kind := a.to[at], string(a.way)
	switch {
	case to.SentAt.IsZero():
		return v.Sentence("sent.will."+kind, part.Ltr("hint", to.Hint)), "sent.send"
	case to.Failed != "":
		return lost(v, kind), "sent.again"
	}
	return v.Sentence("sent.text."+kind, part.Ltr("hint", to.Hint), v.Clock("time", to.SentAt)), "sent.again"
}

// submit is the label of the button, empty where nothing can be sent.
func (a *againStep) submit(v part.View) string {
	switch a.way {
	case "":
		return ""
	case domain.MethodPasskey:
		return v.T("passkey.submit")
	}
	return v.T("signin.submit")
}

// by goes over to another way.
func (a *againStep) by(m domain.Method) {
	a.way, a.code, a.s.errors, a.s.wrong = m, "", nil, nil
	a.focus()
}

func (a *againStep) sendCode() {
	a.s.d.do(call{to: wire.SendCode, in: wire.SendCodeRequest{Way: string(a.way)}, key: "again-sendcode", fail: a.s.refused, done: func(string) {
		a.s.errors, a.s.wrong = nil, nil
		part.Say(a.s.d.view().T("sent.new"))
		a.read()
		a.focus()
	}})
}

func (a *againStep) send() {
	switch {
	case a.way == "":
	case a.way == domain.MethodPasskey:
		a.s.d.touch(call{to: wire.AskPasskey, key: againKey + "-send", fail: a.s.refused}, func(touched wire.PasskeyAnswer) {
			a.s.proves(call{to: wire.VerifyPasskey, in: wire.PasskeyVerifyRequest{PasskeyAnswer: touched}})
		})
	case a.code == "":
		a.s.fail(wire.FieldError{a.s.field(): {Code: string(domain.CodeRequiredCode)}}, nil)
	default:
		a.s.proves(call{to: wire.VerifyCode, in: wire.CodeRequest{Way: string(a.way), Code: a.code}})
	}
}
