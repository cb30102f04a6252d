package acceptance_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// People who are locked out ask those who administer (F14, F27, F33).
func TestAcceptanceRequests(t *testing.T) {
	inOrgs(t,
		acase{"F27 O14 P22 a request from the code page, declined with a reason, script off", optionally(asksAndIsDeclined)},
		acase{"O14 F27 a reset answers the request", optionally(resetAnswers)},
		acase{"F27 stopped by the link in the mail", optionally(stopsRequest)},
		acase{"P22 strangers learn nobody's name", optionally(namesAfterPassword)},
		acase{"F27 one open request, and so many a day", optionally(onlySoMany)},
		acase{"F27 seven days and a second", optionally(requestExpires)},
		acase{"R17 F27 ask to unlock", optionally(asksToUnlock)},
		acase{"F27 who calls is checked", optionally(callerIsChecked)},
		acase{"F27 who may answer whom", optionally(whoAnswersWhom)},
		acase{"F27 one takes over from another, and the person is told that somebody is on it", optionally(takesOver)},
		acase{"F27 a program is no browser that signed in before", optionally(programIsNoBrowser)},
		acase{"O14 how many requests wait stands beside their place, for those who answer", optionally(countsWaiting)},
	)
}

// optionally runs a case where everybody may set up two-step verification.
func optionally(run func(*testing.T, *org)) func(*testing.T, *org) {
	return func(t *testing.T, o *org) {
		o.policy(optional)
		run(t, o)
	}
}

var lostPhone = []string{"reason", "lost_phone", "message", "It fell into the lake", "reach", "Phone 4711"}

// waiting signs in by password and stands at the code page.
func (p *person) waiting() *browser {
	p.t.Helper()
	in := "/t/" + p.org + "/sign-in"
	return p.elsewhere().page().open(in).send(in, "username", p.email, "password", p.password).wants(in + "/verify")
}

// asks sends a request from the code page.
func (p *person) asks() *browser {
	p.t.Helper()
	ask := "/t/" + p.org + "/help/sign-in/ask"
	p.h.pass(time.Second) // the newest message is found by its time
	return p.waiting().open(ask).send(ask, lostPhone...).wants(ask, "Request sent to the administrators of The "+p.org, "R-1")
}

// queue is the requests as somebody reads them.
func (p *person) queue(query string) []wire.RequestRow {
	p.t.Helper()
	p.ask(http.MethodGet, "/t/"+p.org+"/api/v1/requests"+query, nil).wants(http.StatusOK)
	return into[wire.Requests](p.client).Data
}

func asksAndIsDeclined(t *testing.T, o *org) {
	maria, ada := o.member("maria", domain.RoleUser), o.member("ada", domain.RoleAdmin)
	ada.do(wire.ChooseLanguage, wire.LanguageRequest{Language: "de"}).wants(http.StatusNoContent)
	ask := o.path("/help/sign-in/ask")
	b := maria.waiting().says(t, true, "Lost your phone? Ask your administrator").open(ask).wants(ask, "Your administrators: Olga Owner, Ada", "How can they reach you?")
	o.h.pass(time.Second)
	b.send(ask, "reason", "", "reach", "").wants(ask, "Enter a reason.", "Say how they can reach you")
	b.send(ask, lostPhone...).wants(ask, "usually answer in one working day", "Expect a call or a visit", "Number R-1001", "Waiting for an administrator")
	for who, kind := range map[*person]string{maria: "request_made", o.owner: "request_waiting", ada: "request_waiting"} {
		if who.told(kind) != 1 {
			t.Errorf("%s was told %v", who.email, who.letters())
		}
	}
	if l := o.h.mail(t, ada.email); l.Lang != "de" || l.Args["who"] != "Maria" || !strings.Contains(l.Args["link"], "/admin/requests/req_") {
		t.Errorf("ada reads %+v", l)
	}
	list := ada.queue("")
	if len(list) != 1 || list[0].Number != "R-1001" || list[0].PersonName != "Maria" || list[0].Reach != "Phone 4711" || list[0].Answer != "" {
		t.Fatalf("the queue is %+v", list)
	}
	id := list[0].ID
	r := read[wire.RequestView](ada.client, wire.ReadRequest, nil, id)
	if r.Message != "It fell into the lake" || r.Reason != "lost_phone" || r.Browser == "" || len(r.Signals) < 2 || r.Signals[0].Word != "browser_new" || r.Signals[1].Word != "network_new" {
		t.Errorf("ada reads %+v", r)
	}
	ada.do(wire.DeclineRequest, wire.DeclineRequestRequest{}, id).refused(http.StatusUnprocessableEntity, domain.CodeReasonRequired)
	o.h.pass(time.Second)
	ada.do(wire.DeclineRequest, wire.DeclineRequestRequest{Reason: "You didn't pick up"}, id).wants(http.StatusNoContent)
	ada.do(wire.DeclineRequest, wire.DeclineRequestRequest{Reason: "Again"}, id).refused(http.StatusConflict, domain.CodeRequestClosed)
	if l := o.h.mail(t, maria.email); l.Kind != "request_declined" || l.Args["reason"] != "You didn't pick up" || l.Args["by"] != "Ada" || l.Args["place"] != "" {
		t.Errorf("maria reads %+v", l)
	}
	b.open(o.path("/help/sign-in")).wants(o.path("/help/sign-in"), "Your request", "R-1001", "Declined: You didn't pick up")
	if len(ada.queue("")) != 0 || ada.queue("?ended=true")[0].State != domain.RequestDeclined {
		t.Error("the queue still has it")
	}
	for _, kind := range []domain.EventKind{domain.EventRequestMade, domain.EventRequestDeclined} {
		if len(o.events(kind, maria.id)) != 1 {
			t.Errorf("%s stands %d times in the log", kind, len(o.events(kind, maria.id)))
		}
	}
}

