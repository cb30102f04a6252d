package acceptance_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// issued is what somebody holds when something about them changes: a session
// beside the acting one, a trusted browser, a half sign-in, each on a browser
// of its own.
type issued struct {
	acting, session, trusted, half *person
	others                         []other
}

// other is one more thing that somebody can hold, and what shows that it is
// dead on an instance.
type other struct {
	name string
	dead func(h *house) bool
}

// holdings are what anybody can hold beside the sessions and browsers of issued,
// each made for maria. One that helpers give is in the store alone, whatever it
// later leads to.
var holdings = []func(o *org, maria *person) other{
	func(o *org, maria *person) other {
		maria.forgets(o)
		token := o.h.tokenOf(maria.link())
		return other{"a link of a forgotten password", func(h *house) bool {
			return maria.elsewhere().at(h).do(wire.OpenReset, wire.OpenResetRequest{Token: token}).status == http.StatusGone
		}}
	},
	func(o *org, maria *person) other {
		opened := maria.elsewhere()
		opened.opens(wire.NextSecondStep)
		return other{"an opened reset of the password", func(h *house) bool {
			return opened.at(h).do(wire.ChoosePassword, wire.ChoosePasswordRequest{Password: fresh}).status == http.StatusUnauthorized
		}}
	},
	granted(domain.GrantAccessCode), granted(domain.GrantText), granted(domain.GrantUnlockMail),
}

// granted is what a helper gives.
func granted(kind domain.GrantKind) func(*org, *person) other {
	return func(o *org, maria *person) other {
		g := domain.Grant{ID: "gra_" + string(kind), Kind: kind, UserID: maria.id, Giver: "Sam", UsesLeft: 1, CreatedAt: o.h.now(), ExpiresAt: o.h.now().Add(domain.AccessCodeFor)}
		org, err := o.h.flows.Tenant(o.t.Context(), o.short)
		check(o.t, err)
		at := tenancy.Of(org.ID)
		check(o.t, o.h.db.In(o.t.Context(), at, func(tx *store.Tx) error {
			p, err := tx.User(o.t.Context(), maria.id)
			if err != nil {
				return err
			}
			g.SecurityVersion = p.SecurityVersion
			return tx.AddGrant(o.t.Context(), g)
		}))
		return other{"a grant: " + string(kind), func(h *house) (dead bool) {
			check(o.t, h.db.In(o.t.Context(), at, func(tx *store.Tx) error {
				p, err := tx.User(o.t.Context(), maria.id)
				if err != nil {
					return err
				}
				if _, err = tx.OpenGrant(o.t.Context(), p.ID, kind, p.SecurityVersion, h.now()); !store.Missing(err) {
					return err
				}
				used, err := tx.UseGrant(o.t.Context(), g.ID, p.SecurityVersion, h.now())
				dead = !used
				return err
			}))
			return dead
		}}
	}
}

func (o *org) issue() issued {
	o.t.Helper()
	trusted, acting := o.trusting("maria")
	var others []other
	for _, kind := range holdings {
		one := kind(o, acting)
		if one.dead(o.h) {
			o.t.Fatalf("%s: dead from the start", one.name)
		}
		others = append(others, one)
	}
	out := issued{others: others, acting: acting, session: acting.elsewhere(), trusted: trusted, half: acting.elsewhere()}
	out.session.signIn()
	out.half.start(wire.NextSecondStep)
	return out
}

// dead fails unless all of it is, on this instance, with no word of why.
func (i issued) dead(t *testing.T, h *house) {
	t.Helper()
	i.session.at(h).do(wire.ReadSession, nil).refused(http.StatusUnauthorized, domain.CodeSignedOut)
	half := *i.half
	half.client = i.half.at(h)
	half.do(wire.VerifyCode, wire.CodeRequest{Code: half.code()}).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)
	half.do(wire.VerifyRecovery, wire.RecoveryRequest{Code: "k7m2-p9xw-4t3h-q8rz"}).refused(http.StatusUnauthorized, domain.CodeAttemptExpired)
	if page := read[wire.SignInPage](half.client, wire.ReadSignIn, nil); page.SecondStep != nil {
		t.Errorf("the half sign-in shows %+v", page.SecondStep)
	}
	for _, one := range i.others {
		if !one.dead(h) {
			t.Errorf("%s is alive", one.name)
		}
	}
}

