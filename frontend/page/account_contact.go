package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// contact is the section that changes the account's address.
type contact struct {
	s       *security
	waiting waiting
	open    bool
	email   string
	errors  wire.FieldError
	summary []wire.Message
}

func newContact(s *security) contact {
	return contact{s: s, waiting: waiting{d: s.d, name: "email", done: "contact.done", confirm: wire.ConfirmEmailChange, resend: wire.ResendEmailChange, cancel: wire.CancelEmailChange,
		told: func(words string) { s.changed("contact", words) }}}
}

func (k *contact) draw(v part.View, w wire.Security) app.UI {
	now := v.Facts(part.Fact{Name: v.T("contact.email"), Value: w.Email, Ltr: true})
	switch {
	case w.EmailChange != nil:
		return part.Anchor("contact", v.T("contact.title"), now, k.waiting.draw(v, v.Sentence("contact.waiting", part.Ltr("email", w.EmailChange.Email)), v.T("contact.confirm"), w.EmailChange.ResendAt))
	case k.open:
		return part.Anchor("contact", v.T("contact.title"), now, k.form(v.Failing(k.errors, k.summary...)))
	}
	return part.Anchor("contact", v.T("contact.title"), now,
		part.Actions(v.Act(part.Act{Key: "email-open", Label: v.T("contact.change"), Press: k.start})))
}

func (k *contact) form(v part.View) app.UI {
	return v.Live(part.Live{Key: "email-form", Set: func(_, value string) { k.email = value }, Submit: k.send},
		v.Summary("", "new_email"),
		v.Field(part.Field{Name: "new_email", Label: v.T("contact.new"), Hint: v.T("contact.new.hint"), Type: "email", Autocomplete: "email", Ltr: true, Value: k.email}),
		part.Actions(
			v.Send(part.Primary, "email-send", v.T("contact.send"), k.s.d.busy["email-send"]),
			v.Act(part.Act{Key: "email-close", Label: v.T("dialog.cancel"), Press: k.end})))
}

func (k *contact) start() {
	*k = newContact(k.s)
	k.open = true
	k.s.d.next(func() { part.Focus("new_email") })
}

func (k *contact) end() {
	*k = newContact(k.s)
	k.s.d.next(func() { part.Focus("email-open") })
}

func (k *contact) send() {
	k.errors, k.summary = wire.FieldError{}, nil
	k.s.d.do(call{to: wire.StartEmailChange, in: wire.ChangeEmailRequest{Email: k.email}, key: "email-send", why: reason{word: "email"},
		done: func(string) { k.sent() }, fail: k.refused})
}

func (k *contact) sent() {
	*k = newContact(k.s)
	k.waiting.told(k.s.d.view().T("contact.sent"))
}

// refused puts what the service said to the field it is about.
func (k *contact) refused(p *client.Problem) {
	if m, found := p.Fields()["email"]; found {
		k.errors = wire.FieldError{"new_email": m}
		k.s.d.next(func() { part.Again("new_email") })
		return
	}
	k.summary = []wire.Message{p.Message()}
	k.s.d.next(func() { part.Focus("summary") })
}
