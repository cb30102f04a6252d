package page

import (
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

// verifySent is the second step by a code in a text message or an e-mail.
func verifySent(v part.View, d wire.VerifySent) (app.UI, string) {
	body := []app.UI{askedOf(v, d.Email, d.Reset)}
	if d.Granted {
		body = append(body, openUntil(v, d.TextUntil))
		d.TextUntil = time.Time{} // no way to itself
	}
	if d.SentAt.IsZero() {
		body = append(body, v.Sentence("sent.will."+d.Kind, part.Ltr("hint", d.Hint)),
			v.Form(v.Path("/sign-in/verify/send"), part.Hidden("way", d.Way),
				part.Actions(v.SubmitAfter(part.Primary, v.T("sent.send"), "sent.wait", d.Wait))),
			ladder(v), part.Links(cantVerify(v, d.Reset)), instead(v, d.TextUntil))
		return v.Card(part.Card{Title: titled("sent.title."+d.Kind, d.Reset), Back: v.Path("/sign-in"), Body: body})
	}
	var again, advice app.UI
	if d.Again {
		again = v.Callout("ok", v.T("sent.new"))
	}
	few := d.TriesLeft == 1 || d.TriesLeft == 2
	if failedSent(v) != "" || few {
		advice = v.CalloutWith("info", part.If(failedSent(v) != "", func() app.UI { return v.Text("sent.retry") }),
			part.If(few, func() app.UI { return part.Line(v.N("verify.tries", d.TriesLeft)) }))
	}
	var recovery app.UI
	if d.LooksRecovery {
		recovery = v.CalloutWith("info", v.Text("verify.recovery"),
			v.SubmitTo(part.LinkLike, v.T("verify.recovery.use"), v.Path("/sign-in/verify/recovery")))
	}
	body = append(body, wentTo(v, d.Kind, d.Hint, d.SentAt, d.Lost, again, signInCode(v, d.Way)),
		v.Form(v.Path("/sign-in/verify"), part.Hidden("way", d.Way),
			sentField(v, d.Typed, d.Digits, true), advice, recovery, trustBox(v, d.Trust),
			part.Actions(v.Submit(part.Primary, v.T("verify.submit")))),
		v.InlineForm(v.Path("/sign-in/verify/send"), part.Hidden("way", d.Way),
			v.SubmitAfter(part.LinkLike, v.T("sent.again"), "sent.wait", d.Wait)),
		part.Links(v.Link(v.T("sent.where"), v.Path("/sign-in/verify/resend?way="+escape(d.Way)))), ladder(v), part.Links(cantVerify(v, d.Reset)), instead(v, d.TextUntil))
	return v.Card(part.Card{Title: titled("sent.title."+d.Kind, d.Reset), Back: v.Path("/sign-in"), Lean: true, Problem: failedSent(v), Body: body})
}

// failedSent is the heading of R16 over a sent code that was wrong.
func failedSent(v part.View) string {
	if v.Page.Errors["code"].Code == "code_wrong" {
		return "summary.verify"
	}
	return ""
}

func sentField(v part.View, typed string, digits int, selfSubmit bool) app.UI {
	return v.Code(part.Field{Name: "code", Label: v.T("sent.code"), Value: typed, Focus: true,
		Hint: v.T("sent.code.hint", "digits", strconv.Itoa(digits))}, digits, selfSubmit)
}

// resend says what to do about a message that did not arrive.
func resend(v part.View, d wire.Resend) (app.UI, string) {
	var sent, sender app.UI
	if !d.SentAt.IsZero() {
		sent = v.Sentence("resend.sent."+d.Kind, part.Ltr("hint", d.Hint), v.Clock("time", d.SentAt))
	}
	var gone app.UI
	if d.Lost {
		gone, sent = lost(v, d.Kind), nil
	}
	if d.Sender != "" && d.Kind == "email" {
		sender = v.Sentence("resend.sender", part.Ltr("email", d.Sender))
	}
	return v.Card(part.Card{Title: "resend.title", Back: v.Path("/sign-in/verify?way=" + escape(d.Way)), Body: []app.UI{
		gone, part.Consequences(v.N("resend.wait", d.Minutes), v.T("resend.check."+d.Kind)),
		sender, sent,
		v.Form(v.Path("/sign-in/verify/send"), part.Hidden("way", d.Way),
			part.Actions(v.SubmitAfter(part.Primary, v.T("sent.again"), "sent.wait", d.Wait))),
		ladder(v), part.Links(v.Link(v.T("resend.lost."+d.Kind), v.Path("/help/sign-in"))),
	}})
}

// setupSent verifies a number or an address.
func setupSent(v part.View, d wire.SetupSent) (app.UI, string) {
	if d.Hint == "" {
		return askAddress(v, d)
	}
	var again app.UI
	if d.Again {
		again = v.Callout("ok", v.T("sent.new"))
	}
	here := v.Path("/setup/" + d.Kind)
	return v.Card(part.Card{Title: "sent.title." + d.Kind, Step: d.Step, Back: d.Back, Lean: true, Problem: failedSent(v), Fields: []string{"code"}, Body: []app.UI{
		wentTo(v, d.Kind, d.Hint, d.SentAt, d.Lost, again, setUpCode(v)),
		v.Form(here, part.Hidden("action", "confirm"), sentField(v, d.Typed, d.Digits, false),
			part.Actions(v.Submit(part.Primary, v.T("sent.confirm")))),
		v.InlineForm(here, part.Hidden("action", "again"), v.SubmitAfter(part.LinkLike, v.T("sent.again"), "sent.wait", d.Wait)),
		part.Links(v.Link(v.T("sent.change."+d.Kind), here+"?change=1")),
	}})
}

func askAddress(v part.View, d wire.SetupSent) (app.UI, string) {
	var field app.UI
	if d.Kind == "email" {
		field = v.Field(part.Field{Name: "email", Label: v.T("setup.email.label"), Type: "email", Autocomplete: "email", Value: d.Address, Ltr: true})
	} else {
		field = v.Phone(part.Field{Name: "phone", Label: v.T("setup.text.label"), Hint: v.T("setup.text.hint"), Value: d.Address}, v.T("setup.text.country"), d.Country, d.Countries)
	}
	return v.Card(part.Card{Title: backupTitle(d.Backup, d.Kind, "setup.title."+d.Kind), Step: d.Step, Back: d.Back, Fields: []string{"phone", "email"}, Body: []app.UI{
		backupText(v, d.Backup),
		v.Text("setup.use." + d.Kind),
		v.Form(v.Path("/setup/"+d.Kind), part.Hidden("action", "send"), field,
			part.Actions(v.Submit(part.Primary, v.T("verify.submit")))),
	}})
}
