package flow_test

import (
	"slices"
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/frontend/text/messages"
	"twofold/tenancy/store"
)

// mailbox gives somebody a verified address beside the account's.
func (o *org) mailbox(p store.Person, address string) {
	o.Helper()
	id := o.next("fac")
	sealed, err := o.keys.Seal([]byte(address), factor.BindFactor(o.ID, p.ID, id, 1))
	o.must(err)
	o.in(o.scope, func(tx *store.Tx) error {
		return tx.AddFactor(ctx, store.Factor{ID: id, UserID: p.ID, Method: domain.MethodEmail, Name: "Mail", Hint: "h•••@…", Secret: sealed, SecretVersion: 1, CreatedAt: o.Now().Add(time.Second)})
	})
}

func (o *org) methods(p store.Person) (out []store.Factor) {
	o.Helper()
	o.must(o.db.View(ctx, o.scope, func(tx *store.Tx) (err error) {
		out, err = tx.Factors(ctx, p.ID)
		return err
	}))
	return out
}

func (o *org) codesLeft(p store.Person) (left int) {
	o.Helper()
	o.must(o.db.View(ctx, o.scope, func(tx *store.Tx) (err error) {
		left, _, err = tx.RecoveryLeft(ctx, p.ID)
		return err
	}))
	return left
}

// TestF39EveryNoticeIsKnownToBoth holds the two lists of notices together.
func TestF39EveryNoticeIsKnownToBoth(t *testing.T) {
	if got := flow.Notices(); !slices.Equal(got, slices.Sorted(slices.Values(messages.Notices))) {
		t.Errorf("flow tells %v, words are for %v", got, messages.Notices)
	}
}

// TestF39AnObjectionPutsBackWhatWasTaken: a method that was removed comes
// back; everybody is out, wherever they are signed in, and those who
// administer are told.
func TestF39AnObjectionPutsBackWhatWasTaken(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		owner := o.secure(o.person(domain.RoleOwner))
		mailed := domain.DefaultPolicy() // without its app maria still has a second step
		mailed.Methods = append(mailed.Methods, domain.MethodEmail)
		o.save(owner, mailed)
		maria := o.secure(o.person(domain.RoleUser))
		o.mailbox(maria, "home@maria.example")
		app := o.methods(maria)[0]
		thief, phone := o.visit(maria), o.signIn(maria, o.Now())
		o.trust(maria)
		token, err := o.flows.RemoveMethod(ctx, o.ask(), thief, app.ID)
		h.must(err)
		for _, to := range []string{maria.Email, "home@maria.example"} {
			if l := h.letters(to); len(l) != 1 || l[0].Kind != "method_removed" || l[0].Args["within"] != "7" || l[0].Args["label"] != "Phone" {
				h.Fatalf("letters to %s: %+v", to, l)
			}
		}
		link := h.lastLink(maria.Email)
		if h.lastLink("home@maria.example") != link {
			h.Error("the same notice has two links")
		}
		was := o.reread(maria)
		for range 3 {
			seen, err := o.flows.ReadObjection(ctx, o.ask(), link)
			if h.must(err); seen.Kind != "method_removed" {
				h.Fatalf("the page says %+v", seen)
			}
		}
		if !o.alive(token) || o.reread(maria).SecurityVersion != was.SecurityVersion {
			h.Fatal("reading the page changed something")
		}
		h.Pass(time.Minute)
		done, err := o.flows.Object(ctx, o.ask(), link)
		if h.must(err); !done.Undone {
			h.Error("nothing was undone")
		}
		back := o.methods(maria)
		if len(back) != 2 || back[0].ID != app.ID || string(back[0].Secret) != string(app.Secret) || o.reread(maria).TwoStep != domain.TwoStepOn {
			h.Fatalf("methods are %+v", back)
		}
		if o.alive(token) || o.alive(phone) {
			h.Error("somebody is still signed in")
		}
		if e := o.events(domain.EventObjected); len(e) != 1 || e[0].SubjectID != maria.ID || e[0].ActorID != "" || e[0].Detail["undone"] != "yes" {
			h.Fatalf("events %+v", e)
		}
		if l := h.letters(owner.Email); len(l) != 1 || l[0].Kind != "objected" || l[0].Args["who"] != maria.Name || l[0].Args["what"] != "method_removed" {
			h.Fatalf("the owner was told %+v", l)
		}
		if l := h.letters("home@maria.example"); l[len(l)-1].Kind != "objection_done" {
			h.Fatalf("maria was told %+v", l)
		}
		_, err = o.flows.Object(ctx, o.ask(), link)
		h.refused(err, domain.CodeLinkUsed)
		v := o.visit(maria)
		if s, err := o.flows.Security(ctx, o.ask(), v); err != nil || !s.NewPassword {
			h.Errorf("a new password isn't asked for: %v", err)
		}
	})
}

// TestF39TurningOffIsUndone brings methods, recovery codes and the second step
// back as they were.
func TestF39TurningOffIsUndone(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		owner := o.secure(o.person(domain.RoleOwner))
		optional := domain.DefaultPolicy()
		optional.Mode, optional.UserMayDisable = domain.ModeOptional, true
		o.save(owner, optional)
		maria := o.secure(o.person(domain.RoleUser))
		_, err := o.flows.TurnOff(ctx, o.ask(), o.visit(maria), "")
		h.must(err)
		if len(o.methods(maria)) != 0 || o.codesLeft(maria) != 0 {
			h.Fatal("nothing was turned off")
		}
		_, err = o.flows.Object(ctx, o.ask(), h.lastLink(maria.Email))
		h.must(err)
		if len(o.methods(maria)) != 1 || o.codesLeft(maria) != 1 || o.reread(maria).TwoStep != domain.TwoStepOn || len(o.reread(maria).Methods) != 1 {
			h.Fatalf("methods %d, codes %d, %+v", len(o.methods(maria)), o.codesLeft(maria), o.reread(maria))
		}
	})
}

// TestF39ObjectionsOutliveTheThief: whatever is done in the account
// afterwards, the link of an earlier notice goes on working, for seven days,
// once; those of later notices end with it.
func TestF39ObjectionsOutliveTheThief(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		maria := o.secure(o.person(domain.RoleUser))
		o.mailbox(maria, "home@maria.example")
		o.mailbox(maria, "work@maria.example")
		v := o.visit(maria)
		_, err := o.flows.RemoveMethod(ctx, o.ask(), v, o.methods(maria)[0].ID)
		h.must(err)
		first := h.lastLink(maria.Email)
		h.Pass(time.Minute)
		v = o.visit(maria)
		_, err = o.flows.RemoveMethod(ctx, o.ask(), v, o.methods(maria)[0].ID)
		h.must(err)
		second := h.lastLink(maria.Email)
		if n := h.together(8, func(int) error { _, err := o.flows.Object(ctx, o.ask(), first); return err }); n != 1 {
			h.Fatalf("%d objections by one link", n)
		}
		_, err = o.flows.Object(ctx, o.ask(), second)
		h.refused(err, domain.CodeLinkExpired)
		h.Pass(time.Minute)
		_, err = o.flows.RemoveMethod(ctx, o.ask(), o.visit(maria), o.methods(maria)[0].ID)
		h.must(err)
		late := h.lastLink(maria.Email)
		south := h.org("southwind")
		_, err = south.flows.Object(ctx, south.ask(), late)
		h.refused(err, domain.CodeLinkExpired)
		h.Pass(domain.ObjectionFor)
		_, err = o.flows.Object(ctx, o.ask(), late)
		h.refused(err, domain.CodeLinkExpired)
	})
}
