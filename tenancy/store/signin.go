package store

import (
	"context"
	"regexp"
	"strings"
	"time"

	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/scoped"
)

// The two transactions of a sign-in and of a second step are batches, one
// round trip each on PostgreSQL. What one statement may do hangs on what an
// earlier one did, by EXISTS.

// PasswordTry is one try at a password, before it is compared.
type PasswordTry struct {
	Email       string
	BrowserHash []byte
	TrustHashes [][]byte // tokens of the trust cookie, at most 5 are looked at
	Keys        ThrottleKeys
	Now         time.Time
}

// PasswordFacts is what a try may know: whether it was counted on every
// throttle, and the person, if there is one.
type PasswordFacts struct {
	Open          bool     // every throttle that holds for this browser was open and counted the try
	Counted       []string // keys that counted it, to be forgiven where it was right
	PairTries     int64    // with this one
	AccountTries  int64
	Known         bool // the browser signed in to this account before
	Person        Person
	Found         bool
	PolicyVersion int64
	TenantState   domain.TenantState
	Trusts        []Trust
}

// Unseen reports whether so many were wrong that a browser which never signed
// in to the account gets nowhere by a password, right or wrong.
func (f PasswordFacts) Unseen() bool { return f.AccountTries > AccountUnseen && !f.Known }

// personColumns are those of somebody who may not be there.
const personColumns = `COALESCE(u.id, ''), COALESCE(u.email, ''), COALESCE(u.name, ''), COALESCE(u.role, ''), COALESCE(u.state, ''),
  COALESCE(u.password_hash, ''), COALESCE(u.password_at, 0), COALESCE(u.two_step, ''), COALESCE(u.two_step_at, 0), COALESCE(u.methods, ''),
  COALESCE(u.security_version, 0), COALESCE(u.lock_tries, 0), COALESCE(u.lock_total, 0), COALESCE(u.lock_until, 0),
  COALESCE(u.created_at, 0), COALESCE(u.last_sign_in_at, 0), COALESCE(u.labels, 0),
  COALESCE(u.primary_factor, ''), COALESCE(u.language, ''), COALESCE(u.phone_hint, ''), COALESCE(u.phone_state, ''),
  COALESCE(u.needs_code, FALSE), COALESCE(u.frozen, FALSE), COALESCE(u.text_until, 0), COALESCE(u.set_again, FALSE)`

// memberColumns are the same of somebody who is.
var memberColumns = regexp.MustCompile(`COALESCE\((u\.\w+), [^)]*\)`).ReplaceAllString(personColumns, "$1")

// columns are where the columns go. They are told as the types that drivers
// know: a type of our own costs a look at it each time.
func (u *user) columns() []any {
	return []any{&u.ID, &u.Email, &u.Name, (*string)(&u.Role), (*string)(&u.State), &u.PasswordHash, (*int64)(&u.PasswordAt), (*string)(&u.TwoStep), (*int64)(&u.TwoStepAt), &u.Methods,
		&u.SecurityVersion, &u.LockTries, &u.LockTotal, (*int64)(&u.LockUntil), (*int64)(&u.CreatedAt), (*int64)(&u.LastSignInAt), &u.Labels, &u.PrimaryFactor,
		&u.Language, &u.PhoneHint, (*string)(&u.PhoneState), &u.NeedsCode, &u.Frozen, (*int64)(&u.TextUntil), &u.SetAgain}
}

const readPersonByEmail = `SELECT ` + personColumns + `, t.policy_version, t.state
FROM tenants AS t LEFT JOIN users AS u ON u.tenant_id = t.tenant_id AND u.email_key = ? WHERE t.tenant_id = ?`

const trustColumns = `id, user_id, token_hash, previous_hash, previous_until, security_version, ip, browser, trusted_at, used_at`

const readTrustsByToken = `SELECT ` + trustColumns + ` FROM trusts
WHERE tenant_id = ? AND ended_at = 0 AND (token_hash IN (?, ?, ?, ?, ?) OR (previous_until > ? AND previous_hash IN (?, ?, ?, ?, ?)))
  AND ` + notShared

