package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
)

// org is one of the organizations that the accounts are spread over.
type org struct{ id, short string }

const orgsMost = 8

// found makes the organizations and the password hash that all accounts
// share: what a check of it costs doesn't hang on the salt.
func (h *house) found(ctx context.Context) error {
	hasher, err := factor.NewHasher(h.keys, rand.Reader, factor.HasherOptions{})
	if err != nil {
		return err
	}
	if h.hash, err = hasher.HashPassword(ctx, password); err != nil {
		return err
	}
	policy := domain.DefaultPolicy()
	policy.Mode, policy.Methods = domain.ModeOptional, domain.Methods
	for i := range orgsMost {
		o := org{id: newID("org"), short: fmt.Sprintf("bench-%d", i+1)}
		t := domain.Tenant{ID: o.id, Name: "Bench " + o.short, ShortName: o.short, State: domain.TenantActive, CreatedAt: time.Now()}
		err := h.store.In(ctx, tenancy.Of(o.id), func(tx *store.Tx) error { return tx.CreateTenant(ctx, t, policy) })
		if err != nil {
			return err
		}
		h.orgs = append(h.orgs, o)
	}
	return nil
}

// What a visitor is made for.
type purpose struct {
	app                    bool
	sent                   domain.Method // in the place of an app: text, email
	browser, half, session bool
	role                   domain.Role // user when empty
}

// people makes n accounts, each with a browser in a network of its own, and
// what the purpose asks for: an authenticator app or another method, a browser
// that was here before, a sign-in whose password was right, a session.
func (h *house) people(ctx context.Context, n int, p purpose) ([]visitor, error) {
	all := make([]visitor, n)
	for i, o := range h.orgs {
		var mine batch
		for at := i; at < n; at += len(h.orgs) {
			v, err := h.account(&mine, o, p)
			if err != nil {
				return nil, err
			}
			all[at] = v
		}
		if err := mine.write(ctx, h.db, o); err != nil {
			return nil, fmt.Errorf("put people into %s: %w", o.short, err)
		}
	}
	if h.server != nil {
		return all, h.server.analyze(ctx)
	}
	return all, nil
}

// batch is the rows of one organization.
type batch struct {
	users    []userRow
	factors  []factorRow
	halves   []halfRow
	sessions []sessionRow
}

func (h *house) account(b *batch, o org, p purpose) (visitor, error) {
	h.made++
	now := time.Now()
	v := visitor{Org: o.short, Tenant: o.id, Email: fmt.Sprintf("person%d@%s.example", h.made, o.short),
		Network: fmt.Sprintf("10.%d.%d.7", h.made>>8&255, h.made&255)}
	u := userRow{ID: newID("usr"), Email: v.Email, EmailKey: v.Email, Name: fmt.Sprintf("Person %d", h.made), Role: string(domain.RoleUser),
		State: string(domain.UserActive), PasswordHash: h.hash, TwoStep: string(domain.TwoStepNever), CreatedAt: store.At(now)}
	if p.role != "" {
		u.Role = string(p.role)
	}
	u.Search = strings.ToLower(u.Name) + " " + u.Email
	if p.app {
		f := factorRow{ID: newID("fac"), UserID: u.ID, Method: string(domain.MethodApp), Name: "Authy", CreatedAt: store.At(now)}
		key, err := factor.NewKey(rand.Reader)
		if err != nil {
			return v, err
		}
		if f.Secret, err = h.keys.Seal(key, factor.BindFactor(o.id, u.ID, f.ID, 1)); err != nil {
			return v, err
		}
		u.TwoStep, u.Methods, v.Key = string(domain.TwoStepOn), f.Method, key
		b.factors = append(b.factors, f)
	}
	if p.sent != "" {
		f, err := h.address(o, u, p.sent)
		if err != nil {
			return v, err
		}
		u.TwoStep, u.Methods, v.User = string(domain.TwoStepOn), f.Method, u.ID
		b.factors = append(b.factors, f)
	}
	b.users = append(b.users, u)
	if !p.half && !p.session && !p.browser {
		return v, nil
	}
	return v, h.enterBrowser(b, &v, u, p, now)
}

// address is a verified number or address of somebody.
func (h *house) address(o org, u userRow, m domain.Method) (factorRow, error) {
	f := factorRow{ID: newID("fac"), UserID: u.ID, Method: string(m), Name: "Mine", CreatedAt: store.At(time.Now())}
	to := u.Email
	if m == domain.MethodText {
		to = fmt.Sprintf("+4474%08d", h.made)
		f.Hint = to[len(to)-2:]
	}
	key, err := h.keys.MAC("lookup "+f.Method, []byte(o.id+" "+to))
	if err != nil {
		return f, err
	}
	f.Lookup = base64.RawURLEncoding.EncodeToString(key)
	f.Secret, err = h.keys.Seal([]byte(to), factor.BindFactor(o.id, u.ID, f.ID, 1))
	return f, err
}

// enterBrowser gives the visitor a browser with a half sign-in or a session.
func (h *house) enterBrowser(b *batch, v *visitor, u userRow, p purpose, now time.Time) error {
	v.Browser = newToken()
	home := factor.HashToken(v.Browser)
	if p.half {
		v.Half = newToken()
		b.halves = append(b.halves, halfRow{ID: newID("half"), UserID: u.ID, TokenHash: factor.HashToken(v.Half), BrowserHash: home, SecurityVersion: 1,
			IP: v.Network, Browser: "Chrome on Windows", CreatedAt: store.At(now), ExpiresAt: store.At(now.Add(domain.HalfSignInFor))})
	}
	if p.session {
		v.Session = newToken()
		at := store.At(now)
		b.sessions = append(b.sessions, sessionRow{ID: newID("ses"), UserID: u.ID, TokenHash: factor.HashToken(v.Session), BrowserHash: home, SecurityVersion: 1,
			AMR: "pwd", ACR: string(domain.AssuranceOne), IP: v.Network, Browser: "Chrome on Windows", AuthAt: at, StartedAt: at, SeenAt: at})
	}
	mac, err := h.keys.MAC("csrf", []byte(v.Browser+"\n"+v.Session))
	v.CSRF = base64.RawURLEncoding.EncodeToString(mac)
	return err
}

// atOnce is how many rows one statement puts in.
const atOnce = 500

func (b *batch) write(ctx context.Context, db *scoped.DB, o org) error {
	return db.In(ctx, tenancy.Of(o.id), func(tx *scoped.Tx) error {
		for from := 0; from < len(b.users); from += atOnce {
			for _, err := range []error{insert(ctx, tx, b.users, from), insert(ctx, tx, b.factors, from),
				insert(ctx, tx, b.halves, from), insert(ctx, tx, b.sessions, from)} {
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func insert[T any, P interface {
	*T
	scoped.Model
}](ctx context.Context, tx *scoped.Tx, rows []T, from int) error {
	from = min(from, len(rows))
	return scoped.InsertAll[T, P](ctx, tx, rows[from:min(from+atOnce, len(rows))])
}

func newID(prefix string) string {
	id, err := factor.NewID(time.Now(), rand.Reader, prefix)
	if err != nil {
		panic(err) // crypto/rand never fails since Go 1.24
	}
	return id
}

func newToken() string {
	token, err := factor.NewToken(rand.Reader)
	if err != nil {
		panic(err)
	}
	return token
}
