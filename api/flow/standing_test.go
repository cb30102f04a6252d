package flow_test

import (
	"testing"

	"twofold/api/flow"
	"twofold/domain"
	"twofold/tenancy/store"
)

// The last owner stays, also when two owners take the role from each other,
// or suspend each other, at the same moment.
func TestLastOwnerStays(t *testing.T) {
	inHouses(t, func(h *house) {
		for name, do := range map[string]func(o *org, v *flow.Visit, id string) error{
			"lower":   changeTo(domain.RoleUser),
			"suspend": func(o *org, v *flow.Visit, id string) error { return o.flows.Suspend(ctx, o.ask(), v, id) },
		} {
			for range 5 {
				o := h.org("northwind" + h.next("x")[2:])
				owners := []store.Person{o.person(domain.RoleOwner), o.person(domain.RoleOwner), o.person(domain.RoleOwner)}
				visits := []*flow.Visit{o.visit(owners[0]), o.visit(owners[1]), o.visit(owners[2])}
				h.together(3, func(i int) error { return do(o, visits[i], owners[(i+1)%3].ID) })
				left := 0
				for _, p := range owners {
					if p = o.reread(p); p.Role == domain.RoleOwner && p.State == domain.UserActive {
						left++
					}
				}
				if left == 0 {
					h.Fatalf("%s: no owner is left", name)
				}
			}
		}
	})
}

// An owner who may act is an owner, so somebody is left behind every act; a
// suspended owner can be lowered, and comes back as what they are then.
func TestASuspendedOwnerCanBeLowered(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		owner, other := o.person(domain.RoleOwner), o.person(domain.RoleOwner)
		v := o.visit(owner)
		h.must(o.flows.Suspend(ctx, o.ask(), v, other.ID))
		h.must(o.flows.ChangeRole(ctx, o.ask(), v, other.ID, domain.RoleUser))
		h.must(o.flows.Resume(ctx, o.ask(), v, other.ID))
		if p := o.reread(other); p.State != domain.UserActive || p.Role != domain.RoleUser {
			h.Fatalf("left %+v", p.User)
		}
	})
}

// A role change or suspension ends what was issued before, at the next
// request; a role they already have ends nothing.
func TestStandingEndsSessions(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		v := o.visit(o.person(domain.RoleOwner))
		for name, do := range map[string]func(*org, *flow.Visit, string) error{
			"role":    changeTo(domain.RoleAdmin),
			"suspend": func(o *org, v *flow.Visit, id string) error { return o.flows.Suspend(ctx, o.ask(), v, id) },
		} {
			maria := o.secure(o.person(domain.RoleUser))
			token := o.signIn(maria, h.Now())
			o.trust(maria)
			h.must(o.flows.ChangeRole(ctx, o.ask(), v, maria.ID, domain.RoleUser))
			if !o.alive(token) {
				h.Fatalf("%s: giving the same role ended a session", name)
			}
			h.must(do(o, v, maria.ID))
			after := o.reread(maria)
			if o.alive(token) || after.SecurityVersion != maria.SecurityVersion+1 || after.TwoStep != domain.TwoStepOn {
				h.Errorf("%s: alive, or version %d", name, after.SecurityVersion)
			}
			page, err := o.flows.Person(ctx, o.ask(), v, maria.ID)
			if h.must(err); len(page.Trusts) != 0 {
				h.Errorf("%s: a trusted browser is left", name)
			}
		}
		_, err := o.flows.SignIn(ctx, o.ask(), flow.SignInInput{Email: "nobody@x.example", Password: strong})
		h.refused(err, domain.CodeBadCredentials)
	})
}

func TestSuspendedCanNotSignIn(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		v, maria := o.visit(o.person(domain.RoleAdmin)), o.person(domain.RoleUser)
		h.must(o.flows.Suspend(ctx, o.ask(), v, maria.ID))
		h.must(o.flows.Suspend(ctx, o.ask(), v, maria.ID))
		_, err := o.flows.SignIn(ctx, o.ask(), flow.SignInInput{Email: maria.Email, Password: strong})
		h.refused(err, domain.CodeSuspended)
		h.must(o.flows.Resume(ctx, o.ask(), v, maria.ID))
		_, err = o.flows.SignIn(ctx, o.ask(), flow.SignInInput{Email: maria.Email, Password: strong})
		h.must(err)
		if n := len(o.events(domain.EventUserSuspended, domain.EventUserResumed)); n != 2 {
			h.Fatalf("%d events", n)
		}
	})
}
