package flow

import (
	"cmp"
	"context"
	"slices"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// Objection is what the page behind the "this wasn't me" link shows: the kind
// of notice it was in, and when that was sent.
type Objection struct {
	Kind    string
	At      time.Time
	Freezes bool // it keeps everybody out until an owner lifts it
}

// Objected is what an objection came to.
type Objected struct {
	Kind   string
	Undone bool // something was changed back
	Frozen bool // nobody signs in until an owner lifts it
}

// ReadObjection reads an objection link for its page and spends nothing.
func (f *Flows) ReadObjection(ctx context.Context, r Request, token string) (Objection, error) {
	c := ctxt{ctx, r}
	var out Objection
	err := f.db.View(ctx, r.Scope, func(tx *store.Tx) error {
		l, _, err := readLink(tx, c, store.LinkObjection, token)
		if err != nil {
			return err
		}
		if state := objectionIs(l, c.Now); state != domain.InvitationOpen {
			return linkRefusal(state)
		}
		u, err := f.openUndo(c, l)
		out = Objection{Kind: u.Kind, At: l.CreatedAt, Freezes: freezes(u.Kind)}
		return err
	})
	return out, err
}

// objectionIs is linkIs for objections, which outlive what the person, or
// whoever sits in their session, does afterwards.
func objectionIs(l store.Link, now time.Time) domain.InvitationState {
	l.EmailKey, l.SecurityVersion = "", 0
	return linkIs(l, domain.User{}, now)
}

// Object says "this wasn't me" to a notice (F39). It needs no session, so it
// can only take away: the person is signed out everywhere, their trusted
// browsers and whatever is half set up end, and the change is undone: what it
// added goes, what it took comes back. Objections to later changes end with
// it, since what they would restore is part of what is undone. Whoever has
// nothing but the link is let in nowhere. The administrators are told. To a
// reset, one that is only asked for too, it stops that and freezes the account.
func (f *Flows) Object(ctx context.Context, r Request, token string) (Objected, error) {
	c := ctxt{ctx, r}
	var out Objected
	err := untilSettled(func() error {
		return f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
			out = Objected{}
			l, p, err := readLink(tx, c, store.LinkObjection, token)
			if err != nil {
				return err
			}
			if state := objectionIs(l, c.Now); state != domain.InvitationOpen {
				return linkRefusal(state)
			}
			used, err := tx.UseLink(c, l.ID, c.Now)
			if err == nil && !used {
				err = linkRefusal(domain.InvitationAccepted)
			}
			if err != nil {
				return err
			}
			u, err := f.openUndo(c, l)
			if err != nil {
				return err
			}
			out.Kind, out.Frozen = u.Kind, freezes(u.Kind)
			if out.Undone, err = f.undo(tx, c, p, l, u); err != nil {
				return err
			}
			return f.tellObjected(tx, c, p, u, out.Undone)
		})
	})
	return out, err
}

// undo ends what is open and restores what the change and those after it took.
func (f *Flows) undo(tx *store.Tx, c ctxt, p store.Person, l store.Link, u undo) (bool, error) {
	all, err := f.undoes(tx, c, p, l, u)
	if err != nil {
		return false, err
	}
	if u.Session != "" {
		if err := tx.DenyBrowser(c, p.ID, u.Session, "", c.Now); err != nil {
			return false, err
		}
	}
	was := earliest(all)
	change := store.UserChange{Raise: true, TwoStep: was.TwoStep, EndText: !p.TextUntil.IsZero(), Freeze: freezes(u.Kind), At: c.Now}
	if err := f.stopForPerson(tx, c, p); err != nil {
		return false, err
	}
	if err := tx.StopGrants(c, p.ID, "", p.ID, p.Name, c.Now); err != nil {
		return false, err
	}
	if err := tx.StopCases(c, p.ID, c.Now); err != nil {
		return false, err
	}
	free, err := addressFree(tx, c, p, was.Email)
	if err != nil {
		return false, err
	}
	if free {
		change.Email, change.Name = was.Email, p.Name
	}
	if err := f.changePerson(tx, c, p, change); err != nil {
		return false, err
	}
	if _, _, err := endEverywhere(tx, c, p.ID); err != nil {
		return false, err
	}
	if err := tx.DropEnrollment(c, p.ID); err != nil {
		return false, err
	}
	if err := tx.RevokeLaterLinks(c, p.ID, store.LinkObjection, l.ID, l.CreatedAt, c.Now); err != nil {
		return false, err
	}
	if err := restoreBeside(tx, c, p, was); err != nil {
		return false, err
	}
	methods, err := undoMethods(tx, c, p, all)
	return methods || free || was.TwoStep != "" || was.Number != nil || was.Answers != nil, err
}

