package flow_test

import (
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/domain"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// inPerson is a reset of somebody seen in person, whose password alone leads to
// the set-up.
func inPerson(reason string) flow.ResetInput {
	return flow.ResetInput{ResetAsked: domain.ResetAsked{Check: domain.CheckInPerson, Reason: reason, Next: domain.ResetSetUp}}
}

// act is something an administrator does to a person.
type act struct {
	name string
	do   func(o *org, v *flow.Visit, id string) error
	// may says who may do it to whom; nobody does it to themselves.
	may func(actor, target domain.Role) bool
}

// O11, O12 and the rules beside them, written down a second time.
var acts = []act{
	{"reset", func(o *org, v *flow.Visit, id string) error {
		_, err := o.flows.ResetTwoStep(ctx, o.ask(), v, id, inPerson(""))
		return err
	}, func(a, t domain.Role) bool { return t != domain.RoleOwner && (manages(a, t) || helps(a, t)) }},
	{"unlock", func(o *org, v *flow.Visit, id string) error { return o.flows.Unlock(ctx, o.ask(), v, id) },
		func(a, t domain.Role) bool { return manages(a, t) || helps(a, t) }},
	{"end sessions", func(o *org, v *flow.Visit, id string) error {
		_, err := o.flows.EndPersonSessions(ctx, o.ask(), v, id, "")
		return err
	}, manages},
	{"end trusts", func(o *org, v *flow.Visit, id string) error {
		_, err := o.flows.EndPersonTrusts(ctx, o.ask(), v, id, "")
		return err
	}, manages},
	{"suspend", func(o *org, v *flow.Visit, id string) error { return o.flows.Suspend(ctx, o.ask(), v, id) }, manages},
	{"resume", func(o *org, v *flow.Visit, id string) error { return o.flows.Resume(ctx, o.ask(), v, id) }, manages},
	{"make owner", changeTo(domain.RoleOwner), func(a, t domain.Role) bool { return a == domain.RoleOwner }},
	{"make admin", changeTo(domain.RoleAdmin), manages},
	{"make user", changeTo(domain.RoleUser), manages},
	{"make help desk", changeTo(domain.RoleHelpdesk), manages},
	{"make auditor", changeTo(domain.RoleAuditor), manages},
}

func helps(a, t domain.Role) bool { return a == domain.RoleHelpdesk && t == domain.RoleUser }

func changeTo(role domain.Role) func(*org, *flow.Visit, string) error {
	return func(o *org, v *flow.Visit, id string) error { return o.flows.ChangeRole(ctx, o.ask(), v, id, role) }
}

func manages(a, t domain.Role) bool {
	return a == domain.RoleOwner || a == domain.RoleAdmin && t != domain.RoleOwner
}

// O11, O12: every role does every act to every role and to themselves; each
// refusal is recorded and changes nothing.
func TestObjectRules_O11_O12(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		o.person(domain.RoleOwner)
		for _, actor := range domain.Roles {
			for _, target := range domain.Roles {
				for _, a := range acts {
					p := o.secure(o.person(target))
					objectRule(o, a, o.visit(o.secure(o.person(actor))), p, a.may(actor, target))
				}
			}
			for _, a := range acts {
				self := o.secure(o.person(actor))
				objectRule(o, a, o.visit(self), self, false)
			}
		}
	})
}

func objectRule(o *org, a act, v *flow.Visit, target store.Person, may bool) {
	o.Helper()
	before := len(o.events(domain.EventRefused))
	err := a.do(o, v, target.ID)
	recorded := len(o.events(domain.EventRefused)) - before
	if may != (err == nil) || may == (recorded == 1) {
		o.Errorf("%s %s %s: %v, %d refusals recorded", v.Person.Role, a.name, target.Role, err, recorded)
	}
	if !may && domain.KindOf(err) != domain.Forbidden {
		o.Errorf("%s %s %s: refused as %v", v.Person.Role, a.name, target.Role, err)
	}
	if !may && o.reread(target).SecurityVersion != target.SecurityVersion {
		o.Errorf("%s %s %s: a refused act changed something", v.Person.Role, a.name, target.Role)
	}
}