// SpendPasswordTry counts a try and reads the person, in one committed
// transaction, so that no crash or rollback gives the guess back.
func (d *DB) SpendPasswordTry(ctx context.Context, s tenancy.Scope, t PasswordTry) (PasswordFacts, error) {
	var f PasswordFacts
	var row user
	var b scoped.Batch
	now, key, tenant := At(t.Now), domain.EmailKey(t.Email), s.Tenant()
	spent := map[string]bool{}
	b.Reset = func() { f, row, spent = PasswordFacts{}, user{}, map[string]bool{} }
	b.ChangeReturning(func(r scoped.Row1) error {
		var id, kind string
		var tries int64
		if err := r.Scan(&id, &kind, &tries); err != nil {
			return err
		}
		spent[kind] = true
		f.Counted = append(f.Counted, id)
		switch kind {
		case ThrottlePair:
			f.PairTries, f.Known = tries, id == t.Keys.PairKnown
		case ThrottleAccount:
			f.AccountTries = tries
		}
		return nil
	}, spendThrottles, tenant, tenant, ownCookie(t.BrowserHash), key, t.Keys.PairKnown, t.Keys.Pair, t.Keys.Source, t.Keys.Account, int64(now), t.Keys.PairKnown)
	b.Query(func(r scoped.Row1) error {
		return r.Scan(append(row.columns(), &f.PolicyVersion, &f.TenantState)...)
	}, readPersonByEmail, key, tenant)
	if len(t.TrustHashes) > 0 {
		f.readTrusts(&b, tenant, t, now)
	}
	if err := d.db.Run(ctx, s, &b); err != nil {
		return f, wrap("spend password try", err)
	}
	// A network that strangers closed stays open for a browser that signed in
	// to this account before, so that they can lock nobody out.
	f.Open = spent[ThrottlePair] && spent[ThrottleAccount] && (f.Known || spent[ThrottleSource])
	f.Person, f.Found = row.person(), row.ID != ""
	f.Person.User = f.Person.In(f.TenantState)
	return f, nil
}

// ownCookie is the browser to look for. Clients without a cookie are all
// alike, so none of them is known: the look-up gets what no session has.
func ownCookie(hash []byte) []byte {
	if len(hash) == 0 {
		return []byte{0}
	}
	return hash
}

// readTrusts reads the trusts of the cookie's tokens, none in a browser that
// is marked shared.
func (f *PasswordFacts) readTrusts(b *scoped.Batch, tenant string, try PasswordTry, now Stamp) {
	hashes, args := try.TrustHashes, []any{tenant}
	args = append(args, five(hashes)...)
	args = append(args, int64(now))
	args = append(args, five(hashes)...)
	args = append(args, tenant, ownCookie(try.BrowserHash))
	b.Query(func(r scoped.Row1) error {
		var t trust
		f.Trusts = append(f.Trusts, Trust{})
		err := r.Scan(&t.ID, &t.UserID, &t.TokenHash, &t.PreviousHash, &t.PreviousUntil, &t.SecurityVersion, &t.IP, &t.Browser, &t.TrustedAt, &t.UsedAt)
		f.Trusts[len(f.Trusts)-1] = t.domain()
		return err
	}, readTrustsByToken, args...)
}

func five(hashes [][]byte) []any {
	out := make([]any, 5)
	for i := range out {
		out[i] = []byte{}
		if i < len(hashes) {
			out[i] = hashes[i]
		}
	}
	return out
}

// Seen are the versions a decision was made on. An outcome is written only
// while they still hold.
type Seen struct {
	UserID          string
	SecurityVersion int64
	PolicyVersion   int64
}

// stillSeen is true in a statement while the person and the policy are as the
// decision saw them: arguments tenant, user, security version, policy version.
const stillSeen = `EXISTS (SELECT 1 FROM users AS u JOIN tenants AS t ON t.tenant_id = u.tenant_id
  WHERE u.tenant_id = ? AND u.id = ? AND u.security_version = ? AND u.state = 'active' AND t.policy_version = ?)`

func (s Seen) args(tenant string) []any {
	return []any{tenant, s.UserID, s.SecurityVersion, s.PolicyVersion}
}

// HalfSignIn is a sign-in whose password was right and whose second step is
// still to come, or a forgotten password whose link was opened: a credential of
// its own, good for its purpose and nothing else.
type HalfSignIn struct {
	ID, UserID      string
	TokenHash       []byte
	BrowserHash     []byte
	SecurityVersion int64
	TrustWanted     bool // the box stood under the password
	Bearer          bool
	IP, Browser     string
	Purpose         domain.Purpose
	Link            string // with PurposeReset: the link it was opened by
	Proved          string // with PurposeReset: the proof that was shown beside it
	CreatedAt       time.Time
	ExpiresAt       time.Time
}

