package flow

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/factor/passkey"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// Config is what the jobs need to know of the installation.
type Config struct {
	PublicURL  string // "https://id.example", no slash at the end
	OpenSignUp bool   // organizations may sign up by themselves
	Texts      TextRules
	// May says what a role may do under a tenant's policy: the one table, of
	// package policies. Without it nobody may anything that needs leave.
	May       func(p domain.Policy, role domain.Role, permission string) bool
	Installed Installed // what only the program's start knows, for the health page
	Operator  string    // whom people contact where nobody in their organization can help
	// Log is told what failed behind an answer that it doesn't change; nil for
	// nobody. It hears no secret.
	Log *slog.Logger
}

// Flows holds what the jobs work with. Make it with New.
type Flows struct {
	db     *store.DB
	keys   *factor.Keys
	hasher *factor.Hasher
	config Config
	site   *passkey.Site // nil where browsers make no passkeys for the public address
	clock  func() time.Time
	rand   io.Reader

	policies sync.Map // policyKey -> domain.Policy; a version never changes
	tenants  sync.Map // short name -> domain.Tenant; only ids are trusted from it

	limits  limiter
	lookups lookups
}

// New makes the jobs. clock is time.Now but in sandbox builds.
func New(db *store.DB, keys *factor.Keys, hasher *factor.Hasher, clock func() time.Time, c Config) *Flows {
	site, err := passkey.New(c.PublicURL, siteName)
	if err != nil {
		site = nil
	}
	return &Flows{db: db, keys: keys, hasher: hasher, clock: clock, rand: rand.Reader, config: c, site: site}
}

// Now is the service's time, in UTC with milliseconds.
func (f *Flows) Now() time.Time { return f.clock().UTC().Truncate(time.Millisecond) }

// Request says in which tenant, from where and when a job is asked for. The
// edge fills it; Tenant comes from the path, never from input.
type Request struct {
	Scope       tenancy.Scope
	IP          string
	Network     string // /24 of IPv4, /64 of IPv6
	Browser     string // user agent in words
	BrowserHash []byte // hash of the browser's own cookie, empty without one
	RequestID   string
	Bearer      bool // the client asks for bearer tokens in the place of cookies
	Now         time.Time
}

type policyKey struct {
	tenant  string
	version int64
}

// Policy is a version of the tenant's policy. Versions never change, so the
// one kept here is exact; which one is in force is read with each request.
func (f *Flows) Policy(ctx context.Context, s tenancy.Scope, version int64) (domain.Policy, error) {
	key := policyKey{s.Tenant(), version}
	if p, ok := f.policies.Load(key); ok {
		return p.(domain.Policy), nil
	}
	var change store.PolicyChange
	err := f.db.View(ctx, s, func(tx *store.Tx) (err error) {
		change, err = tx.Policy(ctx, version)
		return err
	})
	if err != nil {
		return domain.Policy{}, err
	}
	f.policies.Delete(policyKey{s.Tenant(), version - 1})
	f.policies.Store(key, change.Policy)
	return change.Policy, nil
}

// Tenant finds the organization of a short name from the path. Its id is
// exact and kept; name, contact and state are those of the first look, so
// jobs that show or judge them read them again.
func (f *Flows) Tenant(ctx context.Context, shortName string) (domain.Tenant, error) {
	if t, ok := f.tenants.Load(shortName); ok {
		return t.(domain.Tenant), nil
	}
	if name, _, can := tenancy.FromPath("/t/" + shortName); !can || name != shortName {
		return domain.Tenant{}, domain.Refuse(domain.NotFound, domain.CodeNotFound) // no database is asked for what can't be
	}
	t, err := f.db.TenantByShortName(ctx, shortName)
	if store.Missing(err) {
		return t, domain.Refuse(domain.NotFound, domain.CodeNotFound)
	}
	if err != nil {
		return t, err
	}
	if t.State == domain.TenantActive {
		f.tenants.Store(shortName, t)
	}
	return t, nil
}

// Organization reads a tenant's present name, contact and state.
func (f *Flows) Organization(ctx context.Context, s tenancy.Scope) (t domain.Tenant, p domain.Policy, err error) {
	err = f.db.View(ctx, s, func(tx *store.Tx) error {
		t, err = tx.Organization(ctx)
		return err
	})
	if err == nil {
		p, err = f.Policy(ctx, s, t.PolicyVersion)
	}
	return t, p, err
}

// newID makes an id with a prefix that names its kind.
func (f *Flows) newID(prefix string) (string, error) { return factor.NewID(f.Now(), f.rand, prefix) }

// newToken makes a secret token and the hash to store of it.
func (f *Flows) newToken() (token string, hash []byte, err error) {
	token, err = factor.NewToken(f.rand)
	return token, factor.HashToken(token), err
}

func badState(what string) error { return fmt.Errorf("unexpected state: %s", what) }