// Every act needs a confirmation of the last ten minutes, somebody of the
// actor's own organization, and an actor who still is who they were.
func TestActsAskForMore(t *testing.T) {
	inHouses(t, func(h *house) {
		o, other := h.org("northwind"), h.org("southwind")
		owner, stranger := o.person(domain.RoleOwner), other.secure(other.person(domain.RoleUser))
		mine := o.secure(o.person(domain.RoleUser))
		for _, a := range acts {
			stale, err := o.flows.Visit(ctx, o.ask(), o.signIn(owner, h.Now().Add(-10*time.Minute)))
			h.must(err)
			h.refused(a.do(o, stale, mine.ID), domain.CodeStepUpRequired)
			v := o.visit(owner)
			for _, id := range []string{stranger.ID, "", "usr_nobody", "' OR 1=1 --", "\x00", "usr_\xff"} {
				h.refused(a.do(o, v, id), domain.CodeNotFound)
			}
			h.refused(a.do(other, v, stranger.ID), domain.CodeForbidden)
			lowered := o.visit(o.person(domain.RoleOwner))
			h.must(o.flows.ChangeRole(ctx, o.ask(), o.visit(owner), lowered.Person.ID, domain.RoleUser))
			h.refused(a.do(o, lowered, mine.ID), domain.CodeSignedOut)
		}
		if n := len(other.events(domain.EventRefused)); n != 0 {
			h.Errorf("%d refusals recorded in the other organization", n)
		}
	})
}

func TestReset_P24(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		admin, maria := o.secure(o.person(domain.RoleAdmin)), o.secure(o.person(domain.RoleUser))
		token, _ := o.signIn(maria, h.Now()), o.trust(maria)
		o.enrolling(maria)
		v := o.visit(admin)
		got, err := o.flows.ResetTwoStep(ctx, o.ask(), v, maria.ID, inPerson("called back on the number on file"))
		h.must(err)
		if got.Methods != 1 || got.Codes != 1 || got.Sessions != 1 || got.Trusts != 1 || got.Person.TwoStep != domain.TwoStepReset {
			h.Fatalf("result %+v", got)
		}
		if o.alive(token) {
			h.Error("a session survived")
		}
		page, err := o.flows.Person(ctx, o.ask(), v, maria.ID)
		h.must(err)
		if len(page.Methods)+len(page.Sessions)+len(page.Trusts)+page.RecoveryLeft != 0 || page.TwoStep != domain.TwoStepReset {
			h.Errorf("left %+v", page)
		}
		after := o.reread(maria)
		next := signin.Next(signin.Facts{Policy: domain.DefaultPolicy(), Person: after.User, Methods: after.Methods, Proofs: []signin.Proof{signin.Password}, Now: h.Now()})
		if next.Step != signin.Enroll {
			h.Errorf("the next sign-in leads to %s", next.Step)
		}
		h.must(o.db.View(ctx, o.scope, func(tx *store.Tx) error {
			if _, err := tx.Enrollment(ctx, maria.ID); !store.Missing(err) {
				h.Errorf("a set-up in progress survived: %v", err)
			}
			return nil
		}))
		l := h.letters(maria.Email)
		if len(l) != 1 || l[0].Kind != "reset" || l[0].Args["by"] != admin.Name || l[0].Args["app"] != "Authy" || l[0].Args["device"]+l[0].Args["place"] != "" {
			h.Errorf("mail %+v", l)
		}
		e := o.events(domain.EventTwoStepReset)
		if len(e) != 1 || e[0].ActorID != admin.ID || e[0].SubjectID != maria.ID || e[0].Detail["reason"] == "" {
			h.Errorf("events %+v", e)
		}
		_, err = o.flows.ResetTwoStep(ctx, o.ask(), v, maria.ID, inPerson(""))
		h.refused(err, domain.CodeNothingToReset)
		_, err = o.flows.ResetTwoStep(ctx, o.ask(), v, maria.ID, inPerson("a\nb"))
		h.refused(err, domain.CodeOutOfRange)
	})
}

