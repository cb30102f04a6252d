package acceptance_test

import (
	"net/http"
	"strings"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/policies"
)

// Nothing of one organization answers to another, and nobody's own things to
// somebody else of theirs. api/rest holds the 401 of every operation without a
// session; here everybody is signed in and may do what they ask for.
func TestSweepIsolation(t *testing.T) {
	inHouses(t, "no id of another organization opens anything", foreignIDs)
	inHouses(t, "no id of another person opens anything of one's own", colleaguesIDs)
	inHouses(t, "no credential works in another organization", foreignCredentials)
	inHouses(t, "another organization's people are in no list", foreignLists)
}

// things are ids of somebody's, by the parameter they stand in for.
type things struct{ person, invited, method, session, trust string }

func (o *org) things(name string) (*person, things) {
	o.t.Helper()
	p := o.member(name, domain.RoleUser)
	out := things{person: p.id, invited: o.invited(name+"-invited", domain.RoleUser).id}
	p.signOut().start(wire.NextSecondStep)
	p.verify(true)
	own := read[wire.Security](p.client, wire.ReadSecurity, nil)
	out.method, out.session, out.trust = own.Methods[0].ID, own.Sessions[0].ID, own.TrustedBrowsers[0].ID
	return p, out
}

func twoOrgs(t *testing.T, h *house) (north, south *org) {
	north, south = h.org(t, "northwind"), h.org(t, "southridge")
	for _, o := range []*org{north, south} {
		o.policy(func(p *wire.Policy) { p.Mode, p.TrustDays = domain.ModeOptional, 14 })
	}
	return north, south
}

// fill gives an operation its parameters: ids of what it is about.
func (x things) fill(e wire.Endpoint) []string {
	id := x.person
	switch {
	case strings.HasPrefix(e.Path, "/me/methods"):
		id = x.method
	case strings.HasPrefix(e.Path, "/me/sessions"):
		id = x.session
	case strings.HasPrefix(e.Path, "/me/trusted-browsers"):
		id = x.trust
	case strings.HasSuffix(e.Path, "/invitation"):
		id = x.invited
	}
	second := x.session
	if strings.Contains(e.Path, "{trust}") {
		second = x.trust
	}
	return []string{id, second}
}

// ASVS V8.2.2, V8.4.1: an owner who just confirmed tries every operation that
// names something, with another organization's ids.
func foreignIDs(t *testing.T, h *house) {
	north, south := twoOrgs(t, h)
	_, theirs := south.things("sofia")
	_, ours := north.things("maria")
	before := h.rows(t, south.tenant())
	north.owner.confirm()
	tried := 0
	for _, e := range wire.Endpoints() {
		if !strings.Contains(e.Path, "{") || strings.Contains(e.Path, "{kind}") {
			continue // a kind and a language are nobody's: TestAcceptanceTemplates
		}
		if policies.Permission(e.Permission).Platform() {
			north.owner.do(e, opens[e.ID], "south", "x").refused(http.StatusForbidden, domain.CodeForbidden)
			continue
		}
		tried++
		north.owner.do(e, opens[e.ID], theirs.fill(e)...).refused(http.StatusNotFound, domain.CodeNotFound)
		// Half of it right is no better.
		if strings.Contains(e.Path, "{session}") || strings.Contains(e.Path, "{trust}") {
			north.owner.do(e, opens[e.ID], ours.person, theirs.fill(e)[1]).refused(http.StatusNotFound, domain.CodeNotFound)
		}
	}
	if tried < 16 {
		t.Errorf("only %d operations name something", tried)
	}
	north.owner.do(wire.StartSetup, wire.StartSetupRequest{Replaces: theirs.method, Restart: true}).refused(http.StatusNotFound, domain.CodeNotFound)
	if after := h.rows(t, south.tenant()); after != before {
		t.Errorf("something of theirs changed:\n%s", changed(before, after))
	}
	// That their own owner finds them shows that the ids are right.
	for _, e := range []wire.Endpoint{wire.ReadPerson, wire.ResendInvitation, wire.RevokeInvitation, wire.UnlockPerson, wire.RemovePersonTrust, wire.EndPersonSession, wire.ResetPerson} {
		if south.owner.confirm().do(e, opens[e.ID], theirs.fill(e)...); south.owner.status >= 300 {
			t.Errorf("%s by their own owner: %d %s", e.ID, south.owner.status, south.owner.body)
		}
	}
}

// changed are the lines that only one of two texts has.
func changed(before, after string) string {
	had := map[string]bool{}
	for line := range strings.Lines(before) {
		had[line] = true
	}
	var out strings.Builder
	for line := range strings.Lines(after) {
		if !had[line] {
			out.WriteString("+ " + line)
		}
		delete(had, line)
	}
	for line := range had {
		out.WriteString("- " + line)
	}
	return out.String()
}

