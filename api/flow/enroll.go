package flow

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"twofold/domain"
	"twofold/domain/enroll"
	"twofold/domain/factor"
	"twofold/domain/factor/passkey"
	"twofold/tenancy/store"
)

// SetupView is a set-up in progress as its pages show it. Codes are filled
// only once the app's code was right and only until two-step is on.
type SetupView struct {
	Found     bool
	Backup    bool            // it is the backup of a confirmed one
	Main      domain.Method   // what it turns two-step on with; empty: the methods there are
	Due       []domain.Method // kinds of which one has to be verified next, as the backup
	OnlyCodes bool            // no key: a new set of recovery codes
	Method    domain.Method
	Hint      string // of the number or address being verified
	SentAt    time.Time
	Lost      bool      // the newest code will never arrive
	Again     time.Time // when the next code may be asked for
	Expired   bool      // it was too old: a new key has taken its place
	Replaces  *store.Factor
	Passkey   passkey.Kind // of a new passkey
	App       string
	Key       factor.Key
	URI       string
	Account   string // the entry's name in the app, with its number from the second on
	HadApp    bool
	Name      string
	Tries     int
	WaitUntil time.Time
	Confirmed bool
	NeedCodes bool // recovery codes will be made
	Codes     []string
	// Questions says that the security questions are to be answered next,
	// AsksQuestions that this is one of the steps.
	Questions, AsksQuestions bool

	Started time.Time
	backups func(main domain.Method) []domain.Method
}

// Backs reports whether setting up main has a further step, for a backup.
func (v SetupView) Backs(main domain.Method) bool {
	return v.Backup || v.backups != nil && len(v.backups(main)) > 0
}

// MaySetUp refuses people who can't set up a method now, for pages that show
// nothing of a key yet.
func (f *Flows) MaySetUp(ctx context.Context, r Request, v *Visit) error {
	return f.maySetUp(ctxt{ctx, r}, v)
}

// maySetUp refuses people whom the policy gives no switch, and asks for a
// confirmation (S9). At the gate and after an invitation the sign-in itself
// counts, and after a recovery code for a while.
func (f *Flows) maySetUp(c ctxt, v *Visit) error {
	switch {
	case v.RecoveryOpen:
		if v.Session.Recovered(c.Now) {
			return nil
		}
	case v.ActsAs == domain.RolePending:
		return nil
	}
	if !v.Policy.MaySetUp(v.Person.Role) && v.Person.TwoStep != domain.TwoStepOn {
		return domain.Refuse(domain.Forbidden, domain.CodeForbidden)
	}
	if v.Policy.Reauth == domain.ReauthNone && v.Person.TwoStep != domain.TwoStepOn {
		return nil
	}
	return f.requireFresh(c, v)
}

// StartSetup makes a key, or goes on with the one made before: the same key
// survives reload, Back, errors and a closed window for 30 minutes. restart
// makes a new one all the same, as another session's start does. replaces names
// the method it will take the place of, which keeps working until then.
func (f *Flows) StartSetup(ctx context.Context, r Request, v *Visit, replaces string, restart bool) (SetupView, error) {
	c := ctxt{ctx, r}
	if err := f.mayStart(c, v, domain.MethodApp); err != nil {
		return SetupView{}, err
	}
	if !v.Policy.MayVerify(domain.MethodApp) {
		return SetupView{}, domain.Refuse(domain.Forbidden, domain.CodeMethodNotAccepted).With("method", string(domain.MethodApp))
	}
	id, err := f.newID("enr")
	if err != nil {
		return SetupView{}, err
	}
	key, err := factor.NewKey(f.rand)
	if err != nil {
		return SetupView{}, fmt.Errorf("make a key: %w", err)
	}
	sealed, err := f.keys.Seal(key, setupBinding(c, id))
	if err != nil {
		return SetupView{}, fmt.Errorf("seal the key: %w", err)
	}
	var view SetupView
	err = f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		old, backed, err := f.before(tx, c, v, domain.MethodApp, restart)
		if err != nil {
			return err
		}
		if backed != nil {
			replaces = "" // the main set-up's own
		}
		if old != nil && !restart && goesOn(*old, v, replaces, c.Now) && (backed == nil || old.Main != nil) {
			view, err = f.setupView(tx, c, v, *old)
			return err
		}
		if err := f.checkReplaces(tx, c, v, replaces); err != nil {
			return err
		}
		e := store.Enrollment{ID: id, UserID: v.Person.ID, SessionID: v.Session.ID, Replaces: replaces, SecurityVersion: v.Person.SecurityVersion, Secret: sealed,
			Method: domain.MethodApp, LabelNo: v.Person.Labels + 1, CreatedAt: c.Now, ExpiresAt: c.Now.Add(enroll.KeyFor)}
		if backed != nil && methodOf(mainOf(*backed)) == domain.MethodApp {
			e.LabelNo++
		}
		if err := f.begin(tx, c, &e, backed); err != nil {
			return err
		}
		if err := f.record(tx, c, domain.EventEnrollStarted, true, v.Person.User, "method", string(domain.MethodApp)); err != nil {
			return err
		}
		view, err = f.setupView(tx, c, v, e)
		view.Expired = old != nil && old.SessionID == v.Session.ID && !restart && backed == nil
		return err
	})
	return view, err
}

