package page

import (
	"strconv"

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
	step     bool // the second step is asked
	idled    bool // the session ended because nobody did anything
	password string
	code     string
	csrf     string
	errors   wire.FieldError
	wrong    *wire.Message
}

const againKey = "again"

func (d *desk) signAgain(c call) {
	if c.to == wire.StartSignIn || c.to == wire.VerifyCode {
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
	dialog.Body = []app.UI{v.Summary(""), text, part.Fresh(strconv.FormatBool(s.step), s.fields(v)),
		part.Links(v.Link(v.T("again.page"), s.d.signInPage()))}
	dialog.Actions = []app.UI{v.Send(part.Primary, againKey+"-send", v.T("signin.submit"), s.d.busy[againKey+"-send"])}
	return dialog
}

func (s *signInCard) fields(v part.View) app.UI {
	if s.step {
		return v.Code(part.Field{Name: "again-code", Label: v.T("verify.code"), Value: s.code, Focus: true, Hint: v.T("verify.code.hint", "digits", "6")}, appDigits, true)
	}
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

func (s *signInCard) set(name, value string) {
	switch name {
	case "again-password":
		s.password = value
	case "again-code":
		s.code = value
	}
}

func (s *signInCard) send() {
	var answer wire.SignInAnswer
	c := call{to: wire.StartSignIn, in: wire.SignInRequest{Email: s.email(), Password: s.password}, out: &answer,
		key: againKey + "-send", fail: s.refused, done: func(string) { s.next(answer) }}
	field, missing := "again-password", domain.CodeRequiredPassword
	typed := s.password
	if s.step {
		c.to, c.in = wire.VerifyCode, wire.CodeRequest{Code: s.code}
		field, missing, typed = "again-code", domain.CodeRequiredCode, s.code
	}
	if typed == "" {
		s.fail(wire.FieldError{field: {Code: string(missing)}}, nil)
		return
	}
	if s.csrf != "" {
		s.d.page.CSRF = s.csrf
	}
	s.d.do(c)
}

func (s *signInCard) next(answer wire.SignInAnswer) {
	s.errors, s.wrong = nil, nil
	s.csrf = or(answer.CSRF, s.csrf)
	switch answer.Next {
	case wire.NextSecondStep:
		s.step = true
		s.d.next(func() { part.Focus("again-code") })
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
	field := "again-password"
	if s.step {
		field = "again-code"
	}
	for _, m := range p.Fields() {
		s.fail(wire.FieldError{field: m}, nil)
		return
	}
	m := p.Message()
	if s.step && p.Code == string(domain.CodeCodeWrong) || p.Code == string(domain.CodeCodeReused) {
		s.fail(wire.FieldError{field: m}, nil)
		return
	}
	if p.Code == string(domain.CodeAttemptExpired) {
		s.step = false
	}
	s.fail(nil, &m)
}

func (s *signInCard) fail(errors wire.FieldError, whole *wire.Message) {
	s.errors, s.wrong = errors, whole
	field := "again-password"
	if s.step {
		field = "again-code"
	}
	s.d.next(func() { part.Again(field) })
}
