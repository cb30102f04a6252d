package page

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// resetting is the dialog that takes away a person's second step: how
// the admin made sure who asks, and what will happen.
type resetting struct {
	p       *acts
	checked string
	note    string
	errors  wire.FieldError
	wrong   *wire.Message
}

// resetChecks are the ways to have made sure who asks.
var resetChecks = []string{"in_person", "video", "callback", "ticket", "other"}

// reason is the check and the note as the audit log keeps them.
func (r *resetting) reason() string {
	v := r.p.d.view()
	if note := strings.TrimSpace(r.note); note != "" {
		return v.T("reset.checked."+r.checked) + ": " + note
	}
	return v.T("reset.checked." + r.checked)
}

func (r *resetting) ask() {
	*r = resetting{p: r.p}
	r.p.d.ask(r.draw)
}

func (r *resetting) draw(v part.View) part.Dialog {
	d := r.p.d
	v = v.Failing(r.errors, told(r.wrong)...)
	var checks []part.Radio
	for _, c := range resetChecks {
		checks = append(checks, part.Radio{Value: c, Label: v.T("reset.checked." + c)})
	}
	return part.Dialog{ID: "reset-dialog", Title: v.T("reset.title", "name", r.p.name()), Danger: true, Close: d.shut, Set: r.set, Submit: r.send,
		Body: []app.UI{
			v.Summary(""),
			v.RadioCards("checked", v.T("reset.checked"), "", checks),
			v.Field(part.Field{Name: "note", Label: v.T("reset.note"), Hint: v.T("reset.note.hint"), Value: r.note, Optional: true}),
			part.Consequences(v.T("reset.methods"), r.p.signedOut(v), v.T("reset.wizard"), v.T("reset.mail"), v.T("reset.recorded")),
		},
		Actions: []app.UI{v.Send(part.Danger, "reset-go", v.T("reset"), d.busy["reset-go"])}}
}

func (r *resetting) set(name, value string) {
	switch name {
	case "checked":
		r.checked = value
	case "note":
		r.note = value
	}
}

func (r *resetting) send() {
	d, name := r.p.d, r.p.name()
	r.errors, r.wrong = wire.FieldError{}, nil
	if r.checked == "" {
		r.errors["checked"] = wire.Message{Code: "required_check"}
	}
	if r.checked == "other" && strings.TrimSpace(r.note) == "" {
		r.errors["note"] = wire.Message{Code: "required_note"}
	}
	if len(r.errors) > 0 {
		r.focus()
		return
	}
	var answer wire.ResetAnswer
	d.do(call{to: wire.ResetPerson, ids: []string{r.p.row().ID}, in: wire.ResetRequest{Reason: r.reason()}, out: &answer, key: "reset-go",
		why: reason{"reset", name}, fail: r.refused, done: func(string) {
			d.shut()
			v := d.view()
			r.p.tell(v.T("reset.done", "name", name, "methods", itoa(answer.Methods), "sessions", itoa(answer.Sessions), "codes", itoa(answer.RecoveryCodes), "trusts", itoa(answer.TrustedBrowsers)))
			d.said(v.T("reset.toast"))
			r.p.refresh()
		}})
}

func (r *resetting) refused(p *client.Problem) {
	if r.errors = p.Fields(); len(r.errors) == 0 {
		m := p.Message()
		r.wrong = &m
	}
	r.focus()
}

func (r *resetting) focus() {
	r.p.d.next(func() {
		for _, name := range []string{"checked", "note"} {
			if _, wrong := r.errors[name]; wrong {
				part.Focus(map[string]string{"checked": "checked-0", "note": "note"}[name])
				return
			}
		}
		part.Focus("summary")
	})
}
