package acceptance_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/policies"
)

func TestAcceptancePRequired(t *testing.T) {
	inOrgs(t,
		acase{"P10 required is one setting of one document, and nothing changes before it is saved", oneControl},
		acase{"P11 F3 F39 everybody concerned has a notice and one mail within a minute", everybodyIsTold},
		acase{"P12 F3 every click leads to set-up, of a user", func(t *testing.T, o *org) { everyClick(t, o, domain.RoleUser) }},
		acase{"P12 F3 every click leads to set-up, of an admin", func(t *testing.T, o *org) { everyClick(t, o, domain.RoleAdmin) }},
		acase{"P12 F3 every call of a client with a bearer token is refused with where to go", everyBearerCall},
		acase{"P13 F4 while required nobody turns it off", nobodyTurnsOff},
		acase{"P13 F4 while required the last method that counts stays, whatever else there is", lastThatCountsStays},
		acase{"P14 F2 people who come later are under the rule with no further action", newPeople},
		acase{"F2 from the next sign-in on, open sessions go on", fromNextSignIn},
		acase{"F2 at once, open sessions stop at their next request", atOnce},
		acase{"F3 who turned it off before it was required is at the gate", turnedOffBefore},
		acase{"F3 set-up opens the gate in the same session", setUpOpensGate},
		acase{"F3 giving required up opens the gate", optionalOpensGate},
	)
}

func oneControl(t *testing.T, o *org) {
	maria := o.join("maria", domain.RoleUser)
	doc := read[wire.PolicyDocument](o.owner.client, wire.ReadPolicy, nil)
	if doc.Policy.Mode != domain.ModeOff {
		t.Fatalf("a new organization starts with %s", doc.Policy.Mode)
	}
	tag := o.owner.header.Get("ETag")
	required(domain.StartAtOnce)(&doc.Policy)
	preview := read[wire.PolicyPreview](o.owner.client, wire.PreviewPolicy, wire.PreviewPolicyRequest{Policy: doc.Policy})
	if preview.MustSetUp != 1 || !preview.AtOnce || len(preview.Changes) != 2 || !slices.Equal(preview.Examples, []string{"Maria"}) {
		t.Fatalf("the preview says %+v", preview)
	}
	path, body := o.path("/api/v1/policy"), wire.SavePolicyRequest{Policy: doc.Policy}
	o.owner.confirm()
	o.owner.ask(http.MethodPut, path, body).refused(http.StatusPreconditionRequired, domain.CodePreconditionRequired)
	o.owner.ask(http.MethodPut, path, body, "If-Match", `"99"`).refused(http.StatusPreconditionFailed, domain.CodeConflict)
	o.owner.ask(http.MethodPut, path, body, "If-Match", "*").refused(http.StatusPreconditionFailed, domain.CodeConflict)
	maria.do(wire.SavePolicy, nil).refused(http.StatusForbidden, domain.CodeForbidden)
	if s := maria.session(); s.TwoStep.Required || s.ActsAs != domain.RoleUser {
		t.Fatalf("before it is saved: %+v", s.TwoStep)
	}
	o.owner.ask(http.MethodPut, path, body, "If-Match", tag).wants(http.StatusOK)
	if s := maria.session(); !s.TwoStep.Required || s.ActsAs != domain.RolePending {
		t.Fatalf("after it was saved: %+v", s.TwoStep)
	}
	// Saving over a version that is gone changes nothing and tells whose it is.
	body.Policy.Mode = domain.ModeOff
	o.owner.ask(http.MethodPut, path, body, "If-Match", tag).refused(http.StatusPreconditionFailed, domain.CodeConflict)
	if o.owner.header.Get("ETag") == tag {
		t.Error("the refusal names the old version")
	}
}