func (o *org) enrolling(p store.Person) {
	o.in(o.scope, func(tx *store.Tx) error {
		return tx.StartEnrollment(ctx, store.Enrollment{ID: o.next("enr"), UserID: p.ID, SecurityVersion: p.SecurityVersion, Secret: []byte("s"), LabelNo: 1, CreatedAt: o.Now(), ExpiresAt: o.Now().Add(time.Hour)})
	})
}

// R17: an administrator lets a locked person try again at once.
func TestUnlock_R17(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		maria := o.person(domain.RoleUser)
		for range 5 {
			o.in(o.scope, func(tx *store.Tx) error {
				_, err := tx.SpendCodeTryFor(ctx, maria.ID, h.Now())
				return err
			})
		}
		for range store.PairFree + 1 {
			_, err := o.flows.SignIn(ctx, o.ask(), flow.SignInInput{Email: maria.Email, Password: "wrong"})
			if err == nil {
				h.Fatal("a wrong password signed in")
			}
		}
		_, err := o.flows.SignIn(ctx, o.ask(), flow.SignInInput{Email: maria.Email, Password: "wrong"})
		h.refused(err, domain.CodeRateLimited)
		v := o.visit(o.person(domain.RoleAdmin))
		page, err := o.flows.Person(ctx, o.ask(), v, maria.ID)
		h.must(err)
		if page.LockedUntil != h.Now().Add(30*time.Minute) {
			h.Fatalf("locked until %s", page.LockedUntil)
		}
		h.must(o.flows.Unlock(ctx, o.ask(), v, maria.ID))
		if p := o.reread(maria); p.Lock.Locked(h.Now()) || p.Lock.Tries != 0 {
			h.Fatalf("lock %+v", p.Lock)
		}
		_, err = o.flows.SignIn(ctx, o.ask(), flow.SignInInput{Email: maria.Email, Password: "wrong"})
		h.refused(err, domain.CodeBadCredentials)
		if e := o.events(domain.EventUnlocked); len(e) != 1 || e[0].Detail["was_locked"] != "yes" {
			h.Fatalf("events %+v", e)
		}
	})
}

func TestEndDoorsOneByOne(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		maria, sam := o.person(domain.RoleUser), o.person(domain.RoleUser)
		v := o.visit(o.person(domain.RoleAdmin))
		first, second, sams := o.signIn(maria, h.Now()), o.signIn(maria, h.Now()), o.signIn(sam, h.Now())
		n, err := o.flows.EndPersonSessions(ctx, o.ask(), v, maria.ID, first)
		if h.must(err); n != 1 || o.alive(first) || !o.alive(second) {
			h.Fatalf("ended %d", n)
		}
		for _, id := range []string{first, sams, "x", "\x00"} {
			_, err = o.flows.EndPersonSessions(ctx, o.ask(), v, maria.ID, id)
			h.refused(err, domain.CodeNotFound)
		}
		n, err = o.flows.EndPersonSessions(ctx, o.ask(), v, maria.ID, "")
		if h.must(err); n != 1 || o.alive(second) || !o.alive(sams) {
			h.Fatalf("ended %d", n)
		}
		one, _, other := o.trust(maria), o.trust(maria), o.trust(sam)
		n, err = o.flows.EndPersonTrusts(ctx, o.ask(), v, maria.ID, one)
		if h.must(err); n != 1 {
			h.Fatalf("ended %d", n)
		}
		_, err = o.flows.EndPersonTrusts(ctx, o.ask(), v, maria.ID, other)
		h.refused(err, domain.CodeNotFound)
		n, err = o.flows.EndPersonTrusts(ctx, o.ask(), v, maria.ID, "")
		if h.must(err); n != 1 {
			h.Fatalf("ended %d", n)
		}
		o.in(o.scope, func(tx *store.Tx) error {
			owner, err := tx.EndTrustByToken(ctx, []byte(other), h.Now())
			if owner != sam.ID {
				h.Errorf("somebody else's trusted browser ended too")
			}
			return err
		})
	})
}