// untrusted fails if the trusted browser gets past the code on this instance.
func (i issued) untrusted(t *testing.T, h *house, next string) {
	t.Helper()
	trusted := *i.trusted
	trusted.client, trusted.password = i.trusted.at(h), i.acting.password
	trusted.start(next)
}

func TestAcceptanceLockVersions(t *testing.T) {
	type change struct {
		name string
		do   func(o *org, maria *person)
		next string // where the trusted browser's password leads
		goes bool   // the acting session goes on
	}
	byOwner := func(e wire.Endpoint, in any) func(*org, *person) {
		return func(o *org, maria *person) {
			if o.owner.confirm().do(e, in, maria.id); o.owner.status >= 300 {
				o.t.Fatalf("%s: %d %s", e.ID, o.owner.status, o.owner.body)
			}
		}
	}
	changes := []change{
		{"its version alone, whatever else a change forgets", func(o *org, p *person) {
			check(o.t, o.h.db.In(o.t.Context(), tenancy.Of(p.tenant()), func(tx *store.Tx) error {
				now, err := tx.User(o.t.Context(), p.id)
				if err == nil {
					_, err = tx.ChangeUser(o.t.Context(), p.id, now.SecurityVersion, store.UserChange{Raise: true, At: o.h.now()})
				}
				return err
			}))
		}, wire.NextSecondStep, false},
		{"password change", func(_ *org, p *person) { p.changePassword("a new sentence to remember") }, wire.NextSecondStep, true},
		{"a method replaced", func(_ *org, p *person) { p.confirm().replace(p.methods()[0].ID) }, wire.NextSecondStep, true},
		{"a method removed", func(_ *org, p *person) {
			first := p.methods()[0].ID
			p.confirm().setUp()
			read[wire.Renewal](p.confirm().client, wire.RemoveMethod, nil, first)
		}, wire.NextSecondStep, true},
		{"two-step turned off", func(_ *org, p *person) { p.turnOff() }, wire.NextDone, true},
		{"new recovery codes", func(_ *org, p *person) { p.newCodes() }, wire.NextSecondStep, true},
		{"use of a recovery code", func(_ *org, p *person) {
			q := p.elsewhere()
			q.start(wire.NextSecondStep)
			q.recover()
		}, wire.NextSecondStep, false},
		{"reset", byOwner(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}), wire.NextSetUp, false},
		{"role change", byOwner(wire.ChangeRole, wire.RoleRequest{Role: domain.RoleAdmin}), wire.NextSecondStep, false},
		{"suspension", func(o *org, p *person) {
			byOwner(wire.SuspendPerson, nil)(o, p)
			p.elsewhere().knock().refused(http.StatusForbidden, domain.CodeSuspended)
			byOwner(wire.ResumePerson, nil)(o, p)
		}, wire.NextSecondStep, false},
	}
	var all []acase
	for _, ch := range changes {
		all = append(all, acase{"everything issued before ends on every instance by " + ch.name, func(t *testing.T, o *org) {
			second, held := o.h.second(t), o.issue()
			held.session.at(second).do(wire.ReadSession, nil).wants(http.StatusOK) // both instances know it by now
			ch.do(o, held.acting)
			for _, h := range []*house{second, o.h} {
				held.dead(t, h)
				held.untrusted(t, h, ch.next)
				if (held.acting.at(h).do(wire.ReadSession, nil).status == http.StatusOK) != ch.goes {
					t.Errorf("the acting session goes on: %v, want %v", !ch.goes, ch.goes)
				}
			}
		}})
	}
	all = append(all,
		acase{"a method added ends nothing, and offers to", addingEndsNothing},
		acase{"an invitation ends by suspension, by the next one and by its use", invitationEnds},
		acase{"an invitation leads to the role the list of people shows by then, never to the one it was sent with", invitationsRole},
		acase{"the token of the session before is dead after a change", oldTokenIsDead},
	)
	inOrgs(t, all...)
}

func addingEndsNothing(t *testing.T, o *org) {
	held := o.issue()
	held.acting.confirm()
	k := held.acting.startSetUp("")
	held.acting.h.pass(30 * time.Second)
	on := read[wire.SetupConfirmed](held.acting.client, wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: code(t, k, o.h.now()), Name: "Tablet"})
	if on.Finished == nil || on.Finished.OtherSessions < 1 {
		t.Fatalf("it does not offer to sign out elsewhere: %+v", on)
	}
	if !held.session.alive() {
		t.Error("the other session ended")
	}
	held.trusted.start(wire.NextDone)
	held.half.verify(false)
	if got := read[wire.Ended](held.acting.client, wire.EndOtherSessions, nil); got.Ended < 1 || held.session.alive() {
		t.Errorf("signing out elsewhere ended %d", got.Ended)
	}
}

