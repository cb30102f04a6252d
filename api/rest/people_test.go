package rest_test

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

// Lists are read page by page, by the cursor or by the Link header, each row
// once.
func TestListsArePaged(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(domain.DefaultPolicy())
		owner := o.signedIn(domain.RoleOwner)
		for i := range 24 {
			o.person(domain.RoleUser, fmt.Sprintf("Person %02d", i))
		}
		seen := map[string]int{}
		address := owner.address(wire.ListPeople) + "?" + wire.PeopleQuery{Role: "user", Limit: 10}.Values().Encode()
		for pages := 1; address != ""; pages++ {
			var page wire.People
			a := owner.send("GET", address, nil)
			read(h, a, &page)
			for _, p := range page.Data {
				seen[p.ID]++
			}
			if page.Total != 24 || page.All != 25 || pages > 3 {
				t.Fatalf("page %d: %d of %d", pages, page.Total, page.All)
			}
			address = follow(h, a, page.NextCursor)
		}
		if len(seen) != 24 {
			t.Errorf("%d people seen", len(seen))
		}
		for id, n := range seen {
			if n != 1 {
				t.Errorf("%s seen %d times", id, n)
			}
		}
	})
}

// The table comes in the order that is asked for, by pages too, each person
// once.
func TestPeopleAreSorted(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(domain.DefaultPolicy())
		owner := o.signedIn(domain.RoleOwner)
		for _, name := range []string{"Bo", "Ada", "Cy", "Dee", "Eve"} {
			o.person(domain.RoleUser, name)
		}
		for sort, want := range map[string]string{"": "Ada Bo Cy Dee Eve", "name": "Ada Bo Cy Dee Eve", "-name": "Eve Dee Cy Bo Ada"} {
			if got := strings.Join(sorted(h, owner, wire.PeopleQuery{Role: "user", Sort: sort, Limit: 2}), " "); got != want {
				h.Errorf("sorted by %q: %s", sort, got)
			}
		}
		up, down := sorted(h, owner, wire.PeopleQuery{Sort: "last_sign_in", Limit: 2}), sorted(h, owner, wire.PeopleQuery{Sort: "-last_sign_in", Limit: 2})
		slices.Reverse(down)
		if !slices.Equal(up, down) || len(up) != 6 || up[0] == up[1] {
			h.Errorf("by last sign-in: up %v, down turned round %v", up, down)
		}
		a := owner.send("GET", owner.address(wire.ListPeople)+"?sort=shoe_size", nil)
		if a.Code != 422 || a.problem.Errors[0].Pointer != "?sort" {
			h.Errorf("an unknown order: %d %s", a.Code, a.Body)
		}
		var page wire.People
		read(h, owner.send("GET", owner.address(wire.ListPeople)+"?limit=1&sort=name", nil), &page)
		if a := owner.send("GET", owner.address(wire.ListPeople)+"?limit=1&sort=-name&cursor="+page.NextCursor, nil); a.Code != 422 {
			h.Errorf("a cursor of the other order: %d", a.Code)
		}
	})
}

// sorted is the names of all pages.
func sorted(h *house, c *client, q wire.PeopleQuery) (names []string) {
	for {
		var page wire.People
		read(h, c.send("GET", c.address(wire.ListPeople)+"?"+q.Values().Encode(), nil), &page)
		for _, p := range page.Data {
			names = append(names, p.Name)
		}
		if q.Cursor = page.NextCursor; q.Cursor == "" {
			return names
		}
	}
}

// follow is the address of the next page from the Link header, empty on the
// last page. It holds the same cursor as the body.
func follow(h *house, a *answer, cursor string) string {
	h.Helper()
	link := a.Header().Get("Link")
	if cursor == "" && link == "" {
		return ""
	}
	target, rel, _ := strings.Cut(strings.TrimPrefix(link, "<"), ">")
	u, err := url.Parse(target)
	h.must(err)
	if rel != `; rel="next"` || u.Query().Get("cursor") != cursor || cursor == "" {
		h.Fatalf("Link %q, cursor %q", link, cursor)
	}
	return target
}