// before reads the set-up in progress, nil without one, and whether a method
// of kind m is its backup. To restart a main set-up is to start over.
func (f *Flows) before(tx *store.Tx, c ctxt, v *Visit, m domain.Method, restart bool) (old, backed *store.Enrollment, err error) {
	e, err := tx.Enrollment(c, v.Person.ID)
	if store.Missing(err) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	backed, err = f.backedUp(tx, c, v, m)
	if restart && backed != nil && backed.Main == nil {
		backed = nil
	}
	return &e, backed, err
}

// goesOn reports whether a set-up is of an app whose key can be shown again.
func goesOn(e store.Enrollment, v *Visit, replaces string, now time.Time) bool {
	return e.Method == domain.MethodApp && !keptOnly(e) && live(e, v, now) && e.Replaces == replaces
}

func setupBinding(c ctxt, id string) factor.Binding {
	return factor.Bind("setup", c.Scope.Tenant(), id)
}

func codesBinding(c ctxt, id string) factor.Binding {
	return factor.Bind("setup codes", c.Scope.Tenant(), id)
}

func (f *Flows) checkReplaces(tx *store.Tx, c ctxt, v *Visit, id string) error {
	if id == "" {
		return nil
	}
	all, err := tx.Factors(c, v.Person.ID)
	if err != nil {
		return err
	}
	for _, x := range all {
		if x.ID == id {
			return nil
		}
	}
	return domain.Refuse(domain.NotFound, domain.CodeNotFound)
}

// Setup reads the set-up in progress; Found is false without one.
func (f *Flows) Setup(ctx context.Context, r Request, v *Visit) (SetupView, error) {
	c := ctxt{ctx, r}
	var view SetupView
	err := f.db.View(ctx, r.Scope, func(tx *store.Tx) error {
		e, err := f.liveSetup(tx, c, v)
		if err != nil {
			return err
		}
		if e == nil {
			return f.noSetup(tx, c, v, &view)
		}
		view, err = f.setupView(tx, c, v, *e)
		return err
	})
	return view, err
}

// noSetup tells what a set-up would come with.
func (f *Flows) noSetup(tx *store.Tx, c ctxt, v *Visit, view *SetupView) error {
	if v.Policy.WaysBack.Questions == domain.QuestionsRequired {
		q, err := questions(tx, c, v)
		if err != nil {
			return err
		}
		view.AsksQuestions = q.Due
	}
	all, err := tx.Factors(c, v.Person.ID)
	if err != nil {
		return err
	}
	view.backups = func(main domain.Method) []domain.Method { return f.backups(v, main, kindsBeside(all, "")) }
	view.NeedCodes, err = f.needCodes(tx, c, v)
	return err
}

// liveSetup reads the set-up if it still can be used, nil otherwise.
func (f *Flows) liveSetup(tx *store.Tx, c ctxt, v *Visit) (*store.Enrollment, error) {
	e, err := tx.Enrollment(c, v.Person.ID)
	if store.Missing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !live(e, v, c.Now) {
		return nil, nil
	}
	return &e, nil
}

// live reports whether a set-up can still be used, by the session that began
// it: whoever else signs in as the person, with a stolen password at the gate
// for one, must not be shown the key that is being scanned, nor the codes.
func live(e store.Enrollment, v *Visit, now time.Time) bool {
	return e.SessionID == v.Session.ID && enroll.Live(e.CreatedAt, e.ConfirmedAt, now) && e.SecurityVersion == v.Person.SecurityVersion
}