func invitationEnds(t *testing.T, o *org) {
	second := o.h.second(t)
	accept := func(p *person, token string) *client {
		return p.at(second).do(wire.AcceptInvitation, wire.AcceptInvitationRequest{Token: token, Name: "Ines", Password: password})
	}
	ines := o.invited("ines", domain.RoleUser)
	first := o.h.linkToken(t, ines.email)
	o.h.pass(time.Second)
	o.owner.confirm().do(wire.ResendInvitation, nil, ines.id).wants(http.StatusNoContent)
	accept(ines, first).refused(http.StatusGone, domain.CodeLinkExpired)

	next := o.h.linkToken(t, ines.email)
	o.owner.do(wire.SuspendPerson, nil, ines.id).wants(http.StatusNoContent)
	accept(ines, next).refused(http.StatusGone, domain.CodeLinkExpired)
	o.owner.do(wire.ResumePerson, nil, ines.id).wants(http.StatusNoContent)
	accept(ines, next).refused(http.StatusGone, domain.CodeLinkExpired)

	o.h.pass(time.Second)
	o.owner.do(wire.ResendInvitation, nil, ines.id).wants(http.StatusNoContent)
	last := o.h.linkToken(t, ines.email)
	accept(ines, last).wants(http.StatusOK)
	accept(ines.elsewhere(), last).refused(http.StatusGone, domain.CodeLinkUsed)
}

// invitationsRole: the link carries no role, so a changed one needs no new
// link. What it grants is what every admin reads beside the name until then,
// and the log says who changed it.
func invitationsRole(t *testing.T, o *org) {
	changed := func(name string, from, to domain.Role) *person {
		p := o.invited(name, from)
		if l := o.h.mail(t, p.email); strings.Contains(fmt.Sprint(l.Args), string(from)) {
			t.Errorf("the mail names the role: %v", l.Args)
		}
		o.owner.confirm().do(wire.ChangeRole, wire.RoleRequest{Role: to}, p.id).wants(http.StatusNoContent)
		if row := read[wire.Person](o.owner.client, wire.ReadPerson, nil, p.id); row.Role != to || row.Status != domain.UserInvited {
			t.Errorf("the list shows %s as %s", row.Status, row.Role)
		}
		if got := o.events(domain.EventUserRole, p.id); len(got) != 1 || got[0].Detail["role"] != string(from)+" → "+string(to) {
			t.Errorf("the log says %+v", got)
		}
		p.accept()
		return p
	}
	lowered := changed("ines", domain.RoleAdmin, domain.RoleUser)
	if got := lowered.session().Person.Role; got != string(domain.RoleUser) {
		t.Errorf("who was lowered joined as %s", got)
	}
	lowered.do(wire.ListPeople, nil).refused(http.StatusForbidden, domain.CodeForbidden)
	if got := changed("adam", domain.RoleUser, domain.RoleAdmin).session().Person.Role; got != string(domain.RoleAdmin) {
		t.Errorf("who was raised joined as %s", got)
	}
	// An invitation into another role replaces the link.
	tom := o.invited("tom", domain.RoleAdmin)
	old := o.h.linkToken(t, tom.email)
	o.h.pass(time.Second)
	o.invited("tom", domain.RoleUser)
	tom.do(wire.AcceptInvitation, wire.AcceptInvitationRequest{Token: old, Name: "Tom", Password: password}).refused(http.StatusGone, domain.CodeLinkExpired)
	tom.accept()
	if got := tom.session().Person.Role; got != string(domain.RoleUser) {
		t.Errorf("who was invited again joined as %s", got)
	}
}

func oldTokenIsDead(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	thief := maria.elsewhere()
	stolen := maria.cookies("__Host-s-")[0]
	thief.put(stolen.Name, stolen.Value)
	if !thief.alive() {
		t.Fatal("the stolen cookie never worked")
	}
	maria.changePassword("a new sentence to remember")
	if thief.alive() || !maria.alive() {
		t.Fatalf("thief in: %v, maria in: %v", thief.alive(), maria.alive())
	}
}