func resetAnswers(t *testing.T, o *org) {
	maria := o.member("maria", domain.RoleUser)
	b := maria.asks()
	o.owner.confirm().do(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}, maria.id).wants(http.StatusOK)
	if ended := o.owner.queue("?ended=true"); len(ended) != 1 || ended[0].State != domain.RequestDone || ended[0].DecidedBy != "Olga Owner" {
		t.Fatalf("ended: %+v", ended)
	}
	b.open(o.path("/help/sign-in")).wants(o.path("/help/sign-in"), "Done. Sign in to go on.")
	if maria.told("request_done") != 1 || maria.told("reset") != 1 {
		t.Errorf("maria was told %v", maria.letters())
	}
	maria.elsewhere().start(wire.NextSetUp)
}

// stopsRequest: somebody with Maria's password asks for her. She reads the
// mail, and opening the link does nothing yet.
func stopsRequest(t *testing.T, o *org) {
	maria := o.member("maria", domain.RoleUser)
	thief := maria.asks()
	letter := o.h.mail(t, maria.email)
	link := o.h.path(letter.Args["link"])
	if letter.Kind != "request_made" || !strings.HasPrefix(link, o.path("/request/")) {
		t.Fatalf("maria reads %+v", letter)
	}
	b := o.h.browser(t).open(link).wants(o.path("/request"), "Stop this request?", "R-1001", "Lost phone or app")
	b.open(link).open(o.path("/request"))
	if o.owner.queue("")[0].State != domain.RequestOpen {
		t.Fatal("opening the link stopped the request")
	}
	b.send(o.path("/request")).wants(o.path("/request"), "The request is stopped", "somebody knows the old one")
	if o.owner.queue("?ended=true")[0].State != domain.RequestStopped || o.owner.told("request_stopped") != 1 {
		t.Errorf("the owner was told %v", o.owner.letters())
	}
	if e := o.events(domain.EventRequestStopped, maria.id); len(e) != 1 || e[0].Actor.ID != "" {
		t.Errorf("events %+v", e)
	}
	if b.open(link); b.code != http.StatusGone {
		t.Errorf("the link works again: %d", b.code)
	}
	thief.open(o.path("/sign-in/verify"))
	if thief.at == o.path("/sign-in/verify") {
		t.Error("the half-finished sign-in lives on")
	}
}

func namesAfterPassword(t *testing.T, o *org) {
	maria := o.member("maria", domain.RoleUser)
	help := o.path("/help/sign-in")
	stranger := o.h.browser(t).open(help).wants(help, "I don't have my phone or app", "Sign in with your password first.").says(t, false, "Olga")
	stranger.open(o.path("/help/sign-in/ask")).wants(help)
	maria.waiting().open(help).wants(help, "Your administrators: Olga Owner", "Ask your administrator")
	o.policy(func(p *wire.Policy) {
		p.WaysBack.AdminsShown, p.WaysBack.AdminsText = domain.AdminsByText, "The front desk, second floor"
	})
	maria.waiting().open(help).wants(help, "The front desk, second floor").says(t, false, "Olga")
	stranger.open(help).says(t, false, "front desk")
	state := read[wire.HelpState](o.h.client(t, o.short), wire.ReadHelp, nil)
	for _, way := range state.Rungs {
		if len(way.Names) > 0 || way.Text != "" {
			t.Errorf("the API tells strangers %+v", way)
		}
	}
	maria.elsewhere().do(wire.AskForHelp, wire.AskForHelpRequest{Kind: domain.RequestLostDevice, Reason: "other", Reach: "x"}).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)
	o.policy(func(p *wire.Policy) {
		p.WaysBack.Ladder = []domain.Rung{domain.RungOtherMethod, domain.RungRecoveryCode}
	})
	p := maria.elsewhere()
	p.start(wire.NextSecondStep)
	p.do(wire.AskForHelp, wire.AskForHelpRequest{Kind: domain.RequestLostDevice, Reason: "other", Reach: "x"}).refused(http.StatusForbidden, domain.CodeRequestsOff)
}