// undoes are the changes that an objection undoes, newest first: those after
// the one it is about, and that one. Each finds the account as it left it.
// What a reset took since, or the replacement of a lost device, stays away.
func (f *Flows) undoes(tx *store.Tx, c ctxt, p store.Person, l store.Link, u undo) ([]undo, error) {
	later, err := tx.LaterLinks(c, p.ID, store.LinkObjection, l.ID, l.CreatedAt, c.Now)
	if err != nil {
		return nil, err
	}
	var all []undo
	for _, one := range later {
		next, err := f.openUndo(c, one)
		if err != nil {
			return nil, err
		}
		all = append(all, next.since(p, one))
	}
	return append(all, u.since(p, l)), nil
}

// since is the part of an undo that a reset after its change leaves, whatever
// the person set up since then. The notice of a replacement of a lost device is
// as old as that: it brings nothing back by itself.
func (u undo) since(p store.Person, l store.Link) undo {
	if p.LastResetAt.Before(l.CreatedAt) || u.Lost && p.LastResetAt.Equal(l.CreatedAt) {
		return u
	}
	u.Gone, u.TwoStep, u.NewCodes = nil, "", false
	return u
}

// earliest is what stands beside the methods as it was before the first of the
// changes, which come newest first.
func earliest(all []undo) (was undo) {
	for _, u := range all {
		was.Email, was.TwoStep = cmp.Or(u.Email, was.Email), cmp.Or(u.TwoStep, was.TwoStep)
		was.Number, was.Answers = cmp.Or(u.Number, was.Number), cmp.Or(u.Answers, was.Answers)
	}
	return was
}

// restoreBeside puts the profile's number and the answers back.
func restoreBeside(tx *store.Tx, c ctxt, p store.Person, was undo) error {
	if was.Number != nil {
		if err := tx.SetPhone(c, p.ID, *was.Number); err != nil {
			return err
		}
	}
	if was.Answers != nil {
		return tx.SaveAnswers(c, p.ID, *was.Answers)
	}
	return nil
}

// addressFree reports whether a person can have an address back.
func addressFree(tx *store.Tx, c ctxt, p store.Person, address string) (bool, error) {
	if address == "" || domain.EmailKey(address) == domain.EmailKey(p.Email) {
		return false, nil
	}
	_, err := tx.UserByEmail(c, address)
	if store.Missing(err) {
		return true, nil
	}
	return false, err
}

// undoMethods takes away what was added and puts what was taken back in its
// place, change by change. What would be missed as the last method that counts
// goes out of use instead: somebody without any is led to set one up, and then
// the mailbox and the password alone were enough to get in.
func undoMethods(tx *store.Tx, c ctxt, p store.Person, all []undo) (done bool, err error) {
	current, err := tx.CurrentPolicy(c)
	if err != nil {
		return false, err
	}
	for _, u := range all {
		one, err := undoOne(tx, c, p, current.Policy, u)
		if err != nil {
			return done, err
		}
		done = done || one
	}
	return done, nil
}

