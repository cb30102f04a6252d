package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/scoped"
)

type halfRow struct {
	bun.BaseModel `bun:"table:half_sign_ins"`
	scoped.Row
	ID              string `bun:"id,pk"`
	UserID          string
	TokenHash       []byte
	BrowserHash     []byte
	SecurityVersion int64
	TrustWanted     bool
	Bearer          bool
	IP              string `bun:"ip"`
	Browser         string
	Purpose         domain.Purpose
	LinkID          string
	Proved          string
	EndedBy         string
	EndedAt         Stamp
	CreatedAt       Stamp
	ExpiresAt       Stamp
}

func (h *halfRow) domain() HalfSignIn {
	return HalfSignIn{ID: h.ID, UserID: h.UserID, TokenHash: h.TokenHash, BrowserHash: h.BrowserHash, SecurityVersion: h.SecurityVersion,
		TrustWanted: h.TrustWanted, Bearer: h.Bearer, IP: h.IP, Browser: h.Browser,
		Purpose: h.Purpose, Link: h.LinkID, Proved: h.Proved, CreatedAt: h.CreatedAt.Time(), ExpiresAt: h.ExpiresAt.Time()}
}

// CodeFacts is what a second step may know. Counted is false when the try was
// refused before it was spent: the half sign-in ended, or codes are locked.
type CodeFacts struct {
	Live          bool // the half sign-in is open and the person is as it saw them
	Counted       bool
	Half          HalfSignIn
	Person        Person // its Lock is as after this try
	PolicyVersion int64
	Factors       []Factor
	Known         bool // the browser signed in to this account before
	Shared        bool // the browser is marked shared: nobody trusts it
	CodesSpent    bool // there is a set of recovery codes, and none of it is left
}

// spendCode is the one way a code try is counted, over all methods: the
// counter rises before any code is compared, and the try that reaches the
// tenant's number locks at once. Argument: now.
const spendCode = `lock_tries = CASE WHEN lock_until > 0 THEN 1 ELSE lock_tries + 1 END, lock_total = lock_total + 1,
  lock_until = CASE WHEN (CASE WHEN lock_until > 0 THEN 1 ELSE lock_tries + 1 END) >= (SELECT t.lock_attempts FROM tenants AS t WHERE t.tenant_id = users.tenant_id)
    THEN CAST(? AS BIGINT) + 60000 * (SELECT t.lock_minutes FROM tenants AS t WHERE t.tenant_id = users.tenant_id) ELSE 0 END`

// The half sign-in is looked up without naming the person's row: tied to it,
// the look-up would run once for every person of the tenant.
const spendCodeByHalf = `UPDATE users SET ` + spendCode + `
WHERE tenant_id = ? AND lock_until <= ? AND state = 'active'
  AND id = (SELECT h.user_id FROM half_sign_ins AS h WHERE h.tenant_id = ? AND h.token_hash = ? AND h.ended_at = 0 AND h.proved = '' AND h.expires_at > ?)
  AND security_version = (SELECT h.security_version FROM half_sign_ins AS h WHERE h.tenant_id = ? AND h.token_hash = ?)`

var readHalf = `SELECT h.id, h.user_id, h.browser_hash, h.security_version, h.trust_wanted, h.bearer, h.ip, h.browser, h.purpose, h.link_id, h.proved, h.created_at, h.expires_at, ` + memberColumns + `, t.policy_version,
  length(h.browser_hash) > 0 AND EXISTS (SELECT 1 FROM sessions AS s WHERE s.tenant_id = h.tenant_id AND s.browser_hash = h.browser_hash AND s.user_id = h.user_id AND s.denied_at = 0),
  EXISTS (SELECT 1 FROM shared_browsers AS b WHERE b.tenant_id = h.tenant_id AND b.browser_hash = h.browser_hash),
  EXISTS (SELECT 1 FROM recovery_codes AS r WHERE r.tenant_id = h.tenant_id AND r.user_id = h.user_id)
    AND NOT EXISTS (SELECT 1 FROM recovery_codes AS r WHERE r.tenant_id = h.tenant_id AND r.user_id = h.user_id AND r.used_at = 0)
FROM half_sign_ins AS h JOIN users AS u ON u.tenant_id = h.tenant_id AND u.id = h.user_id JOIN tenants AS t ON t.tenant_id = h.tenant_id
WHERE h.tenant_id = ? AND h.token_hash = ? AND h.ended_at = 0 AND h.expires_at > ? AND h.security_version = u.security_version AND u.state = 'active' AND t.state <> 'suspended'`

const readFactorsByHalf = `SELECT f.id, f.user_id, f.method, f.name, f.app, f.secret, f.secret_version, f.label_no, f.drift, f.last_step, f.disabled_at, f.created_at, f.last_used_at, f.last_used_on, f.lookup, f.hint, f.detail
FROM factors AS f WHERE f.tenant_id = ? AND f.user_id = (SELECT h.user_id FROM half_sign_ins AS h WHERE h.tenant_id = ? AND h.token_hash = ?) ORDER BY f.created_at, f.id`