func everybodyIsTold(t *testing.T, o *org) {
	second := o.h.second(t)
	sent, stop := o.h.working(t, second)
	without, invited := o.join("maria", domain.RoleUser), o.invited("ines", domain.RoleUser)
	admin, ready, away := o.join("sam", domain.RoleAdmin), o.join("noah", domain.RoleUser), o.join("zoe", domain.RoleUser)
	o.policy(optional)
	ready.confirm().setUp()
	o.owner.confirm().do(wire.SuspendPerson, nil, away.id).wants(http.StatusNoContent)
	o.policy(required(domain.StartNextSignIn))
	minute := time.After(time.Minute) // of the wall clock: two workers are running
	got := map[string]int{}
	for got[without.email] == 0 || got[admin.email] == 0 {
		select {
		case m := <-sent:
			if o.h.kind(t, m) == "required" {
				got[m.To]++
			}
		case <-minute:
			t.Fatalf("after a minute these were sent: %v", got)
		}
	}
	stop()
	o.policy(trusting(14)) // sends nobody new to set-up
	o.h.work(t)
	second.work(t)
	late := append(o.h.sent.all(), second.sent.all()...)
	for len(sent) > 0 {
		late = append(late, <-sent)
	}
	for _, m := range late {
		if o.h.kind(t, m) == "required" {
			got[m.To]++
		}
	}
	for who, want := range map[*person]int{without: 1, admin: 1, ready: 0, away: 0, invited: 0, o.owner: 0} {
		if got[who.email] != want || who.told("required") != want {
			t.Errorf("%s was told %d times of %d mails, want %d", who.email, got[who.email], who.told("required"), want)
		}
	}
	for _, p := range []*person{without, admin} {
		b := p.page().open(o.path("/me/security"))
		if banner := b.page().Banner; banner == nil || banner.Code != "required" || banner.Href != o.path("/setup") {
			t.Errorf("%s sees the notice %+v", p.email, banner)
		}
	}
	if banner := ready.page().open(o.path("/me/security")).page().Banner; banner != nil {
		t.Errorf("who is ready sees %+v", banner)
	}
}

// pendingMay is what a session may do that must set up first: read itself,
// confirm it's them, sign out, set up, and what everybody may.
var pendingMay = []policies.Permission{policies.Public, "limits.read", "session.read", "session.confirm", "session.end", "own.setup", "help.read"}

func everyClick(t *testing.T, o *org, role domain.Role) {
	p := o.join("maria", role)
	o.policy(required(domain.StartAtOnce))
	b := p.page().open(o.path("/")).wants(o.path("/setup"), "requires 2-step verification")
	b.says(t, true, "Sign out").says(t, true, "Help")
	token := b.page().CSRF
	gated := 0
	for _, r := range o.h.door.Routes() {
		if slices.Contains(pendingMay, r.Permission) {
			if r.Method == http.MethodGet && strings.HasPrefix(r.Path, "/t/:org") && !strings.Contains(r.Path, "/sign-in") {
				stillOpen(t, o, p, r)
			}
			continue
		}
		gated++
		atGate(t, o, p, r, token)
	}
	if gated < 30 {
		t.Fatalf("only %d routes were tried", gated)
	}
	// What is left open leads out, too: sign out, and no token for the product.
	p.do(wire.IssueToken, nil).refused(http.StatusForbidden, domain.CodeEnrollmentRequired)
	b.open(o.path("/help")).wants(o.path("/help"))
	b.open(o.path("/setup")).send(o.path("/sign-out")).wants(o.path("/signed-out"))
}

// route is a registered route's address in the organization.
func (o *org) route(r door.Route) string {
	return strings.NewReplacer(":org", o.short, ":id", "usr_aaaa", ":session", "ses_aaaa", ":trust", "trb_aaaa").Replace(r.Path)
}

func stillOpen(t *testing.T, o *org, p *person, r door.Route) {
	t.Helper()
	if p.ask(http.MethodGet, o.route(r), nil); p.problem().Code == domain.CodeEnrollmentRequired || p.status >= 500 {
		t.Errorf("%s %s: %d %s", r.Method, r.Path, p.status, p.problem().Code)
	}
}

// atGate fails unless the route leads to set-up: a page by a redirect, the
// API by a refusal that names the address.
func atGate(t *testing.T, o *org, p *person, r door.Route, csrf string) {
	t.Helper()
	path, form := o.route(r), url.Values{"csrf": {csrf}}
	if strings.Contains(path, "/api/") {
		p.ask(r.Method, path, nil)
		if got := p.problem(); p.status != http.StatusForbidden || got.Code != domain.CodeEnrollmentRequired || got.Args["set_up"] != o.path("/setup") {
			t.Errorf("%s %s: %d %s %v", r.Method, r.Path, p.status, got.Code, got.Args)
		}
		return
	}
	q, err := http.NewRequest(r.Method, o.h.URL+path, strings.NewReader(form.Encode()))
	check(t, err)
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	check(t, p.send(q))
	if p.status != http.StatusSeeOther || p.header.Get("Location") != o.path("/setup") {
		t.Errorf("%s %s: %d to %q", r.Method, r.Path, p.status, p.header.Get("Location"))
	}
}

