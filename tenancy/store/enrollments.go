package store

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"twofold/domain"
	"twofold/tenancy/scoped"
)

type enrollment struct {
	bun.BaseModel `bun:"table:enrollments"`
	scoped.Row
	ID              string `bun:"id,pk"`
	UserID          string
	SessionID       string
	Replaces        string
	SecurityVersion int64
	App, Name       string
	Secret, Codes   []byte
	LabelNo         int64
	Drift, LastStep int64
	Tries           int64
	WaitUntil       Stamp
	ConfirmedAt     Stamp
	CreatedAt       Stamp
	ExpiresAt       Stamp
	Method          domain.Method
	Lookup, Hint    string
	Detail          string
	Main            string
}

// Enrollment is a set-up in progress: at most one a person. Its sealed key
// never works for signing in; it is empty where only a new set of recovery
// codes is made. Codes are those sealed codes, nil before they were made.
type Enrollment struct {
	ID, UserID      string
	SessionID       string // the session that started it
	Replaces        string // the factor it takes the place of, empty for a new one
	SecurityVersion int64
	App, Name       string
	Secret, Codes   []byte
	LabelNo         int
	Drift           int
	LastStep        int64
	Tries           int
	WaitUntil       time.Time
	ConfirmedAt     time.Time
	CreatedAt       time.Time
	ExpiresAt       time.Time
	Method          domain.Method // empty is an app
	Lookup, Hint    string        // as a Factor's
	Detail          string
	Main            *Enrollment `json:"-"` // the confirmed set-up that this one is the backup of
}

// domain is the row as a set-up, without the one it backs up.
func (e *enrollment) domain() Enrollment {
	return Enrollment{ID: e.ID, UserID: e.UserID, SessionID: e.SessionID, Replaces: e.Replaces, SecurityVersion: e.SecurityVersion, App: e.App, Name: e.Name,
		Secret: e.Secret, Codes: e.Codes, LabelNo: int(e.LabelNo), Drift: int(e.Drift), LastStep: e.LastStep, Tries: int(e.Tries),
		WaitUntil: e.WaitUntil.Time(), ConfirmedAt: e.ConfirmedAt.Time(), CreatedAt: e.CreatedAt.Time(), ExpiresAt: e.ExpiresAt.Time(),
		Method: e.Method, Lookup: e.Lookup, Hint: e.Hint, Detail: e.Detail}
}

// StartEnrollment puts a set-up in the place of the person's last one, if any.
func (tx *Tx) StartEnrollment(ctx context.Context, e Enrollment) error {
	if err := tx.DropEnrollment(ctx, e.UserID); err != nil {
		return err
	}
	return tx.addEnrollment(ctx, e)
}

// BackUpEnrollment puts the set-up of a backup, which carries the one it backs
// up, in the place of the set-up was. It reports false, and starts nothing,
// when that is gone: of a backup's start and turning on, one comes first.
func (tx *Tx) BackUpEnrollment(ctx context.Context, was string, e Enrollment) (bool, error) {
	n, err := tx.tx.Delete((*enrollment)(nil)).Where("id = ?", was).Where("user_id = ?", e.UserID).Exec(ctx)
	if err != nil || n == 0 {
		return false, wrap("take the place of an enrollment", err)
	}
	return true, tx.addEnrollment(ctx, e)
}

func (tx *Tx) addEnrollment(ctx context.Context, e Enrollment) error {
	main := ""
	if e.Main != nil {
		raw, err := json.Marshal(e.Main)
		if err != nil {
			return fmt.Errorf("write what is backed up: %w", err)
		}
		main = string(raw)
	}
	return wrap("start enrollment", tx.tx.Insert(ctx, &enrollment{ID: e.ID, UserID: e.UserID, SessionID: e.SessionID, Replaces: e.Replaces,
		SecurityVersion: e.SecurityVersion, App: e.App, Name: e.Name, Secret: e.Secret, Codes: e.Codes, LabelNo: int64(e.LabelNo),
		ConfirmedAt: At(e.ConfirmedAt), CreatedAt: At(e.CreatedAt), ExpiresAt: At(e.ExpiresAt),
		Method: cmp.Or(e.Method, domain.MethodApp), Lookup: e.Lookup, Hint: e.Hint, Detail: e.Detail, Main: main}))
}

// Enrollment reads the person's set-up; Missing where there is none.
func (tx *Tx) Enrollment(ctx context.Context, userID string) (Enrollment, error) {
	var row enrollment
	err := tx.tx.Select(&row).Where("user_id = ?", userID).Scan(ctx)
	e := row.domain()
	if err == nil && row.Main != "" {
		e.Main = &Enrollment{}
		err = json.Unmarshal([]byte(row.Main), e.Main)
	}
	return e, wrap("read enrollment", err)
}

// ChooseApp notes which app the person sets up.
func (tx *Tx) ChooseApp(ctx context.Context, id, app string) error {
	_, err := tx.tx.Update((*enrollment)(nil)).Set("app = ?", app).Where("id = ?", id).Exec(ctx)
	return wrap("choose app", err)
}

// SpendEnrollmentTry counts a try at confirming, before the code is compared.
// Every most-th one starts a wait. It reports false, and counts nothing,
// during a wait.
func (tx *Tx) SpendEnrollmentTry(ctx context.Context, id string, most int, wait time.Duration, now time.Time) (bool, error) {
	n, err := tx.tx.Update((*enrollment)(nil)).Set("tries = tries + 1").
		Set("wait_until = CASE WHEN (tries + 1) % ? = 0 THEN ? ELSE 0 END", most, At(now.Add(wait))).
		Where("id = ?", id).Where("wait_until <= ?", At(now)).Where("confirmed_at = 0").Exec(ctx)
	return n == 1, wrap("spend enrollment try", err)
}

// ConfirmEnrollment notes that the app's code was right, with the step it was
// of and the drift it showed; it reports whether this caller was the one.
func (tx *Tx) ConfirmEnrollment(ctx context.Context, id, name string, step int64, drift int, codes []byte, at time.Time) (bool, error) {
	n, err := tx.tx.Update((*enrollment)(nil)).Set("confirmed_at = ?", At(at)).Set("name = ?", name).Set("last_step = ?", step).
		Set("drift = ?", drift).Set("codes = ?", codes).Set("wait_until = 0").
		Where("id = ?", id).Where("confirmed_at = 0").Exec(ctx)
	return n == 1, wrap("confirm enrollment", err)
}

// NameEnrollment keeps the name given to what is set up.
func (tx *Tx) NameEnrollment(ctx context.Context, id, name string) error {
	_, err := tx.tx.Update((*enrollment)(nil)).Set("name = ?", name).Where("id = ?", id).Exec(ctx)
	return wrap("name enrollment", err)
}

// TakeEnrollment removes a confirmed set-up, which is how turning on happens
// once; it reports whether this caller was the one.
func (tx *Tx) TakeEnrollment(ctx context.Context, id string) (bool, error) {
	n, err := tx.tx.Delete((*enrollment)(nil)).Where("id = ?", id).Where("confirmed_at > 0").Exec(ctx)
	return n == 1, wrap("take enrollment", err)
}

// DropEnrollment removes the person's set-up, if any.
func (tx *Tx) DropEnrollment(ctx context.Context, userID string) error {
	_, err := tx.tx.Delete((*enrollment)(nil)).Where("user_id = ?", userID).Exec(ctx)
	return wrap("drop enrollment", err)
}
