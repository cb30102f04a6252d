package page

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

// ladder is the ways out under the field of a second step, in the tenant's
// order, but for those a page is itself.
func ladder(v part.View, but ...string) app.UI {
	var links []app.UI
	for _, rung := range v.Page.Ladder {
		if !slices.Contains(but, rung.Kind) {
			links = append(links, v.Link(or(rung.Text, v.T("rung.link."+rung.Kind)), rung.Href))
		}
	}
	return part.Links(links...)
}

func helpSignIn(v part.View, d wire.HelpSignIn) (app.UI, string) {
	var forgot, request app.UI
	if d.Forgot != "" {
		forgot = part.Section(v.T("helpsignin.forgot"), v.Text("helpsignin.forgot.text"), part.Links(v.Link(v.T("helpsignin.forgot.link"), d.Forgot)))
	}
	if d.Request != nil {
		request = part.Section(v.T("helpsignin.request"), ownRequest(v, *d.Request))
	}
	lost := []app.UI{v.Text("helpsignin.lost.text")}
	for _, rung := range d.Rungs {
		if !ofSupport(rung.Kind) {
			lost = append(lost, rungUp(v, rung))
		}
	}
	lost = append(lost, v.Text("helpsignin.device"))
	return v.Card(part.Card{Title: "helpsignin.title", NoHelp: true, Body: []app.UI{
		request, forgot,
		part.Section(v.T("helpsignin.recovery"), lost...),
		part.Anchor("support", v.T("helpsignin.else"), append(support(v, d.Rungs), helpCases(v, d.Cases)...)...),
		part.Links(v.Link(v.T("helpsignin.back"), v.Path("/sign-in"))),
	}})
}

func ofSupport(kind domain.Rung) bool {
	return kind == domain.RungSupportPhone || kind == domain.RungSupportMail || kind == domain.RungSupportForm
}

// rungUp is one way out: where it leads, or how it begins for somebody who
// hasn't entered a password.
func rungUp(v part.View, d wire.HelpRung) app.UI {
	kind := string(d.Kind)
	body := []app.UI{v.Lead("rung." + kind)}
	switch {
	case d.Href == "":
		body = append(body, v.Text("rung."+kind+".later"))
	case d.Kind == domain.RungRecoveryCode:
		body = append(body, part.Line(v.N("methods.left", d.Left)))
	case d.Kind == domain.RungAdmins:
		body = append(body, whoAdministers(v, d.Names, d.Text))
	}
	if d.Href != "" {
		body = append(body, part.Links(v.Link(v.T("rung.go."+kind), d.Href)))
	}
	return part.Group(body...)
}

// whoAdministers names those to ask, or says what the organization says.
func whoAdministers(v part.View, names []string, own string) app.UI {
	switch {
	case own != "":
		return part.Line(own)
	case len(names) > 0:
		return v.Sentence("ask.who", part.Name("names", strings.Join(names, ", ")))
	}
	return part.Group()
}

// support is whom to reach when nothing else helps, by the ways the tenant
// left open and no other (A20, A27).
func support(v part.View, rungs []wire.HelpRung) []app.UI {
	var body []app.UI
	for _, rung := range rungs {
		switch rung.Kind {
		case domain.RungSupportPhone:
			body = append(body, v.Sentence("rung.support_phone", part.Ltr("phone", rung.Contact)), openHours(v, rung.Hours))
		case domain.RungSupportMail:
			body = append(body, v.Sentence("rung.support_mail", part.Ltr("email", rung.Contact)), openHours(v, rung.Hours))
		case domain.RungSupportForm:
			body = append(body, rungUp(v, rung), openHours(v, rung.Hours))
		}
	}
	if len(body) == 0 {
		if v.Page.Org.Contact == (wire.Contact{}) {
			return []app.UI{v.Text("help.contact.none")}
		}
		return []app.UI{v.Sentence("help.contact.text", part.Name("org", v.Site()))} // whom stands below, on every page
	}
	return body
}

// helpCases are what support already works on for this person (A20, O16).
func helpCases(v part.View, all []wire.HelpCase) (body []app.UI) {
	for _, one := range all {
		body = append(body, helpCase(v, one))
	}
	return body
}

func helpCase(v part.View, d wire.HelpCase) app.UI {
	due := part.Fact{Name: v.T("helpcase.due"), Value: v.Exact(d.DueAt)}
	if d.State.Unsettled() && d.Overdue {
		due.Value = v.T("helpcase.overdue", "when", due.Value)
	}
	facts := []part.Fact{{Name: v.T("helpcase.number"), Value: d.Number, Ltr: true}, {Name: v.T("asked.state"), Value: v.T("helpcase.state." + string(d.State))}}
	if d.State.Unsettled() {
		facts = append(facts, due)
	}
	return v.Facts(facts...)
}

func openHours(v part.View, words string) app.UI {
	if words == "" {
		return part.Group()
	}
	return v.Muted("rung.hours", part.Name("hours", words))
}

