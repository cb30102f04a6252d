package acceptance_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

// What an objection takes away is more than the one change it is about: a
// thief does several things in a row (F39).
func TestAcceptanceFUndo(t *testing.T) {
	inOrgs(t,
		acase{"F39 an objection undoes what was set up after a change of the address", undoesSetUpAfterAddress},
		acase{"F39 an objection undoes all replacements that followed", undoesAllThatFollowed},
		acase{"F39 an objection brings nothing back that a reset took since", undoesNoReset},
		acase{"F39 a mailbox and a password set nothing up after an objection, whatever else is verified", mailboxSetsNothingUp},
	)
}

// undoesSetUpAfterAddress: a thief who knows the password of somebody without
// a second step takes the account to their own mailbox and locks it with
// their own app. Maria reads of the first alone.
func undoesSetUpAfterAddress(t *testing.T, o *org) {
	o.optional()
	maria := o.join("maria", domain.RoleUser)
	thief := maria.elsewhere().signIn()
	next := "maria@thief.example"
	thief.renew(read[wire.Renewal](thief.client, wire.ConfirmEmailChange, wire.ContactCodeRequest{Code: thief.asksFor(t, o, next)}))
	o.h.pass(time.Minute)
	thief.confirm().setUp()
	link := linkOf(t, o, maria, "email_changed")
	read[wire.ObjectionMade](o.h.client(t, o.short), wire.Object, wire.LinkRequest{Token: link})
	if thief.alive() {
		t.Error("the thief is still signed in")
	}
	o.h.pass(time.Minute)
	back := thief.elsewhere()
	back.email = maria.email
	back.start(wire.NextSecondStep)
	back.do(wire.VerifyCode, wire.CodeRequest{Code: back.code()})
	if back.status == http.StatusOK {
		t.Errorf("the thief's app opens the account: %s", back.body)
	}
	back.do(wire.VerifyRecovery, wire.RecoveryRequest{Code: thief.codes[0]})
	if back.status == http.StatusOK {
		t.Errorf("the thief's recovery codes open the account: %s", back.body)
	}
}

// undoesAllThatFollowed: the thief's app takes the place of Maria's, and a
// second one that of the first.
func undoesAllThatFollowed(t *testing.T, o *org) {
	o.optional()
	maria := o.member("maria", domain.RoleUser)
	was := maria.methods()[0]
	thief := maria.elsewhere().signIn()
	o.h.pass(time.Minute)
	thief.confirm().replace(was.ID)
	first := linkOf(t, o, maria, "method_replaced")
	o.h.pass(time.Minute)
	thief.confirm().replace(thief.methods()[0].ID)
	o.h.pass(time.Minute)
	read[wire.ObjectionMade](o.h.client(t, o.short), wire.Object, wire.LinkRequest{Token: first})
	o.h.pass(time.Minute)
	maria.signIn()
	if got := maria.methods(); len(got) != 1 || got[0].ID != was.ID {
		t.Errorf("methods are %+v", got)
	}
	back := thief.elsewhere()
	back.start(wire.NextSecondStep)
	back.do(wire.VerifyCode, wire.CodeRequest{Code: back.code()}).refused(http.StatusUnprocessableEntity, domain.CodeCodeWrong)
}

// undoesNoReset: Maria lost the phone that an earlier app was on, replaced it,
// and lost the new one too. The link of the first notice must not bring the
// app on the first phone back.
func undoesNoReset(t *testing.T, o *org) {
	o.optional()
	maria := o.member("maria", domain.RoleUser)
	o.h.pass(time.Minute)
	maria.confirm().replace(maria.methods()[0].ID)
	link := linkOf(t, o, maria, "method_replaced")
	o.h.pass(time.Minute)
	o.owner.confirm().do(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Reason: "lost phone", Next: domain.ResetAccessCode}, maria.id).wants(http.StatusOK)
	read[wire.ObjectionMade](o.h.client(t, o.short), wire.Object, wire.LinkRequest{Token: link})
	if got := read[wire.Person](o.owner.client, wire.ReadPerson, nil, maria.id).Methods; len(got) != 0 {
		t.Errorf("the reset left %+v", got)
	}
	here := maria.elsewhere()
	if got := here.start(wire.NextSecondStep).Methods; !slices.Equal(got, []domain.Method{domain.MethodAccessCode}) {
		t.Errorf("asked for %v", got)
	}
}

// mailboxSetsNothingUp: an address that only helps back in is verified too.
// Whoever reads it and knows the password objects to the app being added.
func mailboxSetsNothingUp(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) {
		optional(p)
		p.Methods = []domain.Method{domain.MethodApp, domain.MethodEmail, domain.MethodRecovery}
		p.RecoveryOnly = []domain.Method{domain.MethodEmail}
	})
	maria := o.member("maria", domain.RoleUser)
	link := linkOf(t, o, maria, "turned_on")
	maria.verifyAddress(domain.MethodEmail, "")
	read[wire.ObjectionMade](o.h.client(t, o.short), wire.Object, wire.LinkRequest{Token: link})
	o.h.pass(time.Hour)
	here := maria.elsewhere()
	if here.knock(); here.status != http.StatusOK {
		here.refused(http.StatusForbidden, domain.CodeMethodDisabled)
		return
	}
	if got := into[wire.SignInAnswer](here.client); slices.Contains(got.Methods, domain.MethodEmail) || got.Next != wire.NextSecondStep {
		t.Errorf("the password led to %s by %v", got.Next, got.Methods)
	}
}
