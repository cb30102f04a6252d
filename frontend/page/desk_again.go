package page

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// signInCard stands over a page whose session has ended. The page and what was
// typed stay behind it; calls that met the end are sent again after it.
type signInCard struct {
	d        *desk
	waiting  []call
	step     *againStep // nil before the second step is asked
	idled    bool       // the session ended because nobody did anything
	password string
	csrf     string
	errors   wire.FieldError
	wrong    *wire.Message
}

const againKey = "again"

func (d *desk) signAgain(c call) {
	if strings.HasPrefix(c.key, againKey) { // the card's own
		d.free(c)
		d.leave(d.signInPage())
		return
	}
	if d.again != nil {
		d.again.waiting = append(d.again.waiting, c)
		return
	}
	d.idle.shut()
	d.again = &signInCard{d: d, waiting: []call{c}, idled: d.idle.left() <= 0}
	var page wire.SignInPage
	d.send(call{to: wire.ReadSignIn, out: &page, fail: func(*client.Problem) {}, done: func(string) {
		if d.again != nil {
			d.again.csrf = page.CSRF
		}
	}})
}

// signInPage is where the whole document goes to sign in and come back.
func (d *desk) signInPage() string {
	return d.page.Org.Base + "/sign-in?next=" + escape(d.address)
}

func (s *signInCard) draw(v part.View) part.Dialog {
	v = v.Failing(s.errors, told(s.wrong)...)
	minutes := strconv.Itoa(s.d.session.IdleSeconds / 60)
	dialog := part.Dialog{ID: againKey, Title: v.T("again.title"), Lean: true, Stays: true, Quiet: v.T("again.other"),
		Set: s.set, Submit: s.send, Close: func() { s.d.leave(s.d.page.Org.Base + "/sign-in") }}
	var text app.UI = v.Text("again.ended")
	if s.d.session.IdleSeconds > 0 && s.idled {
		text = v.Sentence("again.idle", part.Plain("minutes", minutes))
	}
	asks, fields, submit := "", s.fields(v), v.T("signin.submit")
	if s.step != nil {
		asks, fields, submit = "step "+string(s.step.way), s.step.draw(v), s.step.submit(v)
	}
	dialog.Body = []app.UI{v.Summary(""), text, part.Fresh(asks, fields), part.Links(v.Link(v.T("again.page"), s.d.signInPage()))}
	if submit != "" {
		dialog.Actions = []app.UI{v.Send(part.Primary, againKey+"-send", submit, s.d.busy[againKey+"-send"])}
	}
	return dialog
}

func (s *signInCard) fields(v part.View) app.UI {
	return part.Group(
		v.Field(part.Field{Name: "again-email", Label: v.T("signin.email"), Value: s.email(), Type: "email", Autocomplete: "username", Ltr: true, Fixed: true}),
		v.Password(part.Field{Name: "again-password", Label: v.T("signin.password"), Focus: true}))
}

func (s *signInCard) email() string {
	if me := s.d.page.Me; me != nil {
		return me.Email
	}
	return s.d.session.Person.Email
}

// field is the one that what is wrong stands at.
func (s *signInCard) field() string {
	if s.step != nil {
		return "again-code"
	}
	return "again-password"
}

func (s *signInCard) set(name, value string) {
	switch {
	case name == "again-password":
		s.password = value
	case name == "again-code" && s.step != nil:
		s.step.code = value
	}
}

func (s *signInCard) send() {
	if s.csrf != "" {
		s.d.page.CSRF = s.csrf
	}
	if s.step != nil {
		s.step.send()
		return
	}
	if s.password == "" {
		s.fail(wire.FieldError{s.field(): {Code: string(domain.CodeRequiredPassword)}}, nil)
		return
	}
	s.proves(call{to: wire.StartSignIn, in: wire.SignInRequest{Email: s.email(), Password: s.password}})
}

// proves sends a proof of who is there, and goes on by the answer.
func (s *signInCard) proves(c call) {
	var answer wire.SignInAnswer
	c.out, c.key, c.fail, c.done = &answer, againKey+"-send", s.refused, func(string) { s.next(answer) }
	s.d.do(c)
}

func (s *signInCard) next(answer wire.SignInAnswer) {
	s.errors, s.wrong = nil, nil
	s.csrf = or(answer.CSRF, s.csrf)
	switch answer.Next {
	case wire.NextSecondStep:
		s.step = newAgainStep(s, answer.Methods)
	case wire.NextSetUp:
		s.d.leave(s.d.page.Org.Base + "/setup")
	default:
		part.CloseDialog(againKey)
		s.d.again = nil
		s.d.readSession()
		for _, c := range s.waiting {
			s.d.send(c)
		}
	}
}

func (s *signInCard) refused(p *client.Problem) {
	for _, m := range p.Fields() {
		s.fail(wire.FieldError{s.field(): m}, nil)
		return
	}
	m := p.Message()
	if s.step != nil && (p.Code == string(domain.CodeCodeWrong) || p.Code == string(domain.CodeCodeReused)) {
		s.fail(wire.FieldError{s.field(): m}, nil)
		return
	}
	if p.Code == string(domain.CodeAttemptExpired) {
		s.step = nil
	}
	s.fail(nil, &m)
}

func (s *signInCard) fail(errors wire.FieldError, whole *wire.Message) {
	s.errors, s.wrong = errors, whole
	if whole != nil {
		s.d.next(func() { part.FocusIn(againKey, "summary") })
		return
	}
	s.d.next(func() { part.Again(s.field()) })
}
