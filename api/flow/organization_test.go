package flow_test

import (
	"strings"
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/domain"
	"twofold/tenancy"
)

func (o *org) checklist(v *flow.Visit) string {
	o.Helper()
	list, err := o.flows.Checklist(ctx, o.ask(), v)
	o.must(err)
	var done []string
	for _, item := range list.Items {
		if item.Mine != (item.Key == flow.CheckOwners && v.Person.TwoStep == domain.TwoStepOn) {
			o.Errorf("%s is one's own part done: %t", item.Key, item.Mine)
		}
		if item.Done {
			done = append(done, item.Key)
		}
	}
	return strings.Join(done, " ")
}

func TestChecklist(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		owner := o.person(domain.RoleOwner)
		v := o.visit(owner)
		if got := o.checklist(v); got != "" {
			h.Fatalf("done at the start: %s", got)
		}
		o.secure(owner)
		second := o.person(domain.RoleOwner)
		if got := o.checklist(o.visit(owner)); got != "recovery people" {
			h.Fatalf("done with one owner: %s", got)
		}
		o.secure(second)
		h.must(o.flows.UpdateOrganization(ctx, o.ask(), v, "Northwind", domain.Contact{Phone: "+44 113 496 0000"}, ""))
		o.require(owner, domain.StartNextSignIn)
		v = o.visit(owner)
		if got := o.checklist(v); got != "owners recovery contact people policy" {
			h.Fatalf("done at the end: %s", got)
		}
		for _, hidden := range []bool{true, false} {
			h.must(o.flows.HideChecklist(ctx, o.ask(), v, hidden))
			list, err := o.flows.Checklist(ctx, o.ask(), v)
			if h.must(err); list.Hidden != hidden {
				h.Fatalf("hidden %v", list.Hidden)
			}
		}
		user := o.visit(o.secure(o.person(domain.RoleUser)))
		h.refused(o.flows.HideChecklist(ctx, o.ask(), user, true), domain.CodeForbidden)
		_, err := o.flows.Checklist(ctx, o.ask(), user)
		h.refused(err, domain.CodeForbidden)
	})
}

func TestUpdateOrganization(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		v := o.visit(o.person(domain.RoleAdmin))
		contact := domain.Contact{Name: `Desk "><h2>`, Email: "desk@northwind.example", Phone: "+44 113", Hours: "9–17"}
		h.must(o.flows.UpdateOrganization(ctx, o.ask(), v, " Northwind ", contact, "de"))
		h.must(o.flows.UpdateOrganization(ctx, o.ask(), v, "Northwind", contact, "de"))
		org, _, err := o.flows.Organization(ctx, o.scope)
		h.must(err)
		if org.Name != "Northwind" || org.Language != "de" || domain.ReadContact(org.Contact) != contact || len(o.events(domain.EventTenantChanged)) != 1 {
			h.Fatalf("organization %+v", org)
		}
		for field, bad := range map[string]domain.Contact{"contact_email": {Email: "x"}, "contact_phone": {Phone: "a\x00"}, "contact_hours": {Hours: strings.Repeat("x", 101)}} {
			if got := fields(o.flows.UpdateOrganization(ctx, o.ask(), v, "Northwind", bad, "")); len(got) != 1 || got[field] == "" {
				h.Errorf("%s: %v", field, got)
			}
		}
		h.refused(o.flows.UpdateOrganization(ctx, o.ask(), v, "Northwind", contact, "tlh"), domain.CodeOutOfRange)
		h.refused(o.flows.UpdateOrganization(ctx, o.ask(), v, "", contact, ""), domain.CodeRequiredOrganization)
		h.refused(o.flows.UpdateOrganization(ctx, o.ask(), o.visit(o.person(domain.RoleUser)), "Mine", contact, ""), domain.CodeForbidden)
	})
}

// The answer never says whether an address is known; the mail goes to it only.
func TestFindOrganizations(t *testing.T) {
	inHouses(t, func(h *house) {
		north, south := h.org("northwind"), h.org("southwind")
		maria := north.person(domain.RoleUser)
		id, token := south.invite(south.visit(south.person(domain.RoleOwner)), maria.Email, domain.RoleUser)
		if id == "" {
			h.Fatal("not invited")
		}
		find := func(email string) error {
			return h.flows.FindOrganizations(ctx, h.request(tenancy.Scope{}, "b1"), email)
		}
		h.must(find(strings.ToUpper(maria.Email)))
		h.must(find("nobody@x.example"))
		h.refused(find("x"), domain.CodeEmailFormat)
		h.must(h.flows.AnswerLookups(ctx))
		h.must(h.flows.AnswerLookups(ctx))
		if got := h.mailsOf("organizations"); len(got) != 1 || got[maria.Email] != 1 {
			h.Fatalf("mails %v", got)
		}
		_, err := south.flows.AcceptInvitation(ctx, south.ask(), token, "Maria", strong)
		h.must(err)
		h.Pass(time.Second)
		h.must(find(maria.Email))
		h.must(find(maria.Email))
		h.must(find(maria.Email))
		h.must(h.flows.AnswerLookups(ctx))
		letters := h.letters(maria.Email)
		var found []flow.Letter
		for _, l := range letters {
			if l.Kind == "organizations" {
				found = append(found, l)
			}
		}
		last := found[len(found)-1]
		if len(found) != flow.LookupsPerAddress || last.Args["org"] != "" ||
			last.Args["link"] != "https://id.example/t/northwind/sign-in\nhttps://id.example/t/southwind/sign-in" {
			h.Fatalf("%d mails, the last %+v", len(found), last)
		}
		for range flow.LookupsPerNetwork - 5 {
			h.must(find("other@x.example"))
		}
		h.refused(find("other@x.example"), domain.CodeRateLimited)
		h.Pass(time.Hour)
		h.must(find("other@x.example"))
	})
}