// ReadHalf reads a half sign-in and its person without counting anything.
func (d *DB) ReadHalf(ctx context.Context, s tenancy.Scope, tokenHash []byte, now time.Time) (CodeFacts, error) {
	return d.halfFacts(ctx, s, tokenHash, now, false)
}

// SpendCodeTry counts a try at a code and reads what the comparison needs, in
// one committed transaction. Of any number of parallel tries no more are
// counted than the tenant's number before the lock.
func (d *DB) SpendCodeTry(ctx context.Context, s tenancy.Scope, tokenHash []byte, now time.Time) (CodeFacts, error) {
	return d.halfFacts(ctx, s, tokenHash, now, true)
}

func (d *DB) halfFacts(ctx context.Context, s tenancy.Scope, tokenHash []byte, at time.Time, spend bool) (CodeFacts, error) {
	var f CodeFacts
	var h halfRow
	var u user
	var b scoped.Batch
	var counted int64
	now, tenant := int64(At(at)), s.Tenant()
	b.Reset = func() { f, h, u, counted = CodeFacts{}, halfRow{}, user{}, 0 }
	if spend {
		b.Change(&counted, spendCodeByHalf, now, tenant, now, tenant, tokenHash, now, tenant, tokenHash)
	}
	b.Query(func(r scoped.Row1) error {
		f.Live = true
		dest := append([]any{&h.ID, &h.UserID, &h.BrowserHash, &h.SecurityVersion, &h.TrustWanted, &h.Bearer, &h.IP, &h.Browser, (*string)(&h.Purpose), &h.LinkID, &h.Proved, &h.CreatedAt, &h.ExpiresAt}, u.columns()...)
		return r.Scan(append(dest, &f.PolicyVersion, &f.Known, &f.Shared, &f.CodesSpent)...)
	}, readHalf, tenant, tokenHash, now)
	b.Query(func(r scoped.Row1) error {
		var x factorRow
		err := r.Scan(&x.ID, &x.UserID, &x.Method, &x.Name, &x.App, &x.Secret, &x.SecretVersion, &x.LabelNo, &x.Drift, &x.LastStep, &x.DisabledAt, &x.CreatedAt, &x.LastUsedAt, &x.LastUsedOn, &x.Lookup, &x.Hint, &x.Detail)
		f.Factors = append(f.Factors, x.factor())
		return err
	}, readFactorsByHalf, tenant, tenant, tokenHash)
	if err := d.db.Run(ctx, s, &b); err != nil {
		return f, wrap("read half sign-in", err)
	}
	h.TokenHash = tokenHash
	f.Counted, f.Half, f.Person = counted == 1, h.domain(), u.person()
	return f, nil
}

// SpendCodeTryFor counts a try of somebody who is signed in and confirms that
// it's them. It reports false, and counts nothing, while codes are locked.
func (tx *Tx) SpendCodeTryFor(ctx context.Context, userID string, now time.Time) (bool, error) {
	n, err := tx.tx.Update((*user)(nil)).Set(spendCode, At(now)).Where("id = ?", userID).Where("lock_until <= ?", At(now)).Exec(ctx)
	return n == 1, wrap("spend code try", err)
}

// ForgiveCodes clears the count of wrong codes after a right one.
func (tx *Tx) ForgiveCodes(ctx context.Context, userID string) error {
	_, err := tx.tx.Update((*user)(nil)).Set("lock_tries = 0").Set("lock_total = 0").Set("lock_until = 0").Where("id = ?", userID).Exec(ctx)
	return wrap("forgive codes", err)
}

// EndHalf spends a half sign-in and reports whether this caller was the one.
func (tx *Tx) EndHalf(ctx context.Context, id, by string, at time.Time) (bool, error) {
	n, err := tx.tx.Update((*halfRow)(nil)).Set("ended_at = ?", At(at)).Set("ended_by = ?", by).Where("id = ?", id).Where("ended_at = 0").Exec(ctx)
	return n == 1, wrap("end half sign-in", err)
}

// EndHalves ends what a person has of half sign-ins.
func (tx *Tx) EndHalves(ctx context.Context, userID, by string, at time.Time) error {
	_, err := tx.tx.Update((*halfRow)(nil)).Set("ended_at = ?", At(at)).Set("ended_by = ?", by).Where("user_id = ?", userID).Where("ended_at = 0").Exec(ctx)
	return wrap("end half sign-ins", err)
}

// RightCode is the outcome of a second step: what was right is consumed, a
// time step of an app, a sent code, or the record of a passkey.
type RightCode struct {
	Seen    Seen
	HalfID  string
	Factor  string
	Step    int64 // of an app
	Drift   int
	Sent    string      // the id of a sent code, in the place of Step
	Passkey *PasskeyUse // in the place of Step
	Session NewSession
	Trust   *Trust
	Events  []domain.Event
	Links   []Link
	Mails   []Mail
}

// PasskeyUse is a passkey's record as an answer was checked against, and as
// it is afterwards.
type PasskeyUse struct{ Was, Detail string }

const whileHalf = ` AND disabled_at = 0
  AND EXISTS (SELECT 1 FROM half_sign_ins AS h WHERE h.tenant_id = ? AND h.id = ? AND h.ended_at = 0 AND h.purpose = 'signin') AND ` + stillSeen

