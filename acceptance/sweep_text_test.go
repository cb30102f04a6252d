package acceptance_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"twofold/api/wire"
	"twofold/domain"
)

func TestSweepText(t *testing.T) {
	inHouses(t, "names come out as typed on every page and in the API", namesAsTyped)
	inHouses(t, "what was typed into a form comes back as typed", fieldsAsTyped)
	inHouses(t, "no field of any operation reaches the database as code", noInjection)
	inHouses(t, "nobody writes lines into the log", noLogLines)
}

// field is the value of a form's field on the page.
func (b *browser) field(name string) string {
	b.t.Helper()
	doc, err := html.Parse(strings.NewReader(b.body))
	check(b.t, err)
	for n := range doc.Descendants() {
		at := map[string]string{}
		for _, a := range n.Attr {
			at[a.Key] = a.Val
		}
		if n.Data == "input" && at["name"] == name {
			return at["value"]
		}
	}
	b.t.Fatalf("no field %s on %s:\n%.800s", name, b.at, b.text())
	return ""
}

// clean fails where somebody's words became elements.
func (b *browser) clean(t *testing.T) {
	t.Helper()
	if strings.HasPrefix(b.header.Get("Content-Type"), "text/csv") && b.header.Get("X-Content-Type-Options") == "nosniff" && strings.HasPrefix(b.header.Get("Content-Disposition"), "attachment") {
		return // a file to save, which no browser takes for a page
	}
	doc, err := html.Parse(strings.NewReader(b.body))
	check(t, err)
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		words := ""
		if n.FirstChild != nil {
			words = n.FirstChild.Data
		}
		if n.Data == "script" && strings.HasPrefix(words, "alert") || n.Data == "h2" && n.FirstChild == nil {
			t.Errorf("%s: <%s>%s", b.at, n.Data, words)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || (a.Key == "href" || a.Key == "action") && strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
				t.Errorf("%s: <%s %s=%q>", b.at, n.Data, a.Key, a.Val)
			}
		}
	}
}

// ASVS V1.2.1, V1.3.7.
func namesAsTyped(t *testing.T, h *house) {
	for i, text := range hostile {
		short := fmt.Sprintf("northwind-%d", i+2)
		o := h.org(t, short)
		owner := o.owner
		owner.confirm()
		own := read[wire.Security](owner.client, wire.ReadSecurity, nil).Methods[0].ID
		owner.do(wire.RenameMethod, wire.RenameRequest{Name: text}, own).wants(http.StatusNoContent)
		owner.do(wire.SaveOrganization, wire.SaveOrganizationRequest{Name: text, Contact: wire.Contact{Name: text, Hours: text}}).wants(http.StatusOK)
		o.policy(func(p *wire.Policy) {
			p.Mode = domain.ModeRequired
			p.Apps = []domain.App{{Name: text, Note: text}}
		})
		maria := o.invited("maria", domain.RoleUser)
		read[wire.SignInAnswer](maria.client, wire.AcceptInvitation, wire.AcceptInvitationRequest{Token: h.linkToken(t, maria.email), Name: text, Password: password})
		if s := maria.session(); s.Person.Name != text || s.Organization.Name != text || s.Organization.Contact.Name != text || s.Organization.Contact.Hours != text {
			t.Errorf("%q: the API tells %+v", text, s)
		}
		words := strings.Join(strings.Fields(text), " ")
		b := maria.page()
		b.open(o.path("/setup/app")).wants(o.path("/setup/app"), words)
		maria.startSetUpOf(text)
		b.open(o.path("/setup")).wants(o.path("/setup"), "Go on setting up?")
		maria.finishAs(text)
		b.open(o.path("/setup/done")).wants(o.path("/setup/done"), words)
		for _, r := range h.door.Routes() {
			if r.Method != http.MethodGet || strings.Contains(r.Path, "/api/") || !strings.HasPrefix(r.Path, "/t/:org") {
				continue
			}
			path := strings.NewReplacer(":org", short, ":id", maria.id, ":token", "none").Replace(r.Path)
			for _, who := range []*browser{b, owner.page(), h.browser(t)} {
				who.open(path).clean(t)
			}
		}
		maria.signOut().start(wire.NextSecondStep)
		b.open(o.path("/sign-in/verify")).wants(o.path("/sign-in/verify"), words)
		b.open(o.path("/sign-in/verify/methods")).wants(o.path("/sign-in/verify/methods"), words)
		h.browser(t).open(o.path("/sign-in")).wants(o.path("/sign-in"), words)
		h.browser(t).open(o.path("/help/sign-in")).wants(o.path("/help/sign-in"), words)
		owner.signIn()
		if got := read[wire.Person](owner.client, wire.ReadPerson, nil, maria.id); got.Name != text || got.Ways[0].Name != text {
			t.Errorf("%q: the API tells %q, %q", text, got.Name, got.Ways[0].Name)
		}
		found := read[wire.People](owner.client, wire.ListPeople, nil)
		if found.All != 2 {
			t.Errorf("%q: %d people", text, found.All)
		}
		if e := o.events(domain.EventTwoStepOn, maria.id); len(e) != 1 || e[0].Actor.Name != text {
			t.Errorf("%q: the log tells %+v", text, e)
		}
	}
}

// startSetUpOf begins the wizard with one of the organization's apps.
func (p *person) startSetUpOf(app string) {
	p.t.Helper()
	read[wire.Setup](p.client, wire.StartSetup, wire.StartSetupRequest{})
	p.key = key(p.t, read[wire.Setup](p.client, wire.ChooseSetupApp, wire.ChooseAppRequest{App: app}).Key)
}

