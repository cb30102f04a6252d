package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// number is the section with the phone number of a profile: one's own, or a
// person's as an administrator sees it. Only its last digits are shown.
type number struct {
	d       *desk
	own     bool
	waiting waiting            // of one's own: asks for the code that went to a new number
	ids     func() []string    // of the person, for the address of a call
	told    func(words string) // reads the page again and says what was done
	open    bool
	typed   string
	errors  wire.FieldError
	summary []wire.Message
}

func ownNumber(d *desk, told func(words string)) number {
	return number{d: d, own: true, ids: func() []string { return nil }, told: told, waiting: waiting{d: d, name: "number", done: "number.done",
		confirm: wire.ConfirmNumberChange, resend: wire.ResendNumberChange, cancel: wire.CancelNumberChange, told: told}}
}

func (n *number) draw(v part.View, has *wire.ProfileNumber, waits *wire.NumberChange, why string) app.UI {
	text := "number.person.text"
	if n.own {
		text = "number.text"
	}
	body := []app.UI{part.Line(v.T(text)), v.Facts(n.facts(v, has)...)}
	if waits != nil {
		return part.Anchor("number", v.T("number.title"), append(body, n.waiting.draw(v, part.Line(v.T("number.waiting", "digits", waits.Hint)), v.T("number.save"), waits.ResendAt))...)
	}
	if n.open {
		return part.Anchor("number", v.T("number.title"), append(body, n.form(v.Failing(n.errors, n.summary...)))...)
	}
	if !n.own && n.d.lacks(wire.SavePersonNumber) {
		return part.Anchor("number", v.T("number.title"), v.Facts(n.facts(v, has)...))
	}
	label := "number.add"
	acts := []app.UI{}
	if has != nil {
		label = "number.change"
		acts = append(acts, n.d.act(v, part.Act{Key: "number-remove", Label: v.T("number.remove"), Why: why, Press: n.remove}))
	}
	acts = append([]app.UI{n.d.act(v, part.Act{Key: "number-open", Label: v.T(label), Why: why, Press: n.start})}, acts...)
	return part.Anchor("number", v.T("number.title"), append(body, part.Actions(acts...))...)
}

func (n *number) facts(v part.View, has *wire.ProfileNumber) []part.Fact {
	if has == nil {
		return []part.Fact{{Name: v.T("number.label"), Value: v.T("number.none")}}
	}
	return []part.Fact{{Name: v.T("number.label"), Value: v.T("number.ends", "digits", has.Hint)}, {Name: v.T("number.state"), Value: v.T("number.state." + has.State)}}
}

func (n *number) form(v part.View) app.UI {
	return v.Live(part.Live{Key: "number-form", Set: func(_, value string) { n.typed = value }, Submit: n.save},
		v.Summary("", "phone"),
		v.Field(part.Field{Name: "phone", Label: v.T("number.label"), Hint: v.T(n.hint()), Type: "tel", Autocomplete: n.autocomplete(), Ltr: true, Value: n.typed}),
		part.Actions(
			v.Send(part.Primary, "number-save", v.T("number.save"), n.d.busy["number-save"]),
			v.Act(part.Act{Key: "number-close", Label: v.T("dialog.cancel"), Press: n.end})))
}

func (n *number) hint() string {
	if n.own {
		return "number.hint.own"
	}
	return "number.hint"
}

// autocomplete keeps a browser from entering an administrator's own number for
// somebody else.
func (n *number) autocomplete() string {
	if n.own {
		return "tel"
	}
	return "off"
}

func (n *number) start() {
	n.open = true
	n.d.next(func() { part.Focus("phone") })
}

func (n *number) end() {
	n.clear()
	n.d.next(func() { part.Focus("number-open") })
}

func (n *number) clear() { n.open, n.typed, n.errors, n.summary = false, "", nil, nil }

func (n *number) save() {
	n.errors, n.summary = wire.FieldError{}, nil
	to, saved := wire.SavePersonNumber, wire.OwnNumberSaved{}
	if n.own {
		to = wire.SaveOwnNumber
	}
	if n.typed == "" {
		n.errors["phone"] = wire.Message{Code: string(domain.CodePhoneInvalid)}
		n.d.next(func() { part.Again("phone") })
		return
	}
	n.d.do(call{to: to, ids: n.ids(), in: wire.NumberRequest{Phone: n.typed}, out: &saved, key: "number-save", why: reason{word: "number"}, fail: n.refused, done: func(string) {
		if saved.Waits {
			n.after("number.sent")
			return
		}
		n.after("number.saved")
	}})
}

func (n *number) remove() {
	to := wire.RemovePersonNumber
	if n.own {
		to = wire.RemoveOwnNumber
	}
	n.d.do(call{to: to, ids: n.ids(), key: "number-remove", why: reason{word: "number"},
		done: func(string) { n.after("number.removed") }, fail: func(p *client.Problem) { n.d.tell(p) }})
}

func (n *number) after(words string) {
	n.clear()
	n.told(n.d.view().T(words))
}

func (n *number) refused(p *client.Problem) {
	if m, found := p.Fields()["phone"]; found {
		n.errors = wire.FieldError{"phone": m}
		n.d.next(func() { part.Again("phone") })
		return
	}
	if p.Status >= client.ServerError {
		n.d.tell(p)
		return
	}
	n.summary = []wire.Message{p.Message()}
	n.d.next(func() { part.Focus("summary") })
}
