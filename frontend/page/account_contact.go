package page

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// codeDigits is how many digits a code that was sent has.
const codeDigits = 6

// contact is the section that changes the account's address.
type contact struct {
	s       *security
	open    bool
	email   string
	code    string
	errors  wire.FieldError
	summary []wire.Message
}

func (k *contact) draw(v part.View, w wire.Security) app.UI {
	now := v.Facts(part.Fact{Name: v.T("contact.email"), Value: w.Email, Ltr: true})
	v = v.Failing(k.errors, k.summary...)
	switch {
	case w.EmailChange != nil:
		return part.Anchor("contact", v.T("contact.title"), now, k.waiting(v, *w.EmailChange))
	case k.open:
		return part.Anchor("contact", v.T("contact.title"), now, k.form(v))
	}
	return part.Anchor("contact", v.T("contact.title"), now,
		part.Actions(v.Act(part.Act{Key: "email-open", Label: v.T("contact.change"), Press: k.start})))
}

func (k *contact) form(v part.View) app.UI {
	return v.Live(part.Live{Key: "email-form", Set: k.set, Submit: k.send},
		v.Summary("", "new_email"),
		v.Field(part.Field{Name: "new_email", Label: v.T("contact.new"), Hint: v.T("contact.new.hint"), Type: "email", Autocomplete: "email", Ltr: true, Value: k.email}),
		part.Actions(
			v.Send(part.Primary, "email-send", v.T("contact.send"), k.s.d.busy["email-send"]),
			v.Act(part.Act{Key: "email-close", Label: v.T("dialog.cancel"), Press: k.end})))
}

// waiting asks for the code that went to the new address. What was set up
// with the old one goes on until it was right.
func (k *contact) waiting(v part.View, e wire.EmailChange) app.UI {
	return part.Group(
		v.Sentence("contact.waiting", part.Ltr("email", e.Email)),
		v.Live(part.Live{Key: "email-code-form", Set: k.set, Submit: k.confirm},
			v.Summary("", "email_code"),
			v.Code(part.Field{Name: "email_code", Label: v.T("contact.code"), Hint: v.T("contact.code.hint"), Value: k.code}, codeDigits, false),
			part.Actions(
				v.Send(part.Primary, "email-confirm", v.T("contact.confirm"), k.s.d.busy["email-confirm"]),
				v.Act(part.Act{Key: "email-cancel", Label: v.T("contact.cancel"), Press: k.cancel}))),
		k.again(v, e))
}

// again is the button that sends another code, once its wait is over.
func (k *contact) again(v part.View, e wire.EmailChange) app.UI {
	wait := int(e.ResendAt.Sub(k.s.d.now()).Round(time.Second) / time.Second)
	return &part.Countdown{Seconds: max(0, wait), Said: v.T("contact.again.now"), Draw: func(left int) app.UI {
		act := part.Act{Key: "email-again", Label: v.T("contact.again"), Press: k.resend}
		if left > 0 {
			act.Why = v.T("contact.again.wait", "s", v.Wait(time.Duration(left)*time.Second))
		}
		return part.Actions(v.Act(act))
	}}
}

func (k *contact) start() {
	*k = contact{s: k.s, open: true}
	k.s.d.next(func() { part.Focus("new_email") })
}

func (k *contact) end() {
	*k = contact{s: k.s}
	k.s.d.next(func() { part.Focus("email-open") })
}

func (k *contact) set(name, value string) {
	switch name {
	case "new_email":
		k.email = value
	case "email_code":
		k.code = value
	}
}

func (k *contact) send() {
	k.errors, k.summary = wire.FieldError{}, nil
	k.s.d.do(call{to: wire.StartEmailChange, in: wire.ChangeEmailRequest{Email: k.email}, key: "email-send", why: reason{word: "email"},
		done: func(string) { k.after("contact.sent") },
		fail: func(p *client.Problem) { k.refused(p, "email", "new_email") }})
}

func (k *contact) confirm() {
	k.errors, k.summary = wire.FieldError{}, nil
	if k.code == "" {
		k.errors["email_code"] = wire.Message{Code: string(domain.CodeRequiredCode)}
		k.s.d.next(func() { part.Again("email_code") })
		return
	}
	k.s.d.do(call{to: wire.ConfirmEmailChange, in: wire.EmailCodeRequest{Code: k.code}, key: "email-confirm", why: reason{word: "email"},
		done: func(string) { k.after("contact.done") },
		fail: func(p *client.Problem) { k.refused(p, "code", "email_code") }})
}

func (k *contact) resend() {
	k.s.d.do(call{to: wire.ResendEmailChange, key: "email-again",
		done: func(string) { k.after("contact.resent") },
		fail: func(p *client.Problem) { k.s.d.tell(p) }})
}

func (k *contact) cancel() {
	k.s.d.do(call{to: wire.CancelEmailChange, key: "email-cancel",
		done: func(string) { k.after("contact.canceled") },
		fail: func(p *client.Problem) { k.s.d.tell(p) }})
}

func (k *contact) after(words string) {
	*k = contact{s: k.s}
	k.s.changed("contact", k.s.d.view().T(words))
}

// refused puts what the service said to the field it is about.
func (k *contact) refused(p *client.Problem, theirs, ours string) {
	if m, found := p.Fields()[theirs]; found {
		k.errors = wire.FieldError{ours: m}
		k.s.d.next(func() { part.Again(ours) })
		return
	}
	k.summary = []wire.Message{p.Message()}
	k.s.d.next(func() { part.Focus("summary") })
}
