package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// caller makes sure who calls: a code goes to what is on file, they read it
// out, and it is typed in here.
type caller struct {
	r      *request
	way    domain.Method // whose code is awaited
	code   string
	errors wire.FieldError
}

func (c *caller) draw(v part.View, w wire.RequestView) app.UI {
	body := []app.UI{part.Note(v.T("request.caller.text"))}
	if !w.CheckedAt.IsZero() {
		body = append(body, v.Callout("ok", v.T("request.caller.right", "how", v.T("request.how."+string(w.CheckedHow)), "when", v.Exact(w.CheckedAt), "name", w.CheckedBy)))
	}
	if w.TriesLeft == 0 {
		return part.Anchor("caller", v.T("request.caller"), append(body, part.Line(v.T("error.caller_tries", "n", itoa(domain.RequestTries))))...)
	}
	notMine := ""
	if w.TakenBy != "" && !w.Mine {
		notMine = v.T("error.request_taken", "name", w.TakenBy)
	}
	var ways []app.UI
	for _, x := range w.Ways {
		ways = append(ways, c.wayAct(v, x, notMine))
	}
	body = append(body, part.Actions(ways...))
	if c.way != "" && notMine == "" {
		body = append(body, c.form(v, w))
	}
	return part.Anchor("caller", v.T("request.caller"), body...)
}

func (c *caller) wayAct(v part.View, x wire.CallerWay, notMine string) app.UI {
	key, word := "caller-"+string(x.Method), "request.caller."+string(x.Method)
	if x.Method == domain.MethodText {
		word += ".to"
	}
	return c.r.d.act(v, part.Act{Key: key, Label: v.T(word, "hint", x.Hint), Why: notMine, Press: func() { c.ask(x.Method, key) }})
}

// ask awaits a code of a kind, and has it sent where it isn't an app's.
func (c *caller) ask(m domain.Method, key string) {
	c.errors = nil
	await := func(string) {
		c.way, c.code = m, ""
		c.r.d.next(func() { part.Focus("caller-code") })
	}
	if m == domain.MethodApp {
		await("")
		return
	}
	d := c.r.d
	d.do(call{to: wire.SendCallerCode, ids: []string{c.r.id}, in: wire.CallerSendRequest{Method: m}, key: key, why: reason{"request", c.r.data.value.PersonName},
		done: func(string) {
			d.said(d.view().T("request.caller.sent"))
			await("")
		}})
}

func (c *caller) form(v part.View, w wire.RequestView) app.UI {
	v = v.Failing(c.errors)
	hint := v.N("request.caller.left", w.TriesLeft)
	if c.way == domain.MethodApp {
		hint = v.T("request.caller.app.hint") + " " + hint
	}
	return part.Fresh("caller-"+string(c.way), v.Live(part.Live{Key: "caller-form", Set: func(_, value string) { c.code = value }, Submit: c.check},
		v.Field(part.Field{Name: "caller-code", Label: v.T("request.caller.code"), Hint: hint, Value: c.code, Ltr: true, Mode: "numeric"}),
		part.Actions(v.Send(part.Secondary, "caller-check", v.T("request.caller.check"), c.r.d.busy["caller-check"]))))
}

func (c *caller) check() {
	d := c.r.d
	d.do(call{to: wire.CheckCaller, ids: []string{c.r.id}, in: wire.CallerCheckRequest{Method: c.way, Code: c.code}, key: "caller-check",
		done: func(string) {
			c.way, c.errors = "", nil
			d.said(d.view().T("request.caller.ok"))
			d.next(func() { part.Focus("caller-title") }) // the form goes, and the focus with it
			c.r.refresh()
		},
		fail: func(p *client.Problem) {
			c.errors = wire.FieldError{}
			if m, found := p.Fields()["code"]; found {
				c.errors["caller-code"] = m
				d.next(func() { part.Focus("caller-code") })
			} else {
				d.tell(p)
			}
			c.r.refresh()
		}})
}
