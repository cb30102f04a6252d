package store

import (
	"context"
	"slices"
	"time"

	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/scoped"
)

// Visit is what every authenticated request reads, in one statement: the
// session, the person, and the versions under which cached settings and keys
// may be used.
type Visit struct {
	Found        bool
	Session      domain.Session
	Person       Person
	Tenant       domain.Tenant
	KeysVersion  int64
	TrustGiven   bool
	RecoveryOpen bool
	BrowserHash  []byte
}

var readVisit = `SELECT s.id, s.browser_hash, s.amr, s.acr, s.bearer, s.trust_given, s.recovery_open, s.renew, s.lost_device, s.new_place, s.ip, s.browser, s.auth_at, s.step_up_at, s.started_at, s.seen_at, ` + memberColumns + `, u.shared_before, u.shared_own_hidden_at,
  t.name, t.short_name, t.state, t.contact, t.policy_version, t.language, (SELECT version FROM facts WHERE name = 'signing_keys')
FROM sessions AS s JOIN users AS u ON u.tenant_id = s.tenant_id AND u.id = s.user_id JOIN tenants AS t ON t.tenant_id = s.tenant_id
WHERE s.tenant_id = ? AND s.token_hash = ? AND s.ended_at = 0 AND s.security_version = u.security_version AND u.state = 'active' AND t.state <> 'suspended'`

// ReadVisit reads the session with this token, unless it was ended or its
// person's security version has risen since. Whether its time is up is the
// domain's to say.
func (d *DB) ReadVisit(ctx context.Context, sc tenancy.Scope, tokenHash []byte) (Visit, error) {
	var v Visit
	var s session
	var u user
	var t tenant
	b := scoped.Batch{ByKey: true}
	b.Reset = func() { v, s, u, t = Visit{}, session{}, user{}, tenant{} }
	b.Query(func(r scoped.Row1) error {
		v.Found = true
		return r.Scan(slices.Concat([]any{&s.ID, &v.BrowserHash, &s.AMR, (*string)(&s.ACR), &s.Bearer, &v.TrustGiven, &v.RecoveryOpen, &s.Renew, &s.LostDevice, &s.NewPlace, &s.IP, &s.Browser,
			(*int64)(&s.AuthAt), (*int64)(&s.StepUpAt), (*int64)(&s.StartedAt), (*int64)(&s.SeenAt)}, u.columns(),
			[]any{(*int64)(&u.SharedBefore), (*int64)(&u.SharedOwnHiddenAt), &t.Name, &t.ShortName, (*string)(&t.State), &t.Contact, &t.PolicyVersion, &t.Language, &v.KeysVersion})...)
	}, readVisit, sc.Tenant(), tokenHash)
	if err := d.db.Run(ctx, sc, &b); err != nil {
		return v, wrap("read session", err)
	}
	t.TenantID, s.UserID, s.SecurityVersion = sc.Tenant(), u.ID, u.SecurityVersion
	v.Session, v.Person, v.Tenant = s.domain(), u.person(), t.domain()
	return v, nil
}

const touchSession = `UPDATE sessions SET seen_at = ? WHERE tenant_id = ? AND id = ? AND ended_at = 0 AND seen_at < ?`

// Touch notes that a session was active. Callers do so about once a minute,
// not at each request.
func (d *DB) Touch(ctx context.Context, s tenancy.Scope, sessionID string, at time.Time) error {
	var b scoped.Batch
	b.Change(nil, touchSession, int64(At(at)), s.Tenant(), sessionID, int64(At(at)))
	return wrap("touch session", d.db.Run(ctx, s, &b))
}