func everyBearerCall(t *testing.T, o *org) {
	o.policy(required(domain.StartAtOnce))
	p := o.invited("maria", domain.RoleUser)
	p.client = o.h.bearer(t, o.short, "")
	if next := p.accept().Next; next != wire.NextSetUp {
		t.Fatalf("the invitation led to %s", next)
	}
	for _, r := range o.h.door.Routes() {
		if strings.Contains(r.Path, "/api/") && !slices.Contains(pendingMay, r.Permission) {
			atGate(t, o, p, r, "")
		}
	}
	p.setUp()
	read[wire.TokenAnswer](p.client, wire.IssueToken, nil)
}

func nobodyTurnsOff(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode, p.UserMayDisable = domain.ModeRequired, true })
	maria := o.member("maria", domain.RoleUser)
	if s := maria.session().TwoStep; s.MayTurnOff || !s.Required {
		t.Errorf("the session says %+v", s)
	}
	if m := maria.methods()[0]; m.Keep != domain.CodeMethodRequired {
		t.Errorf("the method may be removed: %q", m.Keep)
	}
	for _, p := range []*person{maria, o.owner} {
		p.confirm()
		p.do(wire.TurnOffTwoStep, wire.TurnOffRequest{}).refused(http.StatusForbidden, domain.CodeMethodRequired)
		p.do(wire.RemoveMethod, nil, p.methods()[0].ID).refused(http.StatusForbidden, domain.CodeMethodRequired)
	}
	maria.signOut().start(wire.NextSecondStep)
	if got := o.events(domain.EventRefused, maria.id); len(got) != 2 || got[0].Detail["reason"] != string(domain.CodeMethodRequired) {
		t.Errorf("of both refusals the log has %+v", got)
	}
	// One of two may go: what is left is still a second step.
	maria.verify(false)
	first := maria.methods()[0].ID
	maria.confirm().setUp()
	read[wire.Renewal](maria.confirm().client, wire.RemoveMethod, nil, first)
	maria.signOut().start(wire.NextSecondStep)
}

// lastThatCountsStays: neither what only helps back in nor what is out of use
// is left as somebody's second step.
func lastThatCountsStays(t *testing.T, o *org) {
	o.policy(sending)
	helps, spent := o.member("maria", domain.RoleUser), o.member("noah", domain.RoleUser)
	helps.verifyAddress(domain.MethodText, mobile)
	o.owner.signIn()
	o.policy(required(domain.StartNextSignIn))
	keeps := func(p *person) {
		t.Helper()
		all := p.confirm().methods()
		at := slices.IndexFunc(all, func(x wire.OwnMethod) bool { return x.Kind == domain.MethodApp && !x.Disabled })
		if len(all) != 2 || at < 0 || all[at].Keep != domain.CodeMethodRequired {
			t.Fatalf("the list says %+v", all)
		}
		p.do(wire.RemoveMethod, nil, all[at].ID).refused(http.StatusForbidden, domain.CodeMethodRequired)
	}
	spent.signOut()
	for range domain.DisableAfter / 5 {
		o.h.pass(31 * time.Minute)
		spent.start(wire.NextSecondStep)
		for range 5 {
			spent.answers("app", spent.wrong())
		}
	}
	spent.refused(http.StatusForbidden, domain.CodeMethodDisabled)
	o.h.pass(31 * time.Minute)
	spent.start(wire.NextSecondStep)
	spent.recover()
	keeps(spent.setUp())

	o.owner.signIn()
	o.policy(func(p *wire.Policy) { p.RecoveryOnly = []domain.Method{domain.MethodText} })
	keeps(helps.signIn())
}

func newPeople(t *testing.T, o *org) {
	early := o.invited("early", domain.RoleUser)
	o.policy(required(domain.StartNextSignIn))
	late := o.invited("late", domain.RoleAdmin)
	phone := o.invited("phone", domain.RoleUser)
	phone.client = o.h.bearer(t, o.short, "")
	for _, p := range []*person{early, late, phone} {
		if next := p.accept().Next; next != wire.NextSetUp {
			t.Errorf("%s was led to %s", p.email, next)
		}
		if s := p.session(); s.ActsAs != domain.RolePending || !s.TwoStep.MustSetUp {
			t.Errorf("%s acts as %s", p.email, s.ActsAs)
		}
		p.do(wire.ReadSecurity, nil).refused(http.StatusForbidden, domain.CodeEnrollmentRequired)
	}
	made := o.madeByCommand()
	if s := made.session(); s.ActsAs != domain.RolePending || !s.TwoStep.MustSetUp {
		t.Errorf("the owner made by command acts as %s", s.ActsAs)
	}
	form := o.invited("form", domain.RoleUser)
	b := form.page().open(o.h.path(o.h.mail(t, form.email).Args["link"])).wants(o.path("/invite"), "Next: set up 2-step verification")
	b.send(o.path("/invite"), "name", "Form", "password", password).wants(o.path("/setup"), "requires 2-step verification")
	b.open(o.path("/me/security")).wants(o.path("/setup"))
}