// A cursor is good for the list and filter it was given for.
func TestACursorIsOfItsList(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(domain.DefaultPolicy())
		owner := o.signedIn(domain.RoleOwner)
		o.person(domain.RoleUser, "Ada")
		o.person(domain.RoleUser, "Bo")
		var page wire.People
		read(h, owner.send("GET", owner.address(wire.ListPeople)+"?limit=1", nil), &page)
		place, err := base64.RawURLEncoding.DecodeString(page.NextCursor)
		if err != nil || len(place) == 0 || strings.Contains(string(place), "northwind.example") {
			t.Fatalf("cursor %q holds %q", page.NextCursor, place)
		}
		for _, other := range []string{owner.address(wire.ListPeople) + "?role=user&cursor=", owner.address(wire.ReadAudit) + "?cursor=", owner.address(wire.ReadActivity) + "?cursor="} {
			a := owner.send("GET", other+page.NextCursor, nil)
			if a.Code != 422 || a.problem.Errors[0].Pointer != "?cursor" {
				t.Errorf("%s: %d %s", other, a.Code, a.Body)
			}
		}
	})
}

// A person's page tells since when 2-step verification is required of them.
func TestPersonTellsSinceWhenItIsRequired(t *testing.T) {
	inHouses(t, func(h *house) {
		for _, mode := range []domain.Mode{domain.ModeOptional, domain.ModeRequired} {
			policy := domain.DefaultPolicy()
			policy.Mode, policy.RequiredSince = mode, h.Now()
			o := h.org(policy)
			admin := o.helper(domain.RoleAdmin)
			var p wire.Person
			admin.want(200, wire.ReadPerson, nil, &p, o.person(domain.RoleUser, "Ida").ID)
			if p.RequiredOn.Equal(h.Now()) != (mode == domain.ModeRequired) {
				t.Errorf("%s: required since %v", mode, p.RequiredOn)
			}
		}
	})
}

// O11, O12: what may be done to a person stands on their page, and the same
// answer meets who tries.
func TestO12OwnersAreProtected(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(domain.DefaultPolicy())
		owner, admin := o.signedIn(domain.RoleOwner), o.signedIn(domain.RoleAdmin)
		var me wire.Session
		owner.want(200, wire.ReadSession, nil, &me)
		var p wire.Person
		admin.want(200, wire.ReadPerson, nil, &p, me.Person.ID)
		if p.May.Reset != domain.CodeOwnerProtected || p.May.Manage != domain.CodeOwnerProtected || len(p.May.Roles) != 0 {
			t.Errorf("may %+v", p.May)
		}
		admin.refused(403, domain.CodeOwnerProtected, wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}, me.Person.ID)
		owner.refused(403, domain.CodeSelfForbidden, wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}, me.Person.ID)
		owner.refused(403, domain.CodeSelfForbidden, wire.ChangeRole, wire.RoleRequest{Role: domain.RoleUser}, me.Person.ID)
	})
}

// What weakens anything asks to confirm that it's you first, and says so by a
// code.
func TestChangesAskForAConfirmation(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(domain.DefaultPolicy())
		p := o.person(domain.RoleOwner, "Ida")
		c := h.client(o.ShortName)
		c.signIn(p.Email, strong)
		c.refused(403, domain.CodeStepUpRequired, wire.InvitePeople, wire.InviteRequest{Emails: []string{"a@b.example"}, Role: domain.RoleUser})
		c.refused(422, domain.CodePasswordWrong, wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPassword, Password: "wrong"})
		c.want(200, wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPassword, Password: strong}, nil)
		var out wire.Invitations
		c.want(200, wire.InvitePeople, wire.InviteRequest{Emails: []string{"a@b.example", "nonsense"}, Role: domain.RoleUser}, &out)
		if len(out.Data) != 2 || out.Data[0].Code != "" || out.Data[1].Code != domain.CodeEmailFormat {
			t.Errorf("%+v", out)
		}
	})
}