func (p *person) finishAs(name string) {
	p.t.Helper()
	read[wire.SetupConfirmed](p.client, wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: p.code(), Name: name})
	read[wire.SetupFinished](p.client, wire.FinishSetup, wire.FinishSetupRequest{Saved: true})
}

// ASVS V1.1.1, V1.2.1: refused forms draw again what was typed.
func fieldsAsTyped(t *testing.T, h *house) {
	o := h.org(t, "northwind")
	o.policy(required(domain.StartNextSignIn))
	maria, nora := o.join("maria", domain.RoleUser), o.invited("nora", domain.RoleUser)
	wizard, invite := maria.page(), nora.page()
	maria.startSetUp("")
	wizard.open("/t/northwind/setup/code")
	invite.open("/t/northwind/invite/" + h.linkToken(t, nora.email))
	for _, text := range hostile {
		b := h.browser(t)
		b.open("/").send("/", "org", text).clean(t)
		if got := b.field("org"); got != text {
			t.Errorf("org %q is %q", text, got)
		}
		b.open("/start").send("/start", "organization", text, "short", text, "name", text, "email", text, "password", "short").clean(t)
		for _, name := range []string{"organization", "short", "name", "email"} {
			if got := b.field(name); got != text {
				t.Errorf("%s %q is %q", name, text, got)
			}
		}
		b.open("/t/northwind/sign-in").send("/t/northwind/sign-in", "username", text, "password", text).clean(t)
		if got := b.field("username"); got != text {
			t.Errorf("username %q is %q", text, got)
		}
		if b.field("password") != "" {
			t.Error("a password comes back")
		}
		if wizard.send("/t/northwind/setup/code", "code", "12", "name", text).clean(t); wizard.field("name") != text {
			t.Errorf("name %q is %q", text, wizard.field("name"))
		}
		if invite.send("/t/northwind/invite", "name", text, "password", "short").clean(t); invite.field("name") != text {
			t.Errorf("name %q is %q", text, invite.field("name"))
		}
		b.open("/t/northwind/sign-in?next=" + strings.NewReplacer("%", "%25", " ", "%20", "#", "%23", "&", "%26", ";", "%3B", "+", "%2B", "\\", "%5C", "\"", "%22").Replace(text)).clean(t)
	}
}

// ASVS V1.2.4, V2.2.1, V16.5.1: every field and parameter that the OpenAPI
// document describes is filled with what a database might obey. Nothing fails,
// and nothing but what was asked for changes.
func noInjection(t *testing.T, h *house) {
	o, other := h.org(t, "northwind"), h.org(t, "southridge")
	before := h.rows(t, other.tenant())
	a := h.knock(t, http.MethodGet, "/openapi.json", "")
	var doc described
	check(t, json.Unmarshal([]byte(a.body), &doc))
	tried := 0
	for _, text := range []string{`'; DROP TABLE users; --`, `' OR '1'='1`, `%_\%!`, `") OR 1=1 --`} {
		for path, methods := range doc.Paths {
			for method, op := range methods {
				if !o.owner.alive() {
					h.pass(16 * 60e9)
					o.owner.signIn()
				}
				o.owner.confirm()
				who := o.owner.client
				if strings.HasPrefix(path, "/api/") || op.OperationID == "start-sign-in" {
					who = h.client(t, o.short)
				}
				tried++
				address := strings.NewReplacer("{org}", o.short, "{id}", o.owner.id, "{session}", "ses_x", "{trust}", "trb_x").Replace(path) + op.query(text)
				who.ask(strings.ToUpper(method), address, doc.body(op, text), "If-Match", `"1' OR '1'='1"`)
				if who.status >= 500 {
					t.Errorf("%s %s: %d %s", method, address, who.status, who.body)
				}
			}
		}
	}
	if tried < 200 || strings.Contains(h.log.String(), `"fault"`) {
		t.Errorf("%d tried; log: %s", tried, h.log)
	}
	if after := h.rows(t, other.tenant()); after != before {
		t.Errorf("somebody else's rows changed:\n%s", changed(before, after))
	}
}

// ASVS V16.4.1: each line of the log is one JSON document, whatever is sent.
func noLogLines(t *testing.T, h *house) {
	o := h.org(t, "northwind")
	evil := "x%0A%7B%22level%22%3A%22ERROR%22%2C%22msg%22%3A%22owned%22%7D"
	for _, path := range []string{"/" + evil, "/t/" + evil + "/sign-in", "/t/northwind/invite/" + evil, "/t/northwind/api/v1/" + evil, "/t/northwind/api/v1/people?q=" + evil, "/static/" + evil} {
		h.knock(t, http.MethodGet, path, "", "User-Agent", `Firefox/1 {"msg":"owned"}`, "X-Request-Id", `owned-{"msg":"owned"}`, "Cookie", o.owner.cookieLine()+"; owned=1")
	}
	o.owner.do(wire.StartSignIn, wire.SignInRequest{Email: "a\n{\"msg\":\"owned\"}@b.example", Password: "owned"})
	for line := range strings.Lines(h.log.String()) {
		var one map[string]any
		if err := json.Unmarshal([]byte(line), &one); err != nil || strings.Contains(line, "owned") || one["time"] == nil || one["level"] == nil {
			t.Errorf("a line is not ours: %s", line)
		}
	}
	if strings.Count(h.log.String(), "\n") < 20 {
		t.Error("nothing is logged")
	}
}