const addHalf = `INSERT INTO half_sign_ins (tenant_id, id, user_id, token_hash, browser_hash, security_version, trust_wanted, bearer, ip, browser, created_at, expires_at)
SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE ` + stillSeen

// WriteChallenge keeps a half sign-in, its event, and takes the try back. It
// reports false, and writes nothing, when what was seen no longer holds.
func (d *DB) WriteChallenge(ctx context.Context, s tenancy.Scope, seen Seen, h HalfSignIn, keys []string, e domain.Event) (bool, error) {
	tenant := s.Tenant()
	var b scoped.Batch
	var wrote int64
	b.Change(&wrote, addHalf, append([]any{tenant, h.ID, h.UserID, h.TokenHash, h.BrowserHash, h.SecurityVersion, h.TrustWanted, h.Bearer,
		h.IP, h.Browser, int64(At(h.CreatedAt)), int64(At(h.ExpiresAt))}, seen.args(tenant)...)...)
	forgive(&b, tenant, keys, "", h.ID)
	if err := recordWhen(&b, tenant, e, `EXISTS (SELECT 1 FROM half_sign_ins AS h WHERE h.tenant_id = ? AND h.id = ?)`, tenant, h.ID); err != nil {
		return false, err
	}
	if err := d.db.Run(ctx, s, &b); err != nil {
		return false, wrap("write challenge", err)
	}
	return wrote == 1, nil
}

const addSession = `INSERT INTO sessions (tenant_id, id, user_id, token_hash, browser_hash, security_version, amr, acr, bearer, trust_given, recovery_open, renew, trust_id, new_place, ip, browser,
  auth_at, step_up_at, started_at, seen_at) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? OR ` + stillAsked + `, ?, ?, ?, ?, ?, ? WHERE `

// stillAsked is true in a browser that was new to the account less than
// domain.ObjectionFor ago, while nobody said that it was them: of a session that
// follows there it is asked too, and of one that is opened by a trust that was
// given there: a client that keeps no cookie has nothing else to be known by.
const stillAsked = `(` + askedSince + inBrowser + ` AND ` + noneBefore + inBrowser + ` OR ` + askedSince + byTrust + ` AND ` + noneBefore + byTrust + `)`

const (
	askedSince = `EXISTS (SELECT 1 FROM sessions AS p WHERE p.tenant_id = ? AND p.user_id = ? AND p.new_place AND p.denied_at = 0 AND p.started_at > ?`
	noneBefore = `NOT EXISTS (SELECT 1 FROM sessions AS p WHERE p.tenant_id = ? AND p.user_id = ? AND p.denied_at = 0 AND p.started_at <= ?`
	inBrowser  = ` AND p.browser_hash = ? AND length(p.browser_hash) > 0)`
	byTrust    = ` AND p.trust_id = ? AND p.trust_id <> '')`
)

func (n NewSession) askedArgs(tenant string) []any {
	since := int64(At(n.StartedAt.Add(-domain.ObjectionFor)))
	return []any{tenant, n.UserID, since, n.BrowserHash, tenant, n.UserID, since, n.BrowserHash,
		tenant, n.UserID, since, n.TrustID, tenant, n.UserID, since, n.TrustID}
}

func sessionArgs(tenant string, n NewSession) []any {
	args := []any{tenant, n.ID, n.UserID, n.TokenHash, n.BrowserHash, n.SecurityVersion, strings.Join(n.AMR, " "), string(n.ACR), n.Bearer, n.TrustGiven, n.RecoveryOpen, n.Renew, n.TrustID, n.NewPlace}
	return append(append(args, n.askedArgs(tenant)...),
		n.IP, n.Browser, int64(At(n.AuthAt)), int64(At(n.StepUpAt)), int64(At(n.StartedAt)), int64(At(n.SeenAt)))
}

const noteSignIn = `UPDATE users SET last_sign_in_at = ? WHERE tenant_id = ? AND id = ? AND EXISTS (SELECT 1 FROM sessions AS s WHERE s.tenant_id = ? AND s.id = ?)`

