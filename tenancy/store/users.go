package store

import (
	"context"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"twofold/domain"
	"twofold/tenancy/scoped"
)

type user struct {
	bun.BaseModel `bun:"table:users,alias:users"`
	scoped.Row
	ID                            string `bun:"id,pk"`
	Email, EmailKey, Name, Search string
	Role                          domain.Role
	State                         domain.UserState
	PasswordHash                  string
	PasswordAt                    Stamp
	TwoStep                       domain.TwoStep
	TwoStepAt                     Stamp
	Methods                       string
	SecurityVersion               int64
	LockTries, LockTotal          int64
	LockUntil                     Stamp
	Labels                        int64
	CreatedAt, LastSignInAt       Stamp
	PrimaryFactor, Language       string
	Phone                         []byte
	PhoneKey, PhoneHint           string
	PhoneCountry                  string
	PhoneState                    domain.PhoneState
	CheckedUpAt                   Stamp
	NeedsCode, Frozen, SetAgain   bool
	TextUntil                     Stamp
	SharedOn, SharedBefore        Stamp
	SharedOwnHiddenAt             Stamp
	SharedHiddenAt                Stamp
	RoleAt                        Stamp
	RolesBefore                   string
	LastResetAt                   Stamp
}

// Person is a user with what the decision needs beside: the stored password
// and the kinds of verified methods.
type Person struct {
	domain.User
	PasswordHash string
	Methods      []domain.Method
	Labels       int    // authenticator entries ever set up, so that a later one's label differs
	Primary      string // the factor asked first, empty for the one set up first
	PhoneHint    string // the last digits of the profile's number
	PhoneState   domain.PhoneState
	SharedLogin  domain.SharedLogin // not read with a sign-in
}

func (u *user) person() Person {
	return Person{User: domain.User{ID: u.ID, Email: u.Email, Name: u.Name, Role: u.Role, State: u.State,
		TwoStep: u.TwoStep, TwoStepAt: u.TwoStepAt.Time(), SecurityVersion: u.SecurityVersion,
		Lock:      domain.Lock{Tries: int(u.LockTries), Total: int(u.LockTotal), Until: u.LockUntil.Time()},
		CreatedAt: u.CreatedAt.Time(), LastSignInAt: u.LastSignInAt.Time(), PasswordAt: u.PasswordAt.Time(), Language: u.Language,
		NeedsCode: u.NeedsCode, Frozen: u.Frozen, TextUntil: u.TextUntil.Time(), SetAgain: u.SetAgain,
		RoleAt: u.RoleAt.Time(), RolesBefore: splitRoles(u.RolesBefore), LastResetAt: u.LastResetAt.Time()},
		PasswordHash: u.PasswordHash, Methods: splitMethods(u.Methods), Labels: int(u.Labels),
		Primary: u.PrimaryFactor, PhoneHint: u.PhoneHint, PhoneState: u.PhoneState, SharedLogin: u.sharedLogin()}
}

func splitRoles(s string) []domain.Role {
	var out []domain.Role
	for _, r := range strings.Fields(s) {
		out = append(out, domain.Role(r))
	}
	return out
}

func splitMethods(s string) []domain.Method {
	var out []domain.Method
	for _, m := range strings.Fields(s) {
		out = append(out, domain.Method(m))
	}
	return out
}

func searchText(name, email string) string {
	return strings.ToLower(name) + " " + domain.EmailKey(email)
}

// AddUser adds a person. A taken address is a Duplicate error.
func (tx *Tx) AddUser(ctx context.Context, p Person) error {
	if err := tx.home(p.Role); err != nil {
		return err
	}
	row := &user{ID: p.ID, Email: strings.TrimSpace(p.Email), EmailKey: domain.EmailKey(p.Email), Name: p.Name, Search: searchText(p.Name, p.Email),
		Role: p.Role, State: p.State, PasswordHash: p.PasswordHash, PasswordAt: At(p.PasswordAt), TwoStep: domain.TwoStepNever,
		SecurityVersion: 1, CreatedAt: At(p.CreatedAt), LastSignInAt: At(p.LastSignInAt), RoleAt: At(p.CreatedAt)}
	return wrap("add user", tx.tx.Insert(ctx, row))
}

// User reads one person.
func (tx *Tx) User(ctx context.Context, id string) (Person, error) {
	var row user
	err := tx.tx.Select(&row).Where("id = ?", id).Scan(ctx)
	return row.person(), wrap("read user", err)
}

// UserByEmail reads the person with this address.
func (tx *Tx) UserByEmail(ctx context.Context, address string) (Person, error) {
	var row user
	err := tx.tx.Select(&row).Where("email_key = ?", domain.EmailKey(address)).Scan(ctx)
	return row.person(), wrap("read user", err)
}

// UserChange is a change to one person's row. Zero fields stay as they are;
// Raise makes everything issued before it dead.
type UserChange struct {
	Name, PasswordHash string
	Email              string // with Name; a taken one is a Duplicate error
	Role               domain.Role
	State              domain.UserState
	TwoStep            domain.TwoStep
	AskAgain           bool // with TwoStep off: they are asked to set it up again
	Reset              bool // the second step goes for good: no objection brings it back
	ClearLock          bool
	CountLabel         bool // one more authenticator entry was set up
	Raise              bool
	SignedIn           bool
	AskCode            bool      // the set-up waits for an access code
	OpenText           time.Time // a text message stands in for a lost device until then
	EndCode, EndText   bool      // no longer
	Freeze, Unfreeze   bool      // nobody gets in, or somebody does again
	At                 time.Time
}