// ASVS V8.2.2: what is under /me is one's own alone, for administrators too.
func colleaguesIDs(t *testing.T, h *house) {
	north := h.org(t, "northwind")
	north.policy(func(p *wire.Policy) { p.Mode, p.TrustDays = domain.ModeOptional, 14 })
	maria, theirs := north.things("maria")
	ida := north.member("ida", domain.RoleUser)
	for _, who := range []*person{ida, north.owner} {
		who.confirm()
		for _, e := range wire.Endpoints() {
			if strings.HasPrefix(e.Path, "/me/") && strings.Contains(e.Path, "{id}") {
				who.do(e, opens[e.ID], theirs.fill(e)...).refused(http.StatusNotFound, domain.CodeNotFound)
			}
		}
		who.do(wire.StartSetup, wire.StartSetupRequest{Replaces: theirs.method}).refused(http.StatusNotFound, domain.CodeNotFound)
	}
	own := read[wire.Security](maria.client, wire.ReadSecurity, nil)
	if len(own.Methods) != 1 || own.Methods[0].Name != "Phone" || len(own.TrustedBrowsers) != 1 || own.Sessions[0].ID != theirs.session {
		t.Errorf("hers: %+v", own)
	}
}

// ASVS V7.2.1, V8.4.1: every kind of credential, under every name, in the
// other organization's house.
func foreignCredentials(t *testing.T, h *house) {
	north, south := twoOrgs(t, h)
	maria, _ := south.things("sofia")
	half := maria.elsewhere()
	half.start(wire.NextSecondStep)
	mail := south.invited("nora", domain.RoleUser)
	link := h.linkToken(t, mail.email)
	foreign, own := south.tenant(), north.tenant()

	thief := h.client(t, north.short)
	for _, who := range []*client{maria.client, half.client} {
		for _, k := range who.cookies("") {
			thief.put(k.Name, k.Value)
			for _, kind := range []string{"s", "h", "t", "l"} {
				thief.put("__Host-"+kind+"-"+own, k.Value)
				thief.put("__Host-"+kind+"-"+foreign, k.Value)
			}
			thief.do(wire.ReadSession, nil).refused(http.StatusUnauthorized, domain.CodeSignedOut)
			if page := read[wire.SignInPage](thief, wire.ReadSignIn, nil); page.SecondStep != nil {
				t.Errorf("%s is a half sign-in here: %+v", k.Name, page.SecondStep)
			}
			for _, prefix := range []string{"tfs_", "tfh_", "tft_"} {
				b := h.bearer(t, north.short, prefix+k.Value)
				b.do(wire.ReadSession, nil).refused(http.StatusUnauthorized, domain.CodeSignedOut)
				b.do(wire.VerifyCode, wire.CodeRequest{Code: "123456"}).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)
			}
		}
	}
	fresh := h.client(t, north.short)
	for _, try := range []struct {
		e  wire.Endpoint
		in any
	}{
		{wire.AcceptInvitation, wire.AcceptInvitationRequest{Token: link, Name: "Nora", Password: password}},
		{wire.AcceptConfirmation, wire.LinkRequest{Token: link}},
	} {
		fresh.do(try.e, try.in).refused(http.StatusGone, domain.CodeLinkExpired)
	}
	if got := read[wire.Invitation](fresh, wire.ReadInvitation, wire.LinkRequest{Token: link}); got.Email != "" || got.Organization == "The southridge" {
		t.Errorf("a foreign link tells %+v", got)
	}
	fresh.knockAs(maria).refused(http.StatusUnauthorized, domain.CodeBadCredentials)
	if !maria.alive() {
		t.Error("sofia was signed out")
	}
}

// knockAs tries somebody's address and password here.
func (c *client) knockAs(p *person) *client {
	return c.do(wire.StartSignIn, wire.SignInRequest{Email: p.email, Password: p.password})
}

// ASVS V8.4.1: filters, searches and cursors stay inside.
func foreignLists(t *testing.T, h *house) {
	north, south := twoOrgs(t, h)
	_, theirs := south.things("sofia")
	south.things("stella")
	south.owner.ask(http.MethodGet, "/t/southridge/api/v1/people?limit=1", nil).wants(http.StatusOK)
	people := into[wire.People](south.owner.client).NextCursor
	south.owner.ask(http.MethodGet, "/t/southridge/api/v1/audit?limit=1", nil).wants(http.StatusOK)
	list := into[wire.List[wire.Event]](south.owner.client)

	root := "/t/northwind/api/v1"
	for _, path := range []string{"/people?q=sofia", "/people?q=southridge", "/audit?person=" + theirs.person, "/audit?q=Sofia", "/audit?request_id=" + list.Data[0].RequestID} {
		north.owner.ask(http.MethodGet, root+path, nil).wants(http.StatusOK)
		if found := into[wire.List[struct{}]](north.owner.client); len(found.Data) != 0 {
			t.Errorf("%s finds %s", path, north.owner.body)
		}
	}
	for _, path := range []string{"/people?limit=1&cursor=" + people, "/audit?limit=1&cursor=" + list.NextCursor} {
		north.owner.ask(http.MethodGet, root+path, nil).refused(http.StatusUnprocessableEntity, domain.CodeMalformed)
	}
	for _, path := range []string{"/admin/people/" + theirs.person, "/admin/people", "/admin/audit"} {
		b := north.owner.page().open("/t/northwind" + path)
		if strings.Contains(strings.ToLower(b.body), "sofia") || strings.Contains(b.body, "southridge") {
			t.Errorf("%s tells of them", path)
		}
	}
}