func (f *Flows) setupView(tx *store.Tx, c ctxt, v *Visit, e store.Enrollment) (SetupView, error) {
	var err error
	view := SetupView{Found: true, App: e.App, Name: e.Name, Tries: e.Tries, WaitUntil: e.WaitUntil, Confirmed: !e.ConfirmedAt.IsZero(),
		HadApp: e.LabelNo > 1 && e.Main == nil, Backup: e.Main != nil, Main: methodOf(mainOf(e)), Started: e.CreatedAt}
	view.OnlyCodes, view.Method, view.Hint = keptOnly(e), e.Method, e.Hint
	if e.Method == domain.MethodPasskey {
		if view.Passkey, err = kindOf(e.Detail); err != nil {
			return view, err
		}
	}
	if err := f.showKey(c, v, e, &view); err != nil {
		return view, err
	}
	var all []store.Factor
	if all, err = tx.Factors(c, v.Person.ID); err != nil {
		return view, err
	}
	for i := range all {
		if all[i].ID == e.Replaces {
			view.Replaces = &all[i]
		}
	}
	have := kindsBeside(all, mainOf(e).Replaces)
	view.backups = func(main domain.Method) []domain.Method { return f.backups(v, main, have) }
	if kinds := view.backups(view.Main); !mainOf(e).ConfirmedAt.IsZero() && (e.Main == nil || !view.Confirmed) {
		view.Due = kinds
	}
	if view.NeedCodes, err = f.needCodes(tx, c, v); err != nil {
		return view, err
	}
	if err := askQuestions(tx, c, v, e, &view); err != nil {
		return view, err
	}
	view.Questions = view.Questions && len(view.Due) == 0
	if main := mainOf(e); len(main.Codes) > 0 && view.Confirmed && len(view.Due) == 0 && !view.Questions {
		if view.Codes, err = f.openCodes(c, main); err != nil {
			return view, err
		}
	}
	if sentMethod(e.Method) {
		sent, err := tx.SentCodes(c, v.Person.ID, e.ID)
		if err != nil {
			return view, err
		}
		if err := tx.MarkLost(c, sent); err != nil {
			return view, err
		}
		if len(sent) > 0 {
			view.SentAt, view.Lost = sent[0].SentAt, sent[0].Lost
		}
		view.Again = resendAt(sent, setupAsked(v, e))
	}
	return view, err
}

func (f *Flows) showKey(c ctxt, v *Visit, e store.Enrollment, view *SetupView) (err error) {
	if view.OnlyCodes || e.Method != domain.MethodApp {
		return nil
	}
	if view.Key, err = f.setupKey(c, e); err != nil {
		return err
	}
	if view.URI, err = view.Key.URI(v.Tenant.Name, v.Person.Email, e.LabelNo); err != nil {
		return fmt.Errorf("write the key's address: %w", err)
	}
	view.Account = enroll.Label(v.Person.Email, e.LabelNo)
	return nil
}

func (f *Flows) setupKey(c ctxt, e store.Enrollment) (factor.Key, error) {
	raw, err := f.keys.Open(e.Secret, setupBinding(c, e.ID))
	if err != nil {
		return nil, fmt.Errorf("open the key: %w", err)
	}
	return factor.ParseKey(raw)
}

// needCodes says whether turning on comes with a set of recovery codes: not
// where the policy has none, nor for people who have unused ones.
func (f *Flows) needCodes(tx *store.Tx, c ctxt, v *Visit) (bool, error) {
	if !v.Policy.Accepts(domain.MethodRecovery) {
		return false, nil
	}
	left, _, err := tx.RecoveryLeft(c, v.Person.ID)
	return left == 0 || v.Person.TwoStep != domain.TwoStepOn || v.Session.LostDevice, err
}

func (f *Flows) openCodes(c ctxt, e store.Enrollment) ([]string, error) {
	raw, err := f.keys.Open(e.Codes, codesBinding(c, e.ID))
	if err != nil {
		return nil, fmt.Errorf("open recovery codes: %w", err)
	}
	var codes []string
	return codes, json.Unmarshal(raw, &codes)
}

// ChooseApp notes which of the tenant's apps is set up; "other" is any app.
func (f *Flows) ChooseApp(ctx context.Context, r Request, v *Visit, app string) error {
	known := app == enroll.OtherApp
	for _, a := range v.Policy.Apps {
		known = known || a.Name == app
	}
	if !known {
		return domain.RefuseField(domain.Invalid, domain.CodeRequiredApp, "app")
	}
	c := ctxt{ctx, r}
	return f.db.In(ctx, r.Scope, func(tx *store.Tx) error {
		e, err := f.liveSetup(tx, c, v)
		if err != nil {
			return err
		}
		if e == nil {
			return domain.Refuse(domain.Gone, domain.CodeEnrollmentExpired)
		}
		return tx.ChooseApp(c, e.ID, app)
	})
}