func onlySoMany(t *testing.T, o *org) {
	maria := o.member("maria", domain.RoleUser)
	maria.asks()
	ask := o.path("/help/sign-in/ask")
	maria.waiting().open(ask).wants(ask, "Request sent", "R-1001")
	in := wire.AskForHelpRequest{Kind: domain.RequestLostDevice, Reason: "other", Reach: "x"}
	p := maria.elsewhere()
	p.start(wire.NextSecondStep)
	if again := read[wire.OwnRequest](p.client, wire.AskForHelp, in); again.Number != "R-1001" || maria.told("request_made") != 1 || o.owner.told("request_waiting") != 1 {
		t.Errorf("asking again: %+v, told %v", again, maria.letters())
	}
	for range 4 {
		o.owner.do(wire.DeclineRequest, wire.DeclineRequestRequest{Reason: "no"}, o.owner.queue("")[0].ID).wants(http.StatusNoContent)
		p.do(wire.AskForHelp, in).wants(http.StatusOK)
	}
	o.owner.do(wire.DeclineRequest, wire.DeclineRequestRequest{Reason: "no"}, o.owner.queue("")[0].ID).wants(http.StatusNoContent)
	p.do(wire.AskForHelp, in).refused(http.StatusTooManyRequests, domain.CodeRateLimited)
}

func requestExpires(t *testing.T, o *org) {
	maria := o.member("maria", domain.RoleUser)
	maria.asks()
	end := o.owner.queue("")[0].ExpiresAt
	if life := end.Sub(o.h.now()); life != 7*24*time.Hour {
		t.Fatalf("it is open for %s", life)
	}
	o.h.pass(7*24*time.Hour - time.Minute)
	o.owner.elsewhereAs(o.owner)
	o.h.pass(end.Sub(o.h.now()) - time.Second)
	o.h.work(t)
	if list := o.owner.queue(""); len(list) != 1 || list[0].State != domain.RequestOpen {
		t.Fatalf("a second before: %+v", list)
	}
	o.h.pass(2 * time.Second)
	o.h.work(t)
	if list := o.owner.queue("?ended=true"); len(list) != 1 || list[0].State != domain.RequestExpired || maria.told("request_expired") != 1 {
		t.Fatalf("after it: %+v, told %v", list, maria.letters())
	}
	if e := o.logged(domain.EventRequestExpired, nil, maria); e.Detail["number"] != "R-1001" {
		t.Errorf("the log says %v", e.Detail)
	}
	maria.asks()
}

// elsewhereAs signs in again, where the session ended by time.
func (p *person) elsewhereAs(q *person) { *p = *q.elsewhere().signIn() }

func asksToUnlock(t *testing.T, o *org) {
	maria := o.member("maria", domain.RoleUser)
	verify := o.path("/sign-in/verify")
	b := maria.waiting()
	for range 5 {
		b.send(verify, "code", maria.wrong())
	}
	b.open(verify).wants(verify, "Too many wrong codes", "Ask your administrator to unlock", "It wasn't you?", "Choose a new password")
	b.send(o.path("/help/sign-in/unlock")).wants(o.path("/help/sign-in/unlock"), "Request sent to the administrators of", "Signing in is paused")
	id := o.owner.queue("")[0].ID
	o.owner.confirm().do(wire.UnlockByRequest, nil, id).wants(http.StatusNoContent)
	if maria.told("request_done") != 1 || o.owner.queue("?ended=true")[0].State != domain.RequestDone {
		t.Errorf("maria was told %v", maria.letters())
	}
	if e := o.logged(domain.EventRequestDone, o.owner, maria); e.Detail["number"] != "R-1001" || e.Detail["kind"] != "unlock" {
		t.Errorf("the log says %v", e.Detail)
	}
	b.open(verify).send(verify, "code", maria.code())
	if b.at == verify {
		t.Errorf("still at the code page: %s", b.text())
	}
}

