package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// strength says how well the ways to verify protect, and names them.
func strength(v part.View, w wire.Security) app.UI {
	if w.Strength == "" {
		return part.Group()
	}
	return part.Line(v.T("security.strength."+string(w.Strength), "ways", waysInWords(v, w.Methods)))
}

// waysInWords names the kinds in use, strongest first: "passkey and
// authenticator app".
func waysInWords(v part.View, all []wire.OwnMethod) string {
	var words []string
	for _, kind := range domain.Methods {
		for _, m := range all {
			if m.Kind == kind && !m.Disabled {
				words = append(words, v.T("security.way."+string(kind)))
				break
			}
		}
	}
	if len(words) == 0 {
		return ""
	}
	told := words[len(words)-1]
	for i := len(words) - 2; i >= 0; i-- {
		key := "security.ways.more"
		if i == len(words)-2 {
			key = "security.ways.last"
		}
		told = v.T(key, "first", words[i], "rest", told)
	}
	return told
}

// tasks is the list of what to do next, nothing where all is well.
func tasks(v part.View, w wire.Security) app.UI {
	var links []app.UI
	for _, t := range w.Tasks {
		switch t {
		case domain.TaskCodes:
			links = append(links, v.Link(v.N("security.todo.codes", w.Recovery.Left), "#codes"))
		case domain.TaskSignIn:
			links = append(links, v.Link(v.T("security.todo.check_sign_in"), "#sessions"))
		case domain.TaskBackup, domain.TaskStronger:
			links = append(links, v.Link(v.T("security.todo."+string(t)), v.Path("/setup")))
		}
	}
	if len(links) == 0 {
		return part.Group()
	}
	return part.Group(v.Text("security.todo"), part.Links(links...))
}

// checkUp asks whether the authenticator app still works. It can be put away,
// and stands in nobody's way.
type checkUp struct {
	s       *security
	code    string
	errors  wire.FieldError
	summary []wire.Message
}

func (k *checkUp) draw(v part.View, w wire.Security) app.UI {
	if w.CheckUp == nil {
		return part.Group()
	}
	c := *w.CheckUp
	v = v.Failing(k.errors, k.summary...)
	return part.Anchor("check-up", v.T("checkup.title"),
		v.Sentence("checkup."+string(c.Why), part.Name("name", c.App)),
		v.Live(part.Live{Key: "checkup-form", Set: func(_, value string) { k.code = value }, Submit: k.send},
			v.Summary("", "checkup_code"),
			v.Code(part.Field{Name: "checkup_code", Label: v.T("verify.code.named", "name", c.App), Value: k.code,
				Hint: v.T("verify.code.hint", "digits", itoa(codeDigits))}, codeDigits, false),
			adviceOn(v, k.errors["checkup_code"]),
			part.Actions(
				v.Send(part.Primary, "checkup-send", v.T("checkup.send"), k.s.d.busy["checkup-send"]),
				v.Act(part.Act{Key: "checkup-no", Label: v.T("checkup.no"), Press: func() { k.again(w) }}),
				k.s.d.act(v, part.Act{Key: "checkup-later", Kind: part.LinkLike, Label: v.T("checkup.later"), Press: k.dismiss}))))
}

func (k *checkUp) send() {
	k.errors, k.summary = wire.FieldError{}, nil
	if k.code == "" {
		k.errors["checkup_code"] = wire.Message{Code: string(domain.CodeRequiredCode)}
		k.s.d.next(func() { part.Again("checkup_code") })
		return
	}
	k.s.d.do(call{to: wire.AnswerCheckUp, in: wire.CheckUpRequest{Code: k.code}, key: "checkup-send",
		done: func(string) { k.over("checkup.thanks") }, fail: k.refused})
}

func (k *checkUp) dismiss() {
	k.s.d.do(call{to: wire.DismissCheckUp, key: "checkup-later",
		done: func(string) { k.over("checkup.dismissed") }, fail: func(p *client.Problem) { k.s.d.tell(p) }})
}

func (k *checkUp) over(words string) {
	*k = checkUp{s: k.s}
	k.s.changed("state", k.s.d.view().T(words))
}

func (k *checkUp) refused(p *client.Problem) {
	if m, found := p.Fields()["code"]; found {
		k.errors = wire.FieldError{"checkup_code": m}
		k.s.d.next(func() { part.Again("checkup_code") })
		return
	}
	k.summary = []wire.Message{p.Message()}
	k.s.d.next(func() { part.Focus("summary") })
}

// again is what to do where the app doesn't work: set it up again while still
// signed in. Where it is the only way to confirm it's them a recovery code
// does that, by signing in with it.
func (k *checkUp) again(w wire.Security) {
	k.s.d.ask(func(v part.View) part.Dialog {
		help, usable := "checkup.again.other", 0
		for _, m := range w.Methods {
			if !m.Disabled {
				usable++
			}
		}
		if usable == 1 {
			help = "checkup.again.admin"
			if w.Recovery.Left > 0 {
				help = "checkup.again.recovery"
			}
		}
		return part.Dialog{ID: "checkup-again", Title: v.T("checkup.again"), Close: k.s.d.shut,
			Body:    []app.UI{part.Line(v.T("checkup.again.text")), part.Line(v.T(help))},
			Actions: []app.UI{v.LinkButton(part.Primary, v.T("checkup.again.go"), v.Path("/setup?replace="+escape(w.CheckUp.Replaces)))}}
	})
}