// madeByCommand is the owner of an organization that the operator made, where
// an admin they invited has required two-step at once since.
func (o *org) madeByCommand() *person {
	o.t.Helper()
	in := flow.NewTenant{Organization: "Made", Short: "made-by-" + o.short, Name: "Mia", Email: "mia@made-by-" + o.short + ".example"}
	_, err := o.h.flows.CreateTenant(o.t.Context(), flow.Request{Now: o.h.now()}, in)
	check(o.t, err)
	mia := &person{client: o.h.client(o.t, in.Short), email: in.Email, password: password}
	if next := mia.accept().Next; next != wire.NextDone {
		o.t.Fatalf("before anything is required the link leads to %s", next)
	}
	made := &org{t: o.t, h: o.h, short: in.Short, owner: mia}
	made.member("sam", domain.RoleAdmin).confirm().savePolicy(required(domain.StartAtOnce)).wants(http.StatusOK)
	return mia
}

func fromNextSignIn(t *testing.T, o *org) {
	maria := o.join("maria", domain.RoleUser)
	o.h.pass(time.Second)
	o.policy(required(domain.StartNextSignIn))
	if s := maria.session(); s.ActsAs != domain.RoleUser || s.TwoStep.MustSetUp {
		t.Fatalf("the open session acts as %s", s.ActsAs)
	}
	read[wire.Security](maria.client, wire.ReadSecurity, nil)
	elsewhere := maria.elsewhere()
	elsewhere.start(wire.NextSetUp)
	elsewhere.do(wire.ReadSecurity, nil).refused(http.StatusForbidden, domain.CodeEnrollmentRequired)
	maria.signOut().start(wire.NextSetUp)
	// Other settings leave the start as it was.
	o.h.pass(time.Second)
	o.policy(trusting(30))
	if got := maria.session().ActsAs; got != domain.RolePending {
		t.Fatalf("after another save it acts as %s", got)
	}
}

func atOnce(t *testing.T, o *org) {
	maria, second := o.join("maria", domain.RoleUser), o.h.second(t)
	read[wire.Security](maria.at(second), wire.ReadSecurity, nil)
	o.policy(required(domain.StartAtOnce))
	for _, h := range []*house{second, o.h} {
		maria.at(h).do(wire.ReadSecurity, nil).refused(http.StatusForbidden, domain.CodeEnrollmentRequired)
	}
	if s := o.owner.session(); s.ActsAs != domain.RoleOwner {
		t.Fatalf("the owner, who is ready, acts as %s", s.ActsAs)
	}
}

func turnedOffBefore(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	maria.turnOff()
	o.h.pass(time.Second)
	o.policy(required(domain.StartNextSignIn))
	read[wire.Security](maria.client, wire.ReadSecurity, nil)
	maria.signOut().start(wire.NextSetUp)
	maria.do(wire.ReadSecurity, nil).refused(http.StatusForbidden, domain.CodeEnrollmentRequired)
	maria.setUp().signOut().start(wire.NextSecondStep)
}

func setUpOpensGate(t *testing.T, o *org) {
	maria := o.join("maria", domain.RoleUser)
	o.policy(required(domain.StartAtOnce))
	b := maria.page().open(o.path("/me/activity")).wants(o.path("/setup"))
	b.open(o.path("/setup/app")).send(o.path("/setup/app"), "action", "choose", "app", "other")
	maria.key = b.secretOf()
	b.open(o.path("/me/security")).wants(o.path("/setup")) // half-way is not set up
	b.open(o.path("/setup/code")).send(o.path("/setup/code"), "code", maria.code(), "name", "Phone").wants(o.path("/setup/codes"))
	b.open(o.path("/me/security")).wants(o.path("/setup"))
	b.open(o.path("/setup/codes")).send(o.path("/setup/codes"), "saved", "1").wants(o.path("/setup/done"))
	b.open(o.path("/me/security")).wants(o.path("/me/security"))
	read[wire.TokenAnswer](maria.client, wire.IssueToken, nil)
}

func optionalOpensGate(t *testing.T, o *org) {
	maria := o.join("maria", domain.RoleUser)
	o.policy(required(domain.StartAtOnce))
	maria.do(wire.ReadSecurity, nil).refused(http.StatusForbidden, domain.CodeEnrollmentRequired)
	o.policy(optional)
	read[wire.Security](maria.client, wire.ReadSecurity, nil)
}