func callerIsChecked(t *testing.T, o *org) {
	maria := o.member("maria", domain.RoleUser)
	page := maria.asks()
	id := o.owner.queue("")[0].ID
	o.h.pass(time.Second)
	o.owner.confirm().do(wire.SendCallerCode, wire.CallerSendRequest{Method: domain.MethodText}, id).refused(http.StatusConflict, domain.CodeCallerNoWay)
	o.owner.do(wire.SendCallerCode, wire.CallerSendRequest{Method: domain.MethodEmail}, id).wants(http.StatusNoContent)
	if e := o.logged(domain.EventCallerCode, o.owner, maria); e.Detail["number"] != "R-1001" || e.Detail["method"] != "email" {
		t.Errorf("the log says %v", e.Detail)
	}
	right := maria.sentCode()
	if l := maria.messages()[0]; l.Args["purpose"] != "caller" {
		t.Fatalf("maria reads %+v", l)
	}
	// The code is of a purpose of its own: it signs nobody in.
	page.open(o.path("/sign-in/verify")).send(o.path("/sign-in/verify"), "code", right).wants(o.path("/sign-in/verify"), "That code is not correct.")
	check := func(code string) *client {
		return o.owner.do(wire.CheckCaller, wire.CallerCheckRequest{Method: domain.MethodEmail, Code: code}, id)
	}
	check(maria.noCode()).refused(http.StatusUnprocessableEntity, domain.CodeCallerWrong)
	check(right).wants(http.StatusNoContent)
	if r := read[wire.RequestView](o.owner.client, wire.ReadRequest, nil, id); r.CheckedHow != domain.MethodEmail || r.CheckedBy != "Olga Owner" || r.TriesLeft != 1 {
		t.Errorf("after a right code: %+v", r)
	}
	check(right).refused(http.StatusUnprocessableEntity, domain.CodeCallerWrong)
	check(right).refused(http.StatusConflict, domain.CodeCallerTries)
	if e := o.events(domain.EventCallerChecked, maria.id); len(e) != 3 || !slices.ContainsFunc(e, func(x wire.Event) bool { return x.OK }) {
		t.Errorf("events %+v", e)
	}
}

// becomes gives the person a role that invitations don't offer.
func (p *person) becomes(role domain.Role) *person {
	p.t.Helper()
	t, err := p.h.flows.Tenant(p.t.Context(), p.org)
	check(p.t, err)
	check(p.t, p.h.db.In(p.t.Context(), tenancy.Of(t.ID), func(tx *store.Tx) error {
		now, err := tx.User(p.t.Context(), p.id)
		if err != nil {
			return err
		}
		_, err = tx.ChangeUser(p.t.Context(), p.id, now.SecurityVersion, store.UserChange{Role: role, At: p.h.now()})
		return err
	}))
	return p
}

func whoAnswersWhom(t *testing.T, o *org) {
	maria, hal, otto := o.member("maria", domain.RoleUser), o.member("hal", domain.RoleUser).becomes(domain.RoleHelpdesk), o.member("otto", domain.RoleOwner)
	ada, ina := o.member("ada", domain.RoleAdmin), o.member("ina", domain.RoleUser).becomes(domain.RoleAuditor)
	maria.asks()
	ada.asks()
	ask := o.path("/help/sign-in/ask")
	otto.waiting().open(ask).wants(ask, "Nobody at The "+o.short+" can do this for you", "Contact the company that runs this service.")
	names := func(list []wire.RequestRow) (out []string) {
		for _, r := range list {
			out = append(out, r.PersonName+" "+string(r.Answer))
		}
		return out
	}
	for who, want := range map[*person][]string{hal: {"Maria "}, ada: {"Maria ", "Ada self_forbidden"}, otto: {"Maria ", "Ada "}} {
		if got := names(who.queue("")); !slices.Equal(got, want) {
			t.Errorf("%s sees %q", who.email, got)
		}
	}
	if hal.told("request_waiting") != 1 || ada.told("request_waiting") != 1 || otto.told("request_waiting") != 2 {
		t.Errorf("told: hal %v, ada %v, otto %v", hal.letters(), ada.letters(), otto.letters())
	}
	ofAda := otto.queue("")[1].ID
	hal.do(wire.ReadRequest, nil, ofAda).refused(http.StatusNotFound, domain.CodeNotFound)
	ada.do(wire.TakeRequest, wire.TakeRequestRequest{}, ofAda).refused(http.StatusForbidden, domain.CodeSelfForbidden)
	for _, outsider := range []*person{ina, maria} {
		outsider.do(wire.ListRequests, nil).refused(http.StatusForbidden, domain.CodeForbidden)
	}
	hal.do(wire.DeclineRequest, wire.DeclineRequestRequest{Reason: "no"}, hal.queue("")[0].ID).wants(http.StatusNoContent)
}

