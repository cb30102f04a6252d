package page

import (
	"encoding/json"
	"errors"
	"net/url"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// call is one operation of the API with what follows from its answer. All of
// its functions run on the UI goroutine.
type call struct {
	to    wire.Endpoint
	ids   []string // parameters of the path
	query url.Values
	in    any
	out   any    // decoded into before done
	etag  string // If-Match
	key   string // the button that is busy meanwhile
	why   reason // what the person confirms, where the API asks them to
	done  func(etag string)
	fail  func(*client.Problem) // nil: told above the page
}

// reason ends the sentence "Confirm it's you": text confirm.reason.<word>, with
// {name} in it.
type reason struct{ word, name string }

const busyAfter = 300 * time.Millisecond

// do sends a call. A second press of the same button while the first is on its
// way does nothing.
func (d *desk) do(c call) {
	if c.key != "" {
		d.aim = ""
		if _, pressed := d.busy[c.key]; pressed {
			return
		}
		d.busy[c.key] = false
		d.later(busyAfter, func() {
			if _, still := d.busy[c.key]; still {
				d.busy[c.key] = true
			}
		})
		d.later(slowAfter, func() {
			if _, still := d.busy[c.key]; still {
				d.said(d.view().T("busy.slow"))
			}
		})
	}
	d.alert = nil
	d.edition.fresh = false
	d.send(c)
}

func (d *desk) send(c call) {
	edition := ""
	api := client.Client{Base: d.page.Org.Base, CSRF: d.page.CSRF, Send: d.edition.hear(d.Send, &edition)}
	path := c.to.At(c.ids...)
	if q := c.query.Encode(); q != "" {
		path += "?" + q
	}
	var options []client.Option
	if c.etag != "" {
		options = append(options, client.IfMatch(c.etag))
	}
	d.async(func() func() {
		var answer json.RawMessage
		etag, err := api.Tagged(d.ctx, c.to.Method, path, c.in, &answer, options...)
		if err == nil && c.out != nil && len(answer) > 0 {
			err = json.Unmarshal(answer, c.out)
		}
		return func() {
			d.edition.heard(d, edition)
			d.settle(c, answer, etag, err)
		}
	})
}

// async runs work away from the UI goroutine, and what it gives on it.
func (d *desk) async(work func() func()) {
	d.ctx.Async(func() {
		after := work()
		d.ctx.Dispatch(func(app.Context) { after() })
	})
}

func (d *desk) settle(c call, answer []byte, etag string, err error) {
	var p *client.Problem
	switch {
	case err == nil:
		d.line.heard(d)
		d.renew(answer)
		d.free(c)
		if c.done != nil {
			c.done(etag)
		}
		if c.key != "" {
			d.keep()
		}
		return
	case errors.Is(err, client.ErrNetwork):
		d.line.lost(d)
		p = &client.Problem{Code: "network"}
	case errors.As(err, &p):
		d.line.heard(d)
	default:
		p = &client.Problem{Code: string(domain.CodeUnknown)}
	}
	d.refused(c, p)
}

// refused is what follows a refusal: somebody to be asked first, another page,
// or words.
func (d *desk) refused(c call, p *client.Problem) {
	switch {
	case p.Status == client.Unauthorized && p.Code == string(domain.CodeSignedOut):
		d.signAgain(c)
		return
	case p.Code == string(domain.CodeStepUpRequired), p.Code == string(domain.CodeSecondStepRequired):
		d.confirmFor(c, p.Code == string(domain.CodeSecondStepRequired))
		return
	case p.Code == string(domain.CodeEnrollmentRequired):
		d.leave(d.page.Org.Base + "/setup")
		return
	}
	d.free(c)
	if c.fail != nil {
		c.fail(p)
		return
	}
	d.tell(p)
}

// tell says above the page what went wrong, and goes there: what was pressed may
// be screens below. Behind a dialog it can only be heard.
func (d *desk) tell(p *client.Problem) {
	m := p.Message()
	d.alert = &m
	if d.dialog != nil || d.confirm != nil || d.again != nil {
		part.Alert(d.view().Problem(m))
		return
	}
	d.next(func() { part.Focus("went-wrong") })
}

// keep gives the focus to the page's heading where what had it is gone.
func (d *desk) keep() {
	d.next(func() {
		if part.Lost() {
			part.FocusOnly("title")
		}
	})
}

func (d *desk) free(c call) {
	if c.key != "" {
		delete(d.busy, c.key)
	}
}

// renew takes over the token of a session that goes on under a new one.
func (d *desk) renew(answer []byte) {
	var r wire.Renewal
	if json.Unmarshal(answer, &r) == nil && r.CSRF != "" {
		d.page.CSRF = r.CSRF
	}
}

// told is a message as a list, empty where there is none.
func told(m *wire.Message) []wire.Message {
	if m == nil {
		return nil
	}
	return []wire.Message{*m}
}

// readSession asks who is signed in, until when, and what they may do.
func (d *desk) readSession() {
	var s wire.Session
	d.send(call{to: wire.ReadSession, out: &s, fail: func(*client.Problem) {}, done: func(string) {
		d.session = s
		d.page.CSRF = or(s.CSRF, d.page.CSRF)
		d.behind = time.Until(s.Now)
		d.idle.read(s)
		if begin != nil {
			begin(d)
		}
	}})
}

// may tells whether the session has a permission.
func (d *desk) may(permission string) bool {
	for _, p := range d.session.May {
		if p == permission {
			return true
		}
	}
	return false
}

// lacks tells that the session may not call an endpoint. Until it is known what
// it may, nothing is taken away.
func (d *desk) lacks(e wire.Endpoint) bool { return d.session.May != nil && !d.may(e.Permission) }

const toastFor = 6 * time.Second

// said shows words for a moment, for what is not otherwise visible.
func (d *desk) said(words string) {
	d.toast = words
	part.Say(words)
	d.later(toastFor, func() { d.unsay(words) })
}

// unsay takes a toast away, unless somebody is reading it.
func (d *desk) unsay(words string) {
	switch {
	case d.toast != words:
	case part.ToastHeld():
		d.later(time.Second, func() { d.unsay(words) })
	default:
		d.toast = ""
	}
}

// ask opens a dialog; shut closes it and gives the focus back.
func (d *desk) ask(draw func(part.View) part.Dialog) { d.dialog = draw }

func (d *desk) shut() {
	if d.dialog == nil {
		return
	}
	part.CloseDialog(d.dialog(d.view()).ID)
	d.dialog = nil
	d.keep()
}

func or(s, other string) string {
	if s != "" {
		return s
	}
	return other
}
