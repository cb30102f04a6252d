package page

import (
	"slices"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// confirm is the dialog "Confirm it's you" over whatever asked for it. Its
// success sends the calls that waited for it again.
type confirm struct {
	d       *desk
	waiting []call
	second  bool // the second step itself is asked for
	method  domain.ConfirmMethod
	typed   string
	went    bool // a code was sent
	lost    bool // and can't be delivered
	errors  wire.FieldError
	wrong   *wire.Message
}

const (
	confirmKey = "confirm"
	appDigits  = 6
)

func (d *desk) confirmFor(c call, second bool) {
	if d.confirm != nil {
		d.confirm.waiting = append(d.confirm.waiting, c)
		return
	}
	d.confirm = &confirm{d: d, waiting: []call{c}, second: second}
	d.confirm.choose(d.confirm.methods())
	var s wire.Session
	d.send(call{to: wire.ReadSession, out: &s, fail: func(*client.Problem) {}, done: func(string) {
		d.session = s
		if d.confirm != nil {
			d.confirm.choose(d.confirm.methods())
		}
	}})
}

// methods are the ways there are, strongest first.
func (c *confirm) methods() []domain.ConfirmMethod {
	if c.second {
		return c.d.session.Confirm.Second
	}
	return c.d.session.Confirm.Methods
}

// choose takes the strongest method, unless the person has chosen one.
func (c *confirm) choose(methods []domain.ConfirmMethod) {
	if c.method == "" && len(methods) > 0 {
		c.method = methods[0]
	}
}

func (c *confirm) draw(v part.View) part.Dialog {
	why := c.waiting[0].why
	v = v.Failing(c.errors, told(c.wrong)...)
	dialog := part.Dialog{ID: confirmKey, Title: v.T("confirm.title"), Lean: true, Close: c.cancel, Submit: c.send,
		Set: func(name, value string) {
			if name == c.field() {
				c.typed = value
			}
		}}
	dialog.Body = []app.UI{v.Summary("")}
	if why.word != "" {
		dialog.Body = append(dialog.Body, v.Sentence("confirm.text", part.Plain("reason", v.T("confirm.reason."+why.word, "name", why.name))))
	}
	dialog.Body = append(dialog.Body, part.Fresh(string(c.method), c.input(v)), part.Group(adviceOn(v, c.errors[c.field()])), c.others(v))
	submit := v.T("confirm.submit")
	if c.method == domain.ConfirmByPasskey {
		submit = v.T("passkey.submit")
	}
	dialog.Actions = []app.UI{v.Send(part.Primary, confirmKey+"-send", submit, c.d.busy[confirmKey+"-send"])}
	return dialog
}

func (c *confirm) field() string {
	if c.method == domain.ConfirmByPassword {
		return "confirm-password"
	}
	return "confirm-code"
}

func (c *confirm) input(v part.View) app.UI {
	switch c.method {
	case domain.ConfirmByPasskey:
		return v.Text("passkey.text")
	case domain.ConfirmByApp:
		return v.Code(part.Field{Name: c.field(), Label: v.T("verify.code"), Value: c.typed, Focus: true, Hint: v.T("verify.code.hint", "digits", "6")}, appDigits, true)
	}
	if c.sent() {
		word := "sent.send"
		if c.went {
			word = "sent.again"
		}
		return part.Group(c.gone(v),
			c.d.act(v, part.Act{Key: "confirm-sendcode", Kind: part.Secondary, Label: v.T(word), Press: c.sendCode}),
			v.Code(part.Field{Name: c.field(), Label: v.T("sent.code"), Value: c.typed, Focus: c.went, Hint: v.T("sent.code.hint", "digits", "6")}, appDigits, true))
	}
	return v.Password(part.Field{Name: c.field(), Label: v.T("confirm.password"), Focus: true})
}

// sent reports whether the method is a code that has to be sent first.
func (c *confirm) sent() bool {
	return c.method == domain.ConfirmByText || c.method == domain.ConfirmByEmail
}

func (c *confirm) sendCode() {
	c.d.do(call{to: wire.SendConfirm, in: wire.SendConfirmRequest{Method: c.method}, key: "confirm-sendcode",
		done: func(string) {
			c.went, c.lost, c.wrong = true, false, nil
			c.d.later(deliverySoon, c.askFate)
			part.Say(c.d.view().T("sent.new"))
			c.d.next(func() { part.Focus(c.field()) })
		}, fail: c.refused})
}

// deliverySoon is how long a provider mostly takes to refuse a number.
const deliverySoon = 8 * time.Second

// askFate asks whether the code that was sent can be delivered.
func (c *confirm) askFate() {
	method := c.method
	var s wire.Session
	c.d.send(call{to: wire.ReadSession, out: &s, fail: func(*client.Problem) {}, done: func(string) {
		if c.d.confirm != c || c.method != method || !slices.Contains(s.Confirm.Failed, method) {
			return
		}
		c.lost = true
		part.Alert(c.d.view().T("sent.failed." + string(method)))
	}})
}

func (c *confirm) gone(v part.View) app.UI {
	if !c.lost {
		return part.Group()
	}
	return lost(v, string(c.method))
}

func (c *confirm) others(v part.View) app.UI {
	var body []app.UI
	for _, m := range c.methods() {
		if m != c.method {
			body = append(body, v.Act(part.Act{Key: "confirm-by-" + string(m), Kind: part.LinkLike, Label: v.T("confirm.other") + ": " + v.T("methods."+string(m)),
				Press: func() { c.by(m) }}))
		}
	}
	return part.Group(body...)
}

// by goes over to another method.
func (c *confirm) by(m domain.ConfirmMethod) {
	c.method, c.typed, c.errors, c.wrong, c.went, c.lost = m, "", nil, nil, false, false
	at := c.field()
	if m == domain.ConfirmByPasskey {
		at = confirmKey + "-send"
	}
	c.d.next(func() { part.Focus(at) })
}

func (c *confirm) send() {
	if c.method == domain.ConfirmByPasskey {
		c.askPasskey()
		return
	}
	in := wire.ConfirmRequest{Method: c.method}
	missing := wire.Message{Code: string(domain.CodeRequiredPassword)}
	if c.method != domain.ConfirmByPassword {
		in.Code, missing.Code = c.typed, string(domain.CodeRequiredCode)
	} else {
		in.Password = c.typed
	}
	if c.typed == "" {
		c.fail(wire.FieldError{c.field(): missing}, nil)
		return
	}
	c.d.do(call{to: wire.ConfirmSession, in: in, key: confirmKey + "-send", done: func(string) { c.passed() }, fail: c.refused})
}

func (c *confirm) askPasskey() {
	key := confirmKey + "-send"
	c.d.touch(call{to: wire.AskToConfirm, key: key, fail: c.refused}, func(touched wire.PasskeyAnswer) {
		in := wire.ConfirmRequest{Method: domain.ConfirmByPasskey, Passkey: &touched}
		c.d.do(call{to: wire.ConfirmSession, in: in, key: key, done: func(string) { c.passed() }, fail: c.refused})
	})
}

// touch gets a challenge by ask and has the browser answer it. What the browser
// can't or the person won't is a refusal like those of the API.
func (d *desk) touch(ask call, then func(wire.PasskeyAnswer)) {
	var asked wire.PasskeyChallenge
	ask.out, ask.done = &asked, func(string) {
		part.AskPasskey(string(asked.Options), func(answer, problem string) {
			d.ctx.Dispatch(func(app.Context) {
				switch problem {
				case "":
					then(wire.PasskeyAnswer{Ceremony: asked.Ceremony, Response: answer})
				case "unsupported":
					ask.fail(&client.Problem{Code: string(domain.CodePasskeyUnsupported)})
				default:
					ask.fail(&client.Problem{Code: string(domain.CodePasskeyCanceled)})
				}
			})
		})
	}
	d.do(ask)
}

func (c *confirm) passed() {
	part.CloseDialog(confirmKey)
	c.d.confirm = nil
	for _, w := range c.waiting {
		c.d.send(w)
	}
}

// refused puts what is wrong at the one field there is, and selects its value.
func (c *confirm) refused(p *client.Problem) {
	for _, m := range p.Fields() {
		c.fail(wire.FieldError{c.field(): m}, nil)
		return
	}
	m := p.Message()
	switch domain.Code(p.Code) {
	case domain.CodeCodeWrong, domain.CodeCodeReused, domain.CodePasswordWrong, domain.CodeBadCredentials, domain.CodeCodeShort, domain.CodeCodeLong, domain.CodeCodeNotDigits:
		c.fail(wire.FieldError{c.field(): m}, nil)
	default:
		c.fail(nil, &m)
	}
}

func (c *confirm) fail(errors wire.FieldError, whole *wire.Message) {
	c.errors, c.wrong = errors, whole
	if whole != nil {
		c.d.next(func() { part.FocusIn(confirmKey, "summary") })
		return
	}
	c.d.next(func() { part.Again(c.field()) })
}

// cancel leaves everything as it was.
func (c *confirm) cancel() {
	part.CloseDialog(confirmKey)
	c.d.confirm = nil
	for _, w := range c.waiting {
		c.d.free(w)
	}
}