// ChangeUser changes a person whose security version still is from, and
// reports whether it was.
func (tx *Tx) ChangeUser(ctx context.Context, id string, from int64, c UserChange) (bool, error) {
	q := tx.tx.Update((*user)(nil)).Set("security_version = security_version + ?", step(c.Raise))
	switch {
	case c.Email != "":
		q.Set("name = ?", c.Name).Set("email = ?", c.Email).Set("email_key = ?", domain.EmailKey(c.Email)).Set("search = ?", searchText(c.Name, c.Email))
	case c.Name != "":
		q.Set("name = ?", c.Name).Set("search = ? || ' ' || email_key", strings.ToLower(c.Name))
	}
	if c.PasswordHash != "" {
		q.Set("password_hash = ?", c.PasswordHash).Set("password_at = ?", At(c.At))
	}
	if c.Role != "" {
		if err := tx.home(c.Role); err != nil {
			return false, err
		}
		// Both databases read the row as it was before.
		q.Set("roles_before = CASE WHEN role_at > ? THEN roles_before || ' ' || role ELSE role END", At(c.At.Add(-domain.RoleLingers))).
			Set("role = ?", c.Role).Set("role_at = ?", At(c.At))
	}
	if c.State != "" {
		q.Set("state = ?", c.State)
	}
	if c.TwoStep != "" {
		q.Set("two_step = ?", c.TwoStep).Set("two_step_at = ?", At(c.At)).Set("set_again = ?", c.AskAgain)
	}
	if c.Reset {
		q.Set("last_reset_at = ?", At(c.At))
	}
	if c.SignedIn {
		q.Set("last_sign_in_at = ?", At(c.At))
	}
	if c.CountLabel {
		q.Set("labels = labels + 1")
	}
	if c.ClearLock {
		q.Set("lock_tries = 0").Set("lock_total = 0").Set("lock_until = 0")
	}
	c.setHelp(q)
	n, err := q.Where("id = ?", id).Where("security_version = ?", from).Exec(ctx)
	return n == 1, wrap("change user", err)
}

func (c UserChange) setHelp(q *scoped.Change) {
	if c.EndText || !c.OpenText.IsZero() {
		q.Set("text_until = ?", At(c.OpenText))
	}
	if c.AskCode != c.EndCode {
		q.Set("needs_code = ?", c.AskCode)
	}
	if c.Freeze != c.Unfreeze {
		q.Set("frozen = ?", c.Freeze)
	}
}

func step(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

// KeepPassword stores a stronger hash of the same password; it ends nothing.
func (tx *Tx) KeepPassword(ctx context.Context, id, old, next string) error {
	_, err := tx.tx.Update((*user)(nil)).Set("password_hash = ?", next).Where("id = ?", id).Where("password_hash = ?", old).Exec(ctx)
	return wrap("keep password", err)
}

// ProfilePhone is the number of a person's profile: sealed, its keyed hash,
// what may be shown of it, and what a check of it found.
type ProfilePhone struct {
	Sealed    []byte
	Key, Hint string
	Country   string // ISO 3166-1, empty for a number of none
	State     domain.PhoneState
}

// SetPhone keeps the number of a person's profile; the zero one removes it.
func (tx *Tx) SetPhone(ctx context.Context, id string, p ProfilePhone) error {
	_, err := tx.tx.Update((*user)(nil)).Set("phone = ?", p.Sealed).Set("phone_key = ?", p.Key).Set("phone_hint = ?", p.Hint).
		Set("phone_country = ?", p.Country).Set("phone_state = ?", p.State).Where("id = ?", id).Exec(ctx)
	return wrap("set phone", err)
}

// Phone reads the number of a person's profile, the zero one without it.
func (tx *Tx) Phone(ctx context.Context, id string) (ProfilePhone, error) {
	var row user
	err := tx.tx.Select(&row).Column("phone", "phone_key", "phone_hint", "phone_country", "phone_state").Where("id = ?", id).Scan(ctx)
	return ProfilePhone{Sealed: row.Phone, Key: row.PhoneKey, Hint: row.PhoneHint, Country: row.PhoneCountry, State: row.PhoneState}, wrap("read phone", err)
}

// SetLanguage keeps the language a person gets messages in, empty for the
// organization's.
func (tx *Tx) SetLanguage(ctx context.Context, id, lang string) error {
	_, err := tx.tx.Update((*user)(nil)).Set("language = ?", lang).Where("id = ?", id).Exec(ctx)
	return wrap("set language", err)
}

// OtherOwners counts the active owners beside id that nothing froze, and in the
// staff's tenant the operators. Called before a change that takes one away, after LockOwners.
func (tx *Tx) OtherOwners(ctx context.Context, id string) (int64, error) {
	n, err := tx.tx.Select((*user)(nil)).Where("role IN (?, ?)", domain.RoleOwner, domain.RoleOperator).Where("state = ?", domain.UserActive).Where("NOT frozen").Where("id <> ?", id).Count(ctx)
	return n, wrap("count owners", err)
}

// LockOwners makes transactions that take owners away wait for each other, by
// touching the tenant's row, so that two can't each leave the other's behind.
func (tx *Tx) LockOwners(ctx context.Context) error {
	_, err := tx.tx.Update((*tenant)(nil)).Set("version = version + 1").Where("TRUE").Exec(ctx)
	return wrap("lock owners", err)
}