const spendStep = `UPDATE factors SET last_step = ?, drift = ?, spent_by = ?, last_used_at = ?, last_used_on = ?
WHERE tenant_id = ? AND id = ? AND last_step < ?` + whileHalf

const spendPasskey = `UPDATE factors SET detail = ?, spent_by = ?, last_used_at = ?, last_used_on = ?
WHERE tenant_id = ? AND id = ? AND detail = ?` + whileHalf

// A sent code is consumed first, and its method is used only by the one who did.
const spendSent = `UPDATE sent_codes SET used_at = ?, used_by = ? WHERE tenant_id = ? AND id = ? AND used_at = 0 AND expires_at > ?`

const spendSentFactor = `UPDATE factors SET spent_by = ?, last_used_at = ?, last_used_on = ?
WHERE tenant_id = ? AND id = ? AND EXISTS (SELECT 1 FROM sent_codes AS c WHERE c.tenant_id = ? AND c.id = ? AND c.used_by = ?)` + whileHalf

const endHalf = `UPDATE half_sign_ins SET ended_at = ?, ended_by = ? WHERE tenant_id = ? AND id = ? AND ended_at = 0
  AND EXISTS (SELECT 1 FROM factors AS f WHERE f.tenant_id = ? AND f.id = ? AND f.spent_by = ?)`

const endedByUs = `EXISTS (SELECT 1 FROM half_sign_ins AS h WHERE h.tenant_id = ? AND h.id = ? AND h.ended_by = ?)`

const forgiveCodesOf = `UPDATE users SET lock_tries = 0, lock_total = 0, lock_until = 0, last_sign_in_at = ? WHERE tenant_id = ? AND id = ? AND EXISTS (SELECT 1 FROM sessions AS s WHERE s.tenant_id = ? AND s.id = ?)`

const addTrust = `INSERT INTO trusts (tenant_id, id, user_id, token_hash, previous_hash, security_version, ip, browser, browser_hash, trusted_at, used_at)
SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE ` + ownSession

const addMail = `INSERT INTO outbox (tenant_id, id, kind, to_address, user_id, body, due_at, created_at, expires_at)
SELECT ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE ` + ownSession

const addLink = `INSERT INTO links (tenant_id, id, kind, user_id, token_hash, email_key, security_version, detail, created_at, expires_at)
SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE ` + ownSession

// spend consumes what was right, in the name of the session it opens.
func (c RightCode) spend(b *scoped.Batch, tenant string, now int64, spent *int64) {
	n := c.Session
	still := append([]any{tenant, c.HalfID}, c.Seen.args(tenant)...)
	switch {
	case c.Passkey != nil:
		b.Change(spent, spendPasskey, append([]any{c.Passkey.Detail, n.ID, now, n.Browser, tenant, c.Factor, c.Passkey.Was}, still...)...)
	case c.Sent != "":
		b.Change(nil, spendSent, now, n.ID, tenant, c.Sent, now)
		b.Change(spent, spendSentFactor, append([]any{n.ID, now, n.Browser, tenant, c.Factor, tenant, c.Sent, n.ID}, still...)...)
	default:
		b.Change(spent, spendStep, append([]any{c.Step, int64(c.Drift), n.ID, now, n.Browser, tenant, c.Factor, c.Step}, still...)...)
	}
}

// WriteRightCode consumes the code and the half sign-in and opens the
// session, each once: spent reports that this caller consumed the step, opened
// that the session is open. Of requests racing with one code or one half
// sign-in, exactly one gets both.
func (d *DB) WriteRightCode(ctx context.Context, s tenancy.Scope, c RightCode) (spent, opened bool, err error) {
	tenant, n := s.Tenant(), c.Session
	now := int64(At(n.StartedAt))
	var b scoped.Batch
	var steps, sessions int64
	c.spend(&b, tenant, now, &steps)
	b.Change(nil, endHalf, now, n.ID, tenant, c.HalfID, tenant, c.Factor, n.ID)
	args := append(sessionArgs(tenant, n), tenant, c.HalfID, n.ID)
	b.Change(&sessions, addSession+endedByUs+` AND `+stillSeen, append(args, c.Seen.args(tenant)...)...)
	b.Change(nil, forgiveCodesOf, now, tenant, n.UserID, tenant, n.ID)
	if t := c.Trust; t != nil {
		b.Change(nil, addTrust, tenant, t.ID, t.UserID, t.TokenHash, []byte{}, t.SecurityVersion, t.IP, t.Browser, notNil(t.BrowserHash), now, now, tenant, n.ID)
	}
	for _, e := range c.Events {
		if err := recordWhen(&b, tenant, e, ownSession, tenant, n.ID); err != nil {
			return false, false, err
		}
	}
	keepNotice(&b, tenant, n.ID, c.Links, c.Mails)
	n.tell(&b, tenant)
	if err := d.db.Run(ctx, s, &b); err != nil {
		return false, false, wrap("write right code", err)
	}
	return steps == 1, sessions == 1, nil
}
