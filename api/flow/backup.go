package flow

import (
	"slices"

	"twofold/domain"
	"twofold/tenancy/store"
)

// mainOf is the set-up that e turns two-step on with: e itself, or the one it
// is the backup of.
func mainOf(e store.Enrollment) store.Enrollment {
	if e.Main != nil {
		return *e.Main
	}
	return e
}

// keptOnly reports whether a set-up sets no method up: it keeps recovery
// codes, and turns two-step on with the methods there are.
func keptOnly(e store.Enrollment) bool {
	return len(e.Secret) == 0 && e.Method == domain.MethodApp
}

// backups are the kinds of method of which one has to be verified beside main
// before two-step turns on; none where that is not asked for, is there, or
// can't be done here. have are the person's methods.
func (f *Flows) backups(v *Visit, main domain.Method, have []domain.Method) (kinds []domain.Method) {
	if v.Person.TwoStep == domain.TwoStepOn {
		return nil
	}
	if main != "" {
		if v.Policy.OnlyVerifies(v.Person.User, main) {
			return nil
		}
		have = append(have[:len(have):len(have)], main)
	}
	if !v.Policy.LacksBackup(have) {
		return nil
	}
	for _, m := range f.Offered() {
		if v.Policy.BacksUp(m) {
			kinds = append(kinds, m)
		}
	}
	return kinds
}

// backupsOf are the backups a set-up in progress asks for.
func (f *Flows) backupsOf(tx *store.Tx, c ctxt, v *Visit, e store.Enrollment) ([]domain.Method, error) {
	all, err := tx.Factors(c, v.Person.ID)
	main := mainOf(e)
	return f.backups(v, methodOf(main), kindsBeside(all, main.Replaces)), err
}

// methodOf is the method that a set-up adds, empty where it adds none.
func methodOf(e store.Enrollment) domain.Method {
	if keptOnly(e) {
		return ""
	}
	return e.Method
}

// kindsBeside are the kinds of usable methods but one, an entry for each.
func kindsBeside(all []store.Factor, id string) (kinds []domain.Method) {
	for _, x := range usable(all) {
		if x.ID != id {
			kinds = append(kinds, x.Method)
		}
	}
	return kinds
}

// backedUp is the set-up in progress that a method of kind m would be the
// backup of, or is being set up as the backup of; nil without one.
func (f *Flows) backedUp(tx *store.Tx, c ctxt, v *Visit, m domain.Method) (*store.Enrollment, error) {
	e, err := f.liveSetup(tx, c, v)
	if err != nil || e == nil || mainOf(*e).ConfirmedAt.IsZero() {
		return nil, err
	}
	kinds, err := f.backupsOf(tx, c, v, *e)
	if err != nil || !slices.Contains(kinds, m) {
		return nil, err
	}
	return e, nil
}

// mayStart refuses people who can't set up a method of kind m now. A backup
// belongs to the set-up in progress, which was confirmed before.
func (f *Flows) mayStart(c ctxt, v *Visit, m domain.Method) error {
	var backed *store.Enrollment
	err := f.db.View(c, c.Scope, func(tx *store.Tx) (err error) {
		backed, err = f.backedUp(tx, c, v, m)
		return err
	})
	if err != nil || backed != nil {
		return err
	}
	if v.Policy.Picked() != "" && !v.Policy.MayChoose(v.Person.User, v.Person.Methods, m) {
		return domain.Refuse(domain.Forbidden, domain.CodeMethodNotAccepted).With("method", string(m))
	}
	return f.maySetUp(c, v)
}

// begin puts a new set-up in the place of the one in progress. As a backup it
// carries the confirmed one along.
func (f *Flows) begin(tx *store.Tx, c ctxt, e *store.Enrollment, backed *store.Enrollment) error {
	if backed == nil {
		return tx.StartEnrollment(c, *e)
	}
	main := mainOf(*backed)
	e.Main, e.Replaces, e.Codes = &main, "", nil // the main set-up's own
	began, err := tx.BackUpEnrollment(c, backed.ID, *e)
	if err == nil && !began {
		err = domain.Refuse(domain.Gone, domain.CodeEnrollmentExpired)
	}
	return err
}

// finish turns two-step on where a confirmation leaves nothing to do, and
// returns nil where a backup, the security questions or recovery codes are next.
func (f *Flows) finish(c ctxt, v *Visit) (*TurnedOn, error) {
	view, err := f.Setup(c, c.Request, v)
	if err != nil || len(view.Due) > 0 || view.Questions || len(view.Codes) > 0 {
		return nil, err
	}
	return f.TurnOn(c, c.Request, v, true)
}

// addBackup adds the backup of a set-up beside its method. It comes after it
// in the order of adding, so that it isn't the one asked first.
func (f *Flows) addBackup(tx *store.Tx, c ctxt, v *Visit, x *store.Factor) error {
	if x == nil {
		return nil
	}
	was, err := remember(tx, c, v.Person.ID)
	if err != nil {
		return err
	}
	if err := tx.AddFactor(c, *x); err != nil {
		return err
	}
	if x.Method == domain.MethodApp {
		if _, err := tx.ChangeUser(c, v.Person.ID, v.Person.SecurityVersion, store.UserChange{CountLabel: true, At: c.Now}); err != nil {
			return err
		}
	}
	if err := f.record(tx, c, domain.EventMethodAdded, true, v.Person.User, "method", string(x.Method), "name", x.Name); err != nil {
		return err
	}
	return f.notify(tx, c, v.Tenant, v.Person.User, "method_added", wayWords(*x), was)
}
