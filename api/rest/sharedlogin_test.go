package rest_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

// from signs somebody in with a browser of its own at an address.
func (o *org) from(email, ip string) *client {
	o.Helper()
	c := o.client(o.ShortName)
	c.ip = ip
	a := c.call(wire.StartSignIn, wire.SignInRequest{Email: email, Password: strong})
	var in wire.SignInAnswer
	read(o.house, a, &in)
	c.csrf = in.CSRF
	return c
}

// day signs somebody in at the addresses, one a minute, and lets the service
// look.
func (o *org) day(email string, ips ...string) (last *client) {
	o.Helper()
	for _, ip := range ips {
		last = o.from(email, ip)
		o.Pass(time.Minute)
	}
	o.must(o.flows.NoteShared(ctx))
	return last
}

const oneDay = 24 * time.Hour

// A15, F37: 3 or more browsers from 2 or more networks active in the same 15
// minutes, on 2 days of a week: then the person is told, and not before.
func TestA15ASharedLogInIsAdvised(t *testing.T) {
	three := []string{"192.0.2.1", "192.0.2.2", "198.51.100.1"}
	for name, c := range map[string]struct {
		first, second []string
		apart         time.Duration
		want          bool
	}{
		"two days":                    {three, three, oneDay, true},
		"six days apart":              {three, three, 6 * oneDay, true},
		"two days in eight":           {three, three, 7 * oneDay, false},
		"twice on one day":            {three, three, time.Hour, false},
		"one day":                     {three, nil, oneDay, false},
		"two browsers":                {[]string{"192.0.2.1", "198.51.100.1"}, []string{"192.0.2.1", "198.51.100.1"}, oneDay, false},
		"three browsers, one network": {[]string{"192.0.2.1", "192.0.2.2", "192.0.2.3"}, []string{"192.0.2.1", "192.0.2.2", "192.0.2.3"}, oneDay, false},
		"one network on one of them":  {three, []string{"192.0.2.1", "192.0.2.2", "192.0.2.3"}, oneDay, false},
	} {
		t.Run(name, func(t *testing.T) {
			inHouses(t, func(h *house) {
				o := h.org(optional())
				email := o.person(domain.RoleUser, "Ida").Email
				o.day(email, c.first...)
				h.Pass(c.apart)
				o.day(email, c.second...)
				if got := o.from(email, "192.0.2.1").me().SharedLogin; got != c.want {
					t.Errorf("advised: %v", got)
				}
			})
		})
	}
}

// A15: browsers that are active one after another are nobody's business, and
// neither is one browser that signs in three times.
func TestA15OneAfterAnotherIsNoSharedLogIn(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(optional())
		email := o.person(domain.RoleUser, "Ida").Email
		var same *client
		for range 2 {
			for _, ip := range []string{"192.0.2.1", "198.51.100.1", "203.0.113.1"} {
				o.from(email, ip)
				h.Pass(8 * time.Minute)
				h.must(h.flows.NoteShared(ctx))
			}
			for range 3 {
				if same == nil {
					same = o.from(email, "192.0.2.1")
				}
				same.ip = "198.51.100.1"
				same.csrf = ""
				maps.DeleteFunc(same.jar, func(name, _ string) bool { return strings.HasPrefix(name, "__Host-s-") })
				same.want(200, wire.StartSignIn, wire.SignInRequest{Email: email, Password: strong}, nil)
			}
			h.must(h.flows.NoteShared(ctx))
			h.Pass(oneDay)
		}
		if o.from(email, "192.0.2.1").me().SharedLogin {
			t.Error("advised")
		}
	})
}

// A15: what was active just before midnight is of that day, however late it is
// looked at.
func TestA15MidnightMakesNoSecondDay(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(optional())
		email := o.person(domain.RoleUser, "Ida").Email
		h.Pass(15*time.Hour - 5*time.Minute) // it is 23:55
		o.day(email, "192.0.2.1", "192.0.2.2", "198.51.100.1")
		h.Pass(5 * time.Minute)
		h.must(h.flows.NoteShared(ctx))
		if o.from(email, "192.0.2.1").me().SharedLogin {
			t.Error("one evening is two days")
		}
	})
}

// A15, A16, F43: administrators see whom it is about; inviting a colleague takes
// no more than the right to invite. Both put the advice away for 30 days.
func TestA16TheAdviceLeadsToAnInvitation(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(optional())
		var admin *client
		p := o.person(domain.RoleUser, "Ida Shared")
		three := []string{"192.0.2.1", "192.0.2.2", "198.51.100.1"}
		o.day(p.Email, three...)
		h.Pass(oneDay)
		c := o.day(p.Email, three...)
		signIn := func() *client { admin = o.signedIn(domain.RoleAdmin); return admin }
		var shared wire.SharedLogins
		signIn().want(200, wire.ListSharedLogins, nil, &shared)
		if shared.Total != 1 || shared.Data[0].ID != p.ID || !shared.Data[0].SharedLogin {
			t.Errorf("%+v", shared)
		}
		var people wire.People
		admin.want(200, wire.ListPeople, nil, &people)
		for _, r := range people.Data {
			if r.SharedLogin != (r.ID == p.ID) {
				t.Errorf("%s: %v", r.Name, r.SharedLogin)
			}
		}
		var person wire.Person
		if admin.want(200, wire.ReadPerson, nil, &person, p.ID); !person.SharedLogin {
			t.Error("not on the person's page")
		}
		admin.want(200, wire.InvitePeople, wire.InviteRequest{Emails: []string{"colleague@northwind.example"}, Role: domain.RoleUser}, nil)
		c.refused(403, domain.CodeForbidden, wire.ListSharedLogins, nil)

		if !c.me().SharedLogin {
			t.Error("the person isn't told")
		}
		c.want(204, wire.HideSharedLogin, nil, nil)
		admin.want(204, wire.HideSharedLogins, nil, nil)
		admin.want(200, wire.ListSharedLogins, nil, &shared)
		if c.me().SharedLogin || shared.Total != 0 || len(shared.Data) != 0 {
			t.Errorf("put away, but %+v", shared)
		}
		h.Pass(29 * oneDay)
		o.day(p.Email, three...)
		h.Pass(oneDay - 3*time.Minute)
		c = o.day(p.Email, three...)
		signIn().want(200, wire.ListSharedLogins, nil, &shared)
		if !c.me().SharedLogin || shared.Total != 1 {
			t.Errorf("30 days later: %+v", shared)
		}
		h.Pass(7 * oneDay)
		signIn().want(200, wire.ListSharedLogins, nil, &shared)
		if o.from(p.Email, "192.0.2.1").me().SharedLogin || shared.Total != 0 {
			t.Errorf("a week after the last day: %+v", shared)
		}
	})
}
