package flow_test

import (
	"strings"
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/domain"
	"twofold/domain/signin"
	"twofold/tenancy"
)

var northwind = flow.StartInput{Organization: "Northwind", Short: "northwind", Name: "Ida Olsen", Email: "ida@northwind.example", Password: strong}

func (h *house) start(in flow.StartInput, browser string) (flow.Started, error) {
	return h.flows.StartOrganization(ctx, h.request(tenancy.Scope{}, browser), in)
}

func TestStartAndConfirmOrganization(t *testing.T) {
	inHouses(t, func(h *house) {
		got, err := h.start(northwind, "b1")
		h.must(err)
		if got.Minutes != 60 || got.Email != northwind.Email || got.Org.State != domain.TenantUnconfirmed {
			h.Fatalf("started %+v", got)
		}
		o := h.at("northwind")
		if l := h.letters(northwind.Email); len(l) != 1 || l[0].Kind != "confirm" || !strings.HasPrefix(l[0].Args["link"], "https://id.example/t/northwind/confirm-email/") {
			h.Fatalf("mail %+v", l)
		}
		token := h.lastLink(northwind.Email)
		_, err = h.flows.SignIn(ctx, o.ask(), flow.SignInInput{Email: northwind.Email, Password: strong})
		h.refused(err, domain.CodeBadCredentials)
		for range 2 {
			page, err := h.flows.ReadConfirmation(ctx, o.ask(), token)
			h.must(err)
			if page.Email != northwind.Email || page.Org.Name != "Northwind" {
				h.Fatalf("page %+v", page)
			}
		}
		entry, err := h.flows.ConfirmOrganization(ctx, h.request(o.scope, "b1"), token)
		h.must(err)
		if entry.Step != signin.Grant || !o.alive(entry.Token) || entry.Person.Role != domain.RoleOwner {
			h.Fatalf("entered %+v", entry)
		}
		_, err = h.flows.ConfirmOrganization(ctx, h.request(o.scope, "b1"), token)
		h.refused(err, domain.CodeLinkUsed)
		_, err = h.flows.ReadConfirmation(ctx, o.ask(), token)
		h.refused(err, domain.CodeLinkUsed)
		if n := len(o.events(domain.EventTenantCreated, domain.EventTenantConfirmed, domain.EventSignedIn)); n != 3 {
			h.Fatalf("%d events", n)
		}
	})
}

// A link that leaks signs nobody in: it works, but only the browser that chose
// the password gets a session.
func TestConfirmInAnotherBrowserOpensNoSession(t *testing.T) {
	inHouses(t, func(h *house) {
		for short, browser := range map[string]string{"another": "b2", "none-at-all": ""} {
			in := northwind
			in.Short, in.Email = short, "ida@"+short+".example"
			_, err := h.start(in, "b1")
			h.must(err)
			o := h.at(short)
			r := h.request(o.scope, browser)
			if browser == "" {
				r.BrowserHash = nil
			}
			entry, err := h.flows.ConfirmOrganization(ctx, r, h.lastLink(in.Email))
			h.must(err)
			if entry.Token != "" || entry.Entered() || entry.Org.State != domain.TenantActive {
				h.Fatalf("entered %+v", entry)
			}
			res, err := h.flows.SignIn(ctx, o.ask(), flow.SignInInput{Email: in.Email, Password: strong})
			h.must(err)
			if res.Step != signin.Grant {
				h.Fatalf("signed in %+v", res)
			}
		}
	})
}

func TestConfirmationEnds(t *testing.T) {
	inHouses(t, func(h *house) {
		_, err := h.start(northwind, "b1")
		h.must(err)
		token := h.lastLink(northwind.Email)
		o, other := h.at("northwind"), h.org("southwind")
		_, err = h.flows.ConfirmOrganization(ctx, h.request(other.scope, "b1"), token)
		h.refused(err, domain.CodeLinkExpired)
		h.Pass(60 * time.Minute)
		_, err = h.flows.ConfirmOrganization(ctx, h.request(o.scope, "b1"), token)
		h.refused(err, domain.CodeLinkExpired)
		for _, hostile := range []string{"", "x", token + "x", strings.Repeat("é\x00", 500)} {
			_, err = h.flows.ConfirmOrganization(ctx, h.request(o.scope, "b1"), hostile)
			h.refused(err, domain.CodeLinkExpired)
		}
	})
}

func TestConfirmOnce(t *testing.T) {
	inHouses(t, func(h *house) {
		_, err := h.start(northwind, "b1")
		h.must(err)
		token, o := h.lastLink(northwind.Email), h.at("northwind")
		fine := h.together(8, func(int) error {
			_, err := h.flows.ConfirmOrganization(ctx, h.request(o.scope, "b1"), token)
			return err
		})
		if fine != 1 || len(o.events(domain.EventSignedIn)) != 1 {
			h.Fatalf("%d of 8 confirmed", fine)
		}
	})
}