// helpAsk is the form to those who administer.
func helpAsk(v part.View, d wire.HelpAsk) (app.UI, string) {
	if d.Nobody {
		who := v.Text("ask.nobody.operator")
		if d.Operator != "" {
			who = v.Sentence("ask.nobody.contact", part.Name("operator", d.Operator))
		}
		return v.Card(part.Card{Title: "ask.title", Back: v.Path("/help/sign-in"), Body: []app.UI{v.Sentence("ask.nobody", part.Name("org", v.Site())), who}})
	}
	return v.Card(part.Card{Title: "ask.title", Back: v.Path("/help/sign-in"), Fields: []string{"reason", "message", "reach"}, Body: []app.UI{
		v.Text("ask.text"), whoAdministers(v, d.Names, d.Text),
		v.Form(v.Path("/help/sign-in/ask"), askFields(v, d.Reason, d.Message, d.Reach)...),
	}})
}

// askFields are those of both forms.
func askFields(v part.View, reason domain.RequestReason, message, reach string) []app.UI {
	var reasons []part.Radio
	for _, r := range domain.RequestReasons {
		reasons = append(reasons, part.Radio{Value: string(r), Label: v.T("ask.reason." + string(r))})
	}
	return []app.UI{
		v.RadioCards("reason", v.T("ask.reason"), string(reason), reasons),
		v.Area(part.Field{Name: "message", Label: v.T("ask.message"), Value: message, Optional: true}, 3),
		v.Field(part.Field{Name: "reach", Label: v.T("ask.reach"), Hint: v.T("ask.reach.hint"), Value: reach}),
		part.Actions(v.Submit(part.Primary, v.T("ask.submit"))),
	}
}

// helpSupport is the form to support's desk (S16).
func helpSupport(v part.View, d wire.HelpSupport) (app.UI, string) {
	return v.Card(part.Card{Title: "support.title", Back: v.Path("/help/sign-in"), Fields: []string{"reason", "message", "reach"}, Body: []app.UI{
		v.Text("support.text"), part.Line(or(d.Who, v.T("support.desk")) + ": " + v.N("support.due", d.Due)), openHours(v, d.Hours),
		v.Form(v.Path("/help/sign-in/support"), askFields(v, d.Reason, d.Message, d.Reach)...),
	}})
}

func helpSupported(v part.View, d wire.HelpSupported) (app.UI, string) {
	return v.Card(part.Card{Title: "supported.title", Body: []app.UI{
		v.Callout("ok", v.T("supported.sent")), helpCase(v, d.Case), v.Text("supported.check"), v.Text("supported.mail"),
		part.Links(v.Link(v.T("helpsignin.back"), v.Path("/sign-in")), v.Link(v.T("needhelp.signin"), v.Path("/help/sign-in"))),
	}})
}

func helpAsked(v part.View, d wire.HelpAsked) (app.UI, string) {
	return v.Card(part.Card{Title: "asked.title", Body: []app.UI{
		v.Callout("ok", v.T("asked.sent", "org", v.Site())),
		ownRequest(v, d.Request), v.Text("asked.check"), v.Text("asked.mail"),
		part.Links(v.Link(v.T("helpsignin.back"), v.Path("/sign-in")), v.Link(v.T("needhelp.signin"), v.Path("/help/sign-in"))),
	}})
}

// ownRequest is what became of a request, as the browser that made it sees it.
func ownRequest(v part.View, d wire.OwnRequest) app.UI {
	state := v.T("asked.state." + string(d.State))
	if d.Decision != "" {
		state = v.T("asked.state.declined.why", "why", d.Decision)
	}
	return part.Group(v.Facts(part.Fact{Name: v.T("asked.number"), Value: d.Number, Ltr: true}, part.Fact{Name: v.T("asked.about"), Value: v.T("request.kind." + string(d.Kind))},
		part.Fact{Name: v.T("asked.state"), Value: state}, part.Fact{Name: v.T("asked.when"), Value: v.Exact(d.CreatedAt)}))
}

// stopRequest asks before it acts: programs that read mail open links too.
func stopRequest(v part.View, d wire.StopRequest) (app.UI, string) {
	about := "stop.about"
	if d.Support {
		about = "stop.support"
	}
	return v.Card(part.Card{Title: "stop.title", Body: []app.UI{
		v.Sentence(about, part.Ltr("number", d.Number), part.Plain("what", v.T("request.kind."+string(d.Kind))), part.Plain("when", v.Exact(d.At))),
		v.Text("stop.then"),
		v.Form(v.Path("/request"), part.Actions(v.Submit(part.Danger, v.T("stop.submit")))),
		v.Muted("stop.was"),
	}})
}

func requestStopped(v part.View, d wire.RequestStopped) (app.UI, string) {
	return v.Card(part.Card{Title: "stopped.title", Body: []app.UI{
		v.Sentence("stopped.text", part.Ltr("number", d.Number), part.Name("org", v.Site())), v.Text("stopped.next"),
		part.Actions(v.LinkButton(part.Primary, v.T("objection.done.signin"), d.SignIn)),
	}})
}
