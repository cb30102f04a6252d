package flow

import (
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// A tenant can settle that a reset takes another administrator's approval, that
// it waits for some hours after it was announced, or both. Until it happens the
// person's second step is as before. Whoever asked stays the one who resets, so
// their standing and the person's are looked at again each time it goes on; what
// it led to, an access code, is made when the asker fetches it and not before.

// resetOrAsk resets a person, or where the tenant wants it guarded begins what
// leads to that.
func (f *Flows) resetOrAsk(tx *store.Tx, c ctxt, v *Visit, p store.Person, in domain.ResetAsked) (ResetResult, error) {
	w := v.Policy.WaysBack
	approval := w.NeedsApproval(p.User, c.Now)
	if !approval && w.WaitHours == 0 {
		return f.performReset(tx, c, v.Policy, Giver{ID: v.Person.ID, Name: v.Person.Name}, p, in)
	}
	id, err := f.newID("rst")
	if err != nil {
		return ResetResult{}, err
	}
	g := store.GuardedReset{ID: id, UserID: p.ID, SecurityVersion: p.SecurityVersion, Role: p.Role, AskedBy: v.Person.ID, AskedName: called(v.Person.User).Name,
		AskedVersion: v.Person.SecurityVersion, Asked: in, State: domain.GuardWaiting, CreatedAt: c.Now, DueAt: c.Now.Add(w.Wait())}
	if approval {
		return f.askApproval(tx, c, v, g, p)
	}
	if err := tx.AddGuarded(c, g); err != nil {
		return ResetResult{}, err
	}
	return ResetResult{State: domain.GuardWaiting, Until: g.DueAt}, f.beginWait(tx, c, v.Policy, g, p)
}

// beginWait announces a reset on every channel of the person and keeps the job
// that carries it out.
func (f *Flows) beginWait(tx *store.Tx, c ctxt, policy domain.Policy, g store.GuardedReset, p store.Person) error {
	job, err := f.newID("job")
	if err != nil {
		return err
	}
	if err := tx.QueueJob(c, store.Job{ID: job, Kind: jobGuarded, Payload: g.ID, CreatedAt: c.Now, DueAt: g.DueAt}); err != nil {
		return err
	}
	err = f.recordOn(tx, c, domain.EventResetWaits, true, domain.User{ID: g.AskedBy, Name: g.AskedName}, called(p.User), append(guardWords(g), "time", g.DueAt.Format(time.RFC3339))...)
	if err != nil {
		return err
	}
	return f.announceReset(tx, c, policy, g, p)
}

// guardWords are what stands in the log about a reset that is asked for.
func guardWords(g store.GuardedReset) []string {
	out := []string{"asked_by", g.AskedName, "checked", string(g.Asked.Check), "next", string(g.Asked.Next), "reason", g.Asked.Reason}
	if g.ApprovedBy != "" {
		out = append(out, "approved_by", g.ApprovedName)
	}
	return out
}

// stands reports whether a guarded reset may still happen: the person is as
// they were, and who asked is too and may reset them to this day.
func (f *Flows) stands(tx *store.Tx, c ctxt, policy domain.Policy, g store.GuardedReset, p store.Person) (bool, error) {
	if !guards(g, p.User) {
		return false, nil
	}
	asker, err := tx.User(c, g.AskedBy)
	if err != nil {
		return false, err
	}
	as := &Visit{Tenant: domain.Tenant{ID: c.Scope.Tenant()}, Policy: policy, Person: asker, ActsAs: asker.Role}
	if asker.State != domain.UserActive || asker.Frozen || asker.SecurityVersion != g.AskedVersion || !f.may(as, mayReset) || domain.MayReset(as.Actor(), p.User) != nil {
		return false, nil
	}
	nothing, err := nothingToReset(tx, c, p)
	return err == nil && oneOf(g.Asked.Next, policy.AfterReset(p.User, nothing)...), err
}

// guards reports whether a person still is as a reset of them was asked for.
func guards(g store.GuardedReset, p domain.User) bool {
	return !p.Frozen && p.SecurityVersion == g.SecurityVersion && p.Role == g.Role
}

// aliveGuard reads the reset of a person that may still happen. One whose time
// is over, or that the person's standing ended, is called off here.
func (f *Flows) aliveGuard(tx *store.Tx, c ctxt, p store.Person) (store.GuardedReset, bool, error) {
	g, err := tx.LatestGuarded(c, p.ID)
	if store.Missing(err) || err == nil && !g.State.Alive() {
		return g, false, nil
	}
	if err != nil {
		return g, false, err
	}
	if guards(g, p.User) && (g.State == domain.GuardWaiting || c.Now.Before(g.DueAt)) {
		return g, true, nil
	}
	return g, false, f.dropGuard(tx, c, p, g, domain.GuardExpired, domain.User{}, true)
}

// happen carries out a reset that waited, once.
func (f *Flows) happen(tx *store.Tx, c ctxt, policy domain.Policy, g store.GuardedReset, p store.Person) error {
	ended, err := tx.EndGuarded(c, g.ID, domain.GuardWaiting, domain.GuardDone, c.Now)
	if err == nil && !ended {
		err = errMoved
	}
	if err != nil {
		return err
	}
	out := ResetResult{next: g.Asked.Next, state: policy.StateAfterReset(g.Asked.Next), approved: g.ApprovedName}
	if err := f.takeSecondStep(tx, c, p, &out); err != nil {
		return err
	}
	return f.tellReset(tx, c, Giver{ID: g.AskedBy, Name: g.AskedName}, p, out, g.Asked)
}

// jobGuarded is the kind of job that carries out a reset after its wait.
const jobGuarded = "guarded_reset"

// runGuarded carries out a reset whose wait is over, where everybody's standing
// still is what it was. It waits for the tenant's acts on people, and they for it.
func (f *Flows) runGuarded(tx *store.Tx, c ctxt, j store.Job) error {
	if err := tx.LockOwners(c); err != nil {
		return err
	}
	g, err := tx.Guarded(c, j.Payload)
	if err != nil && !store.Missing(err) {
		return err
	}
	alive := err == nil && g.State == domain.GuardWaiting
	if alive && c.Now.Before(g.DueAt) {
		return nil
	}
	advanced, err := tx.AdvanceJob(c, j, "ended", 1, true, c.Now)
	if err == nil && !advanced {
		err = errMoved
	}
	if err != nil || !alive {
		return err
	}
	p, err := tx.User(c, g.UserID)
	if err != nil {
		return err
	}
	current, err := tx.CurrentPolicy(c)
	if err != nil {
		return err
	}
	still, err := f.stands(tx, c, current.Policy, g, p)
	if err != nil {
		return err
	}
	if !still {
		return f.dropGuard(tx, c, p, g, domain.GuardExpired, domain.User{}, true)
	}
	return f.happen(tx, c, current.Policy, g, p)
}