func TestResendConfirmation(t *testing.T) {
	inHouses(t, func(h *house) {
		_, err := h.start(northwind, "b1")
		h.must(err)
		first, o := h.lastLink(northwind.Email), h.at("northwind")
		for short, browser := range map[string]string{"northwind": "b2", "nobody-here": "b1"} {
			got, err := h.flows.ResendConfirmation(ctx, h.request(tenancy.Scope{}, browser), short)
			h.must(err)
			if got.Email != "" || len(h.letters(northwind.Email)) != 1 {
				h.Fatalf("a stranger's resend did %+v", got)
			}
		}
		h.Pass(time.Minute)
		for range flow.ConfirmsPerTenant {
			got, err := h.flows.ResendConfirmation(ctx, h.request(tenancy.Scope{}, "b1"), "northwind")
			h.must(err)
			if got.Email != northwind.Email {
				h.Fatalf("resent %+v", got)
			}
			h.Pass(time.Second)
		}
		for range 3 {
			_, err = h.flows.ResendConfirmation(ctx, h.request(tenancy.Scope{}, "b1"), "northwind")
			h.refused(err, domain.CodeRateLimited)
		}
		if got := o.events(domain.EventRefused); len(got) != 1 || got[0].Detail["what"] != "confirmation" || got[0].Detail["reason"] != string(domain.CodeRateLimited) {
			h.Errorf("three refusals in one wait left %+v", got)
		}
		_, err = h.flows.ConfirmOrganization(ctx, h.request(o.scope, "b1"), first)
		h.refused(err, domain.CodeLinkExpired)
		_, err = h.flows.ConfirmOrganization(ctx, h.request(o.scope, "b1"), h.lastLink(northwind.Email))
		h.must(err)
		got, err := h.flows.ResendConfirmation(ctx, h.request(tenancy.Scope{}, "b1"), "northwind")
		if h.must(err); got.Email != "" {
			h.Fatalf("resent for a confirmed organization: %+v", got)
		}
	})
}

// TestStartAgainWithAnotherAddress: who mistyped their address isn't kept from
// their own name for a day, and nobody gets anybody else's.
func TestStartAgainWithAnotherAddress(t *testing.T) {
	inHouses(t, func(h *house) {
		mistyped := northwind
		mistyped.Email = "ida@nortwind.example"
		_, err := h.start(mistyped, "b1")
		h.must(err)
		lost, o := h.lastLink(mistyped.Email), h.at("northwind")
		for browser, want := range map[string]flow.StartInput{"b1": {Organization: "Northwind", Short: "northwind", Name: "Ida Olsen", Email: mistyped.Email, Again: "northwind"}, "b2": {}} {
			got, err := h.flows.StartedHere(ctx, h.request(tenancy.Scope{}, browser), "northwind")
			if h.must(err); got != want {
				h.Errorf("browser %s reads %+v", browser, got)
			}
		}
		again := northwind
		again.Again = "northwind"
		if _, err = h.start(northwind, "b1"); fields(err)["short"] != domain.CodeShortNameTaken {
			h.Fatalf("who doesn't say so is told %v", err)
		}
		if _, err = h.start(again, "b2"); fields(err)["short"] != domain.CodeShortNameTaken {
			h.Fatalf("a stranger is told %v", err)
		}
		bare := h.request(tenancy.Scope{}, "b1")
		bare.BrowserHash = nil
		if _, err = h.flows.StartOrganization(ctx, bare, again); fields(err)["short"] != domain.CodeShortNameTaken {
			h.Fatalf("who has no cookie is told %v", err)
		}
		_, err = h.start(again, "b1")
		h.must(err)
		_, err = h.flows.ConfirmOrganization(ctx, h.request(o.scope, "b1"), lost)
		h.refused(err, domain.CodeLinkExpired)
		fresh := h.at("northwind")
		entry, err := h.flows.ConfirmOrganization(ctx, h.request(fresh.scope, "b1"), h.lastLink(northwind.Email))
		h.must(err)
		if entry.Person.Email != northwind.Email || fresh.ID == o.ID {
			h.Fatalf("entered %+v", entry.Person)
		}
		// Confirmed, it is nobody's to start again.
		if _, err = h.start(again, "b1"); fields(err)["short"] != domain.CodeShortNameTaken {
			h.Fatalf("of a confirmed one: %v", err)
		}
		if got, err := h.flows.StartedHere(ctx, h.request(tenancy.Scope{}, "b1"), "northwind"); err != nil || got != (flow.StartInput{}) {
			h.Fatalf("%+v, %v", got, err)
		}
	})
}