func undoOne(tx *store.Tx, c ctxt, p store.Person, policy domain.Policy, u undo) (done bool, err error) {
	end, err := endOf(tx, c, p, policy, u)
	if err != nil {
		return false, err
	}
	for _, id := range u.Added {
		ended, err := end(id)
		if err != nil {
			return done, err
		}
		done = done || ended
	}
	for _, x := range u.Gone {
		if err := tx.AddFactor(c, x); err != nil {
			return done, err
		}
		if x.Disabled {
			if _, err := tx.DisableFactor(c, p.ID, x.ID, c.Now); err != nil {
				return done, err
			}
		}
		done = true
	}
	if u.NewCodes {
		done = true
		return done, tx.ReplaceRecoveryCodes(c, p.ID, u.Codes)
	}
	return done, nil
}

// tellObjected writes it down and tells those who administer; the person
// themselves is told at every address.
func (f *Flows) tellObjected(tx *store.Tx, c ctxt, p store.Person, u undo, undone bool) error {
	// Whoever pressed the link showed no more than that they read the mail.
	if err := f.recordOn(tx, c, domain.EventObjected, true, domain.User{}, p.User, "to", u.Kind, "undone", yesNo(undone)); err != nil {
		return err
	}
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	now, err := tx.User(c, p.ID)
	if err != nil {
		return err
	}
	if freezes(u.Kind) {
		if err := f.tellFrozen(tx, c, org, now, u); err != nil {
			return err
		}
		return f.mailEverywhere(tx, c, now, letterFrozenDone, map[string]string{})
	}
	if err := f.tellAdministrators(tx, c, org, now, u); err != nil {
		return err
	}
	return f.mailEverywhere(tx, c, now, "objection_done", map[string]string{"link": f.SignInAddress(org)})
}

// administratorsMost bounds how many are written to.
const administratorsMost = 20

// ObjectionsTold is how often in a day they are told of one person's objections.
// Whoever signs in only to deny it must not fill their mailboxes; the audit log
// has them all.
const ObjectionsTold = 5

func (f *Flows) tellAdministrators(tx *store.Tx, c ctxt, org domain.Tenant, p store.Person, u undo) error {
	if _, ok, err := tx.SpendQuota(c, "objected:"+p.ID, 1, ObjectionsTold, 24*time.Hour, c.Now); err != nil || !ok {
		return err
	}
	words := map[string]string{}
	for k, v := range u.Args {
		words[k] = v
	}
	words["who"], words["email"], words["what"] = called(p.User).Name, p.Email, u.Kind
	words["link"] = f.address(org, "/admin/people/"+p.ID)
	return f.mailAdministrators(tx, c, org, p, "objected", words)
}

// mailAdministrators writes to everybody else who administers.
func (f *Flows) mailAdministrators(tx *store.Tx, c ctxt, org domain.Tenant, p store.Person, kind string, words map[string]string) error {
	for _, role := range []domain.Role{domain.RoleOwner, domain.RoleAdmin, domain.RoleOperator} {
		them, err := tx.People(c, store.PeopleFilter{Role: role, State: domain.UserActive, Limit: administratorsMost, Now: c.Now})
		if err != nil {
			return err
		}
		for _, one := range them {
			if one.ID == p.ID {
				continue
			}
			if err := f.mail(tx, c, org, one.User, kind, words); err != nil {
				return err
			}
		}
	}
	return nil
}

// endOf is how methods end that somebody objects to: removed where others stay
// that count, out of use where none would.
func endOf(tx *store.Tx, c ctxt, p store.Person, policy domain.Policy, u undo) (func(id string) (bool, error), error) {
	all, err := tx.Factors(c, p.ID)
	if err != nil {
		return nil, err
	}
	stays := false
	for _, x := range usable(append(all, u.Gone...)) {
		stays = stays || policy.Accepts(x.Method) && !slices.Contains(u.Added, x.ID)
	}
	if stays {
		return func(id string) (bool, error) { return tx.RemoveFactor(c, p.ID, id) }, nil
	}
	return func(id string) (bool, error) { return tx.DisableFactor(c, p.ID, id, c.Now) }, nil
}
