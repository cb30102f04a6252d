package flow_test

import (
	"testing"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// crowd adds people who have not set up anything.
func (o *org) crowd(n int) {
	o.Helper()
	o.in(o.scope, func(tx *store.Tx) error {
		for range n {
			id := o.next("usr")
			p := store.Person{User: domain.User{ID: id, Email: id + "@crowd.example", Name: id, Role: domain.RoleUser, State: domain.UserActive, CreatedAt: o.Now()}, PasswordHash: o.hash}
			if err := tx.AddUser(ctx, p); err != nil {
				return err
			}
		}
		return nil
	})
}

// work runs jobs until none is due, each part n times at once.
func (h *house) work(n int) (parts int) {
	h.Helper()
	for {
		j, found, err := h.db.LeaseJob(ctx, h.flows.Now(), h.flows.Now().Add(time.Minute))
		if h.must(err); !found {
			return parts
		}
		parts++
		if fine := h.together(n, func(int) error { return h.flows.RunJob(ctx, j) }); fine != n {
			h.Fatalf("%d of %d runs of one part ended well", fine, n)
		}
	}
}

func (h *house) mailsOf(kind string) map[string]int {
	h.Helper()
	mails, err := h.db.Outbox(ctx, "", 5000)
	h.must(err)
	out := map[string]int{}
	for _, m := range mails {
		if m.Kind == kind {
			out[m.To]++
		}
	}
	return out
}

// P11: everyone affected is told once, however many workers try each part.
func TestAnnounceTellsEveryoneOnce_P11(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		owner := o.secure(o.person(domain.RoleOwner))
		o.crowd(450)
		o.personIn(domain.RoleUser, domain.UserInvited)
		o.personIn(domain.RoleUser, domain.UserSuspended)
		o.secure(o.person(domain.RoleUser))
		o.require(owner, domain.StartNextSignIn)
		if parts := h.work(3); parts != 3 {
			h.Errorf("%d parts", parts)
		}
		told := h.mailsOf("required")
		for to, n := range told {
			if n != 1 {
				h.Fatalf("%s was told %d times", to, n)
			}
		}
		if len(told) != 450 {
			h.Fatalf("%d people were told", len(told))
		}
		e := o.events(domain.EventEnrollmentNotified)
		if len(e) != 1 || e[0].Detail["people"] != "450" || e[0].Detail["version"] != "2" {
			h.Fatalf("events %+v", e)
		}
		if l := h.letters(anyone(told)); l[0].Args["link"] != "https://id.example/t/northwind/sign-in" || l[0].Args["when"] != "" {
			h.Fatalf("mail %+v", l)
		}
	})
}

func TestAnnounceOnlyWhatBites(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		owner := o.secure(o.person(domain.RoleOwner))
		o.crowd(250)
		optional := domain.DefaultPolicy()
		optional.Mode = domain.ModeOptional
		o.save(owner, optional)
		if parts := h.work(1); parts != 0 {
			h.Fatalf("optional was announced in %d parts", parts)
		}
		o.require(owner, domain.StartNextSignIn)
		j, _, err := h.db.LeaseJob(ctx, h.Now(), h.Now().Add(time.Minute))
		h.must(err)
		h.must(h.flows.RunJob(ctx, j))
		o.save(owner, optional)
		h.work(1)
		if n := len(h.mailsOf("required")); n != 200 {
			h.Fatalf("%d people were told of what was taken back", n)
		}
		longer := required()
		longer.Start = domain.StartNextSignIn
		o.save(owner, longer)
		h.work(1)
		longer.LockMinutes = 60
		o.save(owner, longer)
		if parts := h.work(1); parts != 0 {
			h.Fatal("a change that sends nobody to set-up was announced")
		}
	})
}

func TestJobOfUnknownKindIsAnError(t *testing.T) {
	inHouses(t, func(h *house) {
		for _, j := range []store.Job{{Kind: "x", Tenant: "org_1"}, {Kind: "announce", Tenant: "org_1", Payload: "{"}} {
			if err := h.flows.RunJob(ctx, j); err == nil {
				h.Errorf("%+v ran", j)
			}
		}
	})
}

func anyone(told map[string]int) string {
	for to := range told {
		return to
	}
	return ""
}