const rotateTrust = `UPDATE trusts SET previous_hash = token_hash, previous_until = ?, token_hash = ?, used_at = ?
WHERE tenant_id = ? AND id = ? AND token_hash = ? AND ended_at = 0 AND EXISTS (SELECT 1 FROM sessions AS s WHERE s.tenant_id = ? AND s.id = ?)`

// holdTrust changes nothing. It makes whoever ends the trust at the same time
// wait, or waits for them, so that either the trust is seen to be over or the
// session is seen by what they end next.
const holdTrust = `UPDATE trusts SET used_at = used_at WHERE tenant_id = ? AND id = ? AND ended_at = 0`

// stillTrusted is true in a statement while a trust of the person holds:
// arguments tenant, trust, user, security version. Ending one raises no version.
const stillTrusted = ` AND EXISTS (SELECT 1 FROM trusts AS r WHERE r.tenant_id = ? AND r.id = ? AND r.user_id = ? AND r.security_version = ? AND r.ended_at = 0)`

// TrustUse is the next token of a trusted browser that took the second
// step's place. Rotated reports afterwards whether it is the one in force:
// a tab that came second keeps its token.
type TrustUse struct {
	ID            string
	Current, Next []byte
	Grace         time.Time
	Rotated       bool
}

// WriteSession opens a session after a password that was enough, with its
// event, and takes the try back. It reports false, and writes nothing, when
// what was seen, or the trust that is used, no longer holds.
func (d *DB) WriteSession(ctx context.Context, s tenancy.Scope, seen Seen, n NewSession, use *TrustUse, keys []string, e domain.Event) (bool, error) {
	tenant := s.Tenant()
	var b scoped.Batch
	var wrote, rotated int64
	add, args := addSession+stillSeen, append(sessionArgs(tenant, n), seen.args(tenant)...)
	if use != nil {
		b.Change(nil, holdTrust, tenant, use.ID)
		add, args = add+stillTrusted, append(args, tenant, use.ID, n.UserID, n.SecurityVersion)
	}
	b.Change(&wrote, add, args...)
	b.Change(nil, noteSignIn, int64(At(n.StartedAt)), tenant, n.UserID, tenant, n.ID)
	n.tell(&b, tenant)
	if use != nil {
		b.Change(&rotated, rotateTrust, int64(At(use.Grace)), use.Next, int64(At(n.StartedAt)), tenant, use.ID, use.Current, tenant, n.ID)
	}
	forgive(&b, tenant, keys, n.ID, "")
	if err := recordWhen(&b, tenant, e, ownSession, tenant, n.ID); err != nil {
		return false, err
	}
	if err := d.db.Run(ctx, s, &b); err != nil {
		return false, wrap("write session", err)
	}
	if use != nil {
		use.Rotated = rotated == 1
	}
	return wrote == 1, nil
}

const ownSession = `EXISTS (SELECT 1 FROM sessions AS s WHERE s.tenant_id = ? AND s.id = ?)`

func forgive(b *scoped.Batch, tenant string, keys []string, session, half string) {
	args := []any{tenant}
	for i := range 3 {
		if i < len(keys) {
			args = append(args, keys[i])
		} else {
			args = append(args, "")
		}
	}
	b.Change(nil, forgiveThrottles, append(args, session, half)...)
}

const addEvent = `INSERT INTO audit_events (tenant_id, id, at, kind, ok, actor_id, actor_name, subject_id, subject, search, ip, browser, request_id, detail)
SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE `

// recordWhen adds an event to a batch under a condition on an earlier
// statement's effect.
func recordWhen(b *scoped.Batch, tenant string, e domain.Event, when string, args ...any) error {
	detail, err := detailText(e.Detail)
	if err != nil {
		return err
	}
	b.Change(nil, addEvent+when, append([]any{tenant, e.ID, int64(At(e.At)), string(e.Kind), e.OK, e.ActorID, e.ActorName, e.SubjectID, e.Subject, eventSearch(e),
		e.IP, e.Browser, e.RequestID, detail}, args...)...)
	return nil
}

// ForgivePassword takes a right password's try back outside sign-in, for a
// session that confirms it's still the person.
func (d *DB) ForgivePassword(ctx context.Context, s tenancy.Scope, keys []string, sessionID string) error {
	var b scoped.Batch
	forgive(&b, s.Tenant(), keys, sessionID, "")
	return wrap("forgive password try", d.db.Run(ctx, s, &b))
}
