package page

import (
	"net/url"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// request is the page of one request: what was asked, what is known about it,
// and what an administrator can do.
type request struct {
	d      *desk
	id     string
	data   remote[wire.RequestView]
	caller caller
	why    string // typed in the dialog that declines
	errors wire.FieldError
}

func newRequest(d *desk) panel {
	r := &request{d: d}
	r.caller.r = r
	return r
}

func (r *request) open(at *url.URL) {
	r.id = idOf(at.Path)
	if !r.data.loaded {
		r.refresh()
	}
}

func (r *request) refresh() { r.data.load(r.d, call{to: wire.ReadRequest, ids: []string{r.id}}, nil) }

func (r *request) draw(v part.View) part.Shell {
	back := v.BackTo(v.T("request.back"), v.Path("/admin/requests"))
	if !r.data.loaded {
		return part.Shell{Title: v.T("request.title"), Back: back, Body: []app.UI{r.data.draw(v, "request", 5, r.refresh, func(wire.RequestView) app.UI { return nil })}}
	}
	w := r.data.value
	live := w.State.Live()
	body := []app.UI{part.Tags(requestState(v, w.RequestRow)), v.Person(w.PersonName, w.PersonEmail, v.Path("/admin/people/"+w.PersonID))}
	if live && w.Answer != "" {
		body = append(body, v.Callout("info", r.whyNot(v, w)))
	}
	if w.Asked != nil {
		body = append(body, r.asked(v, w))
	} else {
		body = append(body, r.wrote(v, w), r.signals(v, w))
	}
	if live && w.Answer == "" && len(w.Ways) > 0 {
		body = append(body, r.caller.draw(v, w))
	}
	return part.Shell{Title: w.Number + " – " + v.T("request.kind."+string(w.Kind)), Back: back, Head: r.buttons(v, w), Body: body}
}

func (r *request) buttons(v part.View, w wire.RequestView) []app.UI {
	if !w.State.Live() || w.Answer != "" {
		return nil
	}
	other := w.TakenBy != "" && !w.Mine
	taken := ""
	if other {
		taken = v.T("error.request_taken", "name", w.TakenBy)
	}
	var out []app.UI
	switch {
	case w.Kind == domain.RequestApproval:
		out = append(out, r.act(v, part.Primary, "approve-open", "request.approve", "", r.askApprove))
	case other:
		out = append(out, r.act(v, part.Primary, "take", "request.takeover", "", func() { r.take(true) }))
	case !w.Mine:
		out = append(out, r.act(v, part.Primary, "take", "request.take", "", func() { r.take(false) }))
	case w.Kind == domain.RequestUnlock:
		out = append(out, r.act(v, part.Primary, "unlock", "request.unlock", "", r.unlock))
	case w.Kind == domain.RequestLostDevice:
		out = append(out, v.LinkButton(part.Primary, v.T("request.reset"), v.Path("/admin/people/"+w.PersonID)))
	}
	return append(out, r.act(v, part.Secondary, "decline-open", "request.decline", taken, r.askDecline))
}

func (r *request) act(v part.View, kind, key, word, why string, press func()) app.UI {
	return r.d.act(v, part.Act{Key: key, Kind: kind, Label: v.T(word), Why: why, Press: press})
}

// do takes a step, says so and reads the request again.
func (r *request) do(c call, told string) {
	if c.ids = []string{r.id}; c.why == (reason{}) {
		c.why = reason{"request", r.data.value.PersonName}
	}
	c.done = func(string) {
		r.d.shut()
		r.d.said(r.d.view().T(told))
		r.d.next(func() { part.Focus("title") }) // the button goes, and the focus with it
		r.refresh()
	}
	if c.fail == nil {
		c.fail = func(p *client.Problem) {
			r.d.tell(p)
			r.refresh()
		}
	}
	r.d.do(c)
}

func (r *request) take(over bool) {
	r.do(call{to: wire.TakeRequest, in: wire.TakeRequestRequest{Over: over}, key: "take"}, "request.taken.toast")
}

func (r *request) unlock() { r.do(call{to: wire.UnlockByRequest, key: "unlock"}, "request.unlocked") }

func (r *request) askDecline() {
	r.why, r.errors = "", nil
	r.d.ask(func(v part.View) part.Dialog {
		v = v.Failing(r.errors)
		return part.Dialog{ID: "decline-dialog", Title: v.T("request.decline.title", "number", r.data.value.Number), Close: r.d.shut, Submit: r.decline,
			Set:     func(_, value string) { r.why = value },
			Body:    []app.UI{v.Field(part.Field{Name: "reason", Label: v.T("request.decline.why"), Hint: v.T("request.decline.hint"), Value: r.why})},
			Actions: []app.UI{v.Send(part.Danger, "decline-go", v.T("request.decline"), r.d.busy["decline-go"])}}
	})
}

func (r *request) decline() {
	r.do(call{to: wire.DeclineRequest, in: wire.DeclineRequestRequest{Reason: strings.TrimSpace(r.why)}, key: "decline-go", fail: func(p *client.Problem) {
		if r.errors = p.Fields(); len(r.errors) > 0 {
			r.d.next(func() { part.Focus("reason") })
			return
		}
		r.d.shut()
		r.d.tell(p)
		r.refresh()
	}}, "request.declined")
}

func (r *request) wrote(v part.View, w wire.RequestView) app.UI {
	facts := []part.Fact{}
	add := func(key, value string, ltr bool) {
		if value != "" {
			facts = append(facts, part.Fact{Name: v.T(key), Value: value, Ltr: ltr})
		}
	}
	if w.Reason != "" {
		add("request.reason", v.T("ask.reason."+string(w.Reason)), false)
	}
	add("request.message", w.Message, false)
	add("request.reach", w.Reach, false)
	add("request.asked", v.Exact(w.CreatedAt), false)
	if w.State.Live() {
		add("request.until", v.Exact(w.ExpiresAt), false)
	}
	add("request.decision", w.Decision, false)
	add("request.device", v.Browser(w.Browser), false)
	add("request.place", w.IP, true)
	return part.Anchor("wrote", v.T("request.wrote"), v.Facts(facts...))
}

func (r *request) signals(v part.View, w wire.RequestView) app.UI {
	if len(w.Signals) == 0 {
		return part.Group()
	}
	var fine, bad []app.UI
	for _, s := range w.Signals {
		line := part.Line(v.T("request.signal."+s.Word, "n", itoa(s.Minutes)))
		if s.Bad {
			bad = append(bad, line)
		} else {
			fine = append(fine, line)
		}
	}
	var body []app.UI
	if len(bad) > 0 {
		body = append(body, v.CalloutWith("warn", bad...))
	}
	if len(fine) > 0 {
		body = append(body, v.CalloutWith("ok", fine...))
	}
	return part.Anchor("signals", v.T("request.signals"), body...)
}