func takesOver(t *testing.T, o *org) {
	maria, ada := o.member("maria", domain.RoleUser), o.member("ada", domain.RoleAdmin)
	b := maria.asks()
	id := ada.queue("")[0].ID
	ada.do(wire.TakeRequest, wire.TakeRequestRequest{}, id).wants(http.StatusNoContent)
	o.logged(domain.EventRequestTaken, ada, maria)
	b.open(o.path("/help/sign-in")).wants(o.path("/help/sign-in"), "An administrator is on it")
	if l := letterOf(t, o, maria, "request_taken"); l.Args["by"] != "Ada" || l.Args["number"] != "R-1001" || l.Args["place"] != "" || !strings.HasPrefix(o.h.path(l.Args["link"]), o.path("/request/")) {
		t.Errorf("maria reads %+v", l)
	}
	p := o.owner.do(wire.TakeRequest, wire.TakeRequestRequest{}, id).refused(http.StatusConflict, domain.CodeRequestTaken)
	if p.Args["name"] != "Ada" {
		t.Errorf("taken by %v", p.Args)
	}
	o.owner.do(wire.DeclineRequest, wire.DeclineRequestRequest{Reason: "no"}, id).refused(http.StatusConflict, domain.CodeRequestTaken)
	o.owner.do(wire.TakeRequest, wire.TakeRequestRequest{Over: true}, id).wants(http.StatusNoContent)
	if e := o.events(domain.EventRequestTaken, maria.id); len(e) != 2 || !slices.ContainsFunc(e, func(x wire.Event) bool { return x.Actor.ID == o.owner.id && x.Detail["from"] == "Ada" }) {
		t.Errorf("the log says %+v", e)
	}
	ada.do(wire.DeclineRequest, wire.DeclineRequestRequest{Reason: "no"}, id).refused(http.StatusConflict, domain.CodeRequestTaken)
	if maria.told("request_taken") != 1 {
		t.Errorf("told of each who takes over: %v", maria.letters())
	}
	o.owner.do(wire.DeclineRequest, wire.DeclineRequestRequest{Reason: "no"}, id).wants(http.StatusNoContent)
}

func countsWaiting(t *testing.T, o *org) {
	maria, hal := o.member("maria", domain.RoleUser), o.member("hal", domain.RoleUser).becomes(domain.RoleHelpdesk)
	ada, ina := o.member("ada", domain.RoleAdmin), o.member("ina", domain.RoleUser).becomes(domain.RoleAuditor)
	waiting := func(p *person) (n int64) {
		p.h.pass(time.Second)
		for _, place := range p.page().open(o.path("/admin/people")).wants(o.path("/admin/people")).page().Nav {
			n += place.Waiting
		}
		return n
	}
	if n := waiting(ada); n != 0 {
		t.Errorf("%d wait at first", n)
	}
	maria.asks()
	ada.asks()
	for who, want := range map[*person]int64{o.owner: 2, ada: 2, hal: 1, ina: 0} {
		if n := waiting(who); n != want {
			t.Errorf("%s sees %d", who.email, n)
		}
	}
	o.owner.do(wire.DeclineRequest, wire.DeclineRequestRequest{Reason: "no"}, o.owner.queue("")[0].ID).wants(http.StatusNoContent)
	if n := waiting(o.owner); n != 1 {
		t.Errorf("%d wait after one ended", n)
	}
}

// programIsNoBrowser: somebody's app signs in by bearer tokens. Whoever asks for
// help by one is not known by that.
func programIsNoBrowser(t *testing.T, o *org) {
	maria := o.member("maria", domain.RoleUser)
	app, thief := *maria, *maria
	app.client = o.h.bearer(t, o.short, "")
	app.signIn()
	thief.client = o.h.bearer(t, o.short, "")
	thief.start(wire.NextSecondStep)
	thief.do(wire.AskForHelp, wire.AskForHelpRequest{Kind: domain.RequestLostDevice, Reason: "lost_phone", Message: "It fell into the lake", Reach: "Phone 4711"}).wants(http.StatusOK)
	r := read[wire.RequestView](o.owner.client, wire.ReadRequest, nil, o.owner.queue("")[0].ID)
	if r.Signals[0].Word != "browser_new" {
		t.Errorf("the signals are %+v", r.Signals)
	}
}
