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

// waiting asks for the code that went to a new address or number. What was
// there before goes on until it was right.
type waiting struct {
	d                       *desk
	name                    string // "email" or "number": of its keys and its field
	done                    string // what is said then
	confirm, resend, cancel wire.Endpoint
	told                    func(words string)
	code                    string
	errors                  wire.FieldError
	summary                 []wire.Message
}

func (w *waiting) field() string { return w.name + "_code" }

// draw says what waits, label names what the code does, and resendAt is when
// another can be asked for.
func (w *waiting) draw(v part.View, what app.UI, label string, resendAt time.Time) app.UI {
	f := v.Failing(w.errors, w.summary...)
	return part.Group(
		what,
		f.Live(part.Live{Key: w.name + "-code-form", Set: func(_, value string) { w.code = value }, Submit: w.send},
			f.Summary("", w.field()),
			f.Code(part.Field{Name: w.field(), Label: v.T("contact.code"), Hint: v.T("contact.code.hint"), Value: w.code}, codeDigits, false),
			part.Actions(
				f.Send(part.Primary, w.name+"-confirm", label, w.d.busy[w.name+"-confirm"]),
				w.d.act(f, part.Act{Key: w.name + "-cancel", Label: v.T("contact.cancel"), Press: func() { w.call(w.cancel, "cancel", "contact.canceled") }}))),
		w.again(v, resendAt))
}

// again is the button that sends another code, once its wait is over.
func (w *waiting) again(v part.View, at time.Time) app.UI {
	wait := int(at.Sub(w.d.now()).Round(time.Second) / time.Second)
	return &part.Countdown{Seconds: max(0, wait), Said: v.T("contact.again.now"), Draw: func(left int) app.UI {
		act := part.Act{Key: w.name + "-again", Label: v.T("contact.again"), Press: func() { w.call(w.resend, "again", "contact.resent") }}
		if left > 0 {
			act.Why = v.T("contact.again.wait", "s", v.Wait(time.Duration(left)*time.Second))
		}
		return part.Actions(w.d.act(v, act))
	}}
}

func (w *waiting) call(to wire.Endpoint, key, words string) {
	w.d.do(call{to: to, key: w.name + "-" + key, done: func(string) { w.after(words) }, fail: func(p *client.Problem) { w.d.tell(p) }})
}

func (w *waiting) send() {
	w.errors, w.summary = wire.FieldError{}, nil
	if w.code == "" {
		w.errors[w.field()] = wire.Message{Code: string(domain.CodeRequiredCode)}
		w.d.next(func() { part.Again(w.field()) })
		return
	}
	w.d.do(call{to: w.confirm, in: wire.ContactCodeRequest{Code: w.code}, key: w.name + "-confirm", why: reason{word: w.name},
		done: func(string) { w.after(w.done) }, fail: w.refused})
}

func (w *waiting) after(words string) {
	w.code, w.errors, w.summary = "", nil, nil
	w.told(w.d.view().T(words))
}

func (w *waiting) refused(p *client.Problem) {
	if m, found := p.Fields()["code"]; found {
		w.errors = wire.FieldError{w.field(): m}
		w.d.next(func() { part.Again(w.field()) })
		return
	}
	w.summary = []wire.Message{p.Message()}
	w.d.next(func() { part.Focus("summary") })
}
