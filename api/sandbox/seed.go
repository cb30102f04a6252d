//go:build sandbox

package sandbox

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	"twofold/api/flow"
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// Kit is what seeding works with.
type Kit struct {
	DB     *store.DB
	Keys   *factor.Keys
	Hasher *factor.Hasher
	Flows  *flow.Flows
}

// demoFact marks a database as the demo's.
const demoFact = "demo"

// ErrOthers says that the database holds organizations that aren't the demo's.
var ErrOthers = errors.New("the database holds organizations that are not the demo's")

// Seed fills an empty database with the demo, and finishes what an earlier
// run left undone. It reports whether there was anything to do.
func (k Kit) Seed(ctx context.Context, password string) (bool, error) {
	mark, err := k.DB.Fact(ctx, demoFact)
	if err != nil {
		return false, err
	}
	all, err := k.DB.Tenants(ctx)
	if err != nil {
		return false, err
	}
	if mark == "" && len(all) > 0 {
		return false, ErrOthers
	}
	if _, err := k.DB.SetFactOnce(ctx, demoFact, "1"); err != nil {
		return false, err
	}
	there := map[string]bool{}
	for _, t := range all {
		there[t.ShortName] = true
	}
	if !slices.ContainsFunc(Demos, func(d Demo) bool { return !there[d.Short] }) {
		return false, nil
	}
	same, err := k.hashes(ctx, password)
	if err != nil {
		return false, err
	}
	for n, d := range Demos {
		if there[d.Short] {
			continue
		}
		if err := k.seedOne(ctx, n, d, same); err != nil {
			return true, fmt.Errorf("make %s: %w", d.Short, err)
		}
	}
	return true, nil
}

// hashed is what everybody in the demo has in common, since each takes a slow
// hash: the password, and a set of recovery codes that nobody knows.
type hashed struct {
	password string
	recovery factor.RecoveryHashes
}

func (k Kit) hashes(ctx context.Context, password string) (hashed, error) {
	codes, err := factor.NewRecoverySet(rand.Reader, domain.DefaultPolicy().RecoveryCodes)
	if err != nil {
		return hashed{}, err
	}
	var h hashed
	if h.password, err = k.Hasher.HashPassword(ctx, password); err != nil {
		return hashed{}, err
	}
	h.recovery, err = k.Hasher.HashRecovery(ctx, codes)
	return h, err
}

// founded is how long ago the organizations began: 90 days of events and a bit.
const founded = 91 * 24 * time.Hour

// seeding is one organization being made. Ids, keys and tokens are random;
// what happened is drawn from a source of its own that never changes.
type seeding struct {
	Kit
	context.Context
	demo      Demo
	tenant    domain.Tenant
	now       time.Time
	hashed    hashed
	people    []*made
	ownerHash []byte
	story     *story
}

// made is a demo person and their row.
type made struct {
	DemoPerson
	store.Person
	setUp time.Time // when two-step verification was turned on
	place place
}

func (k Kit) seedOne(ctx context.Context, n int, d Demo, same hashed) error {
	s := &seeding{Kit: k, Context: ctx, demo: d, now: k.Flows.Now(), hashed: same}
	s.tenant = domain.Tenant{ID: id("org"), Name: d.Name, ShortName: d.Short, State: domain.TenantActive, Contact: d.Contact.String(), CreatedAt: s.now.Add(-founded)}
	if d.Short == domain.StaffShort {
		s.tenant.ID = domain.StaffTenant
	}
	s.plan(n)
	token, err := factor.NewToken(rand.Reader)
	if err != nil {
		return err
	}
	s.ownerHash = factor.HashToken(token)
	if err := k.DB.In(ctx, s.scope(), s.write); err != nil {
		return err
	}
	return s.invite(token)
}

func (s *seeding) scope() tenancy.Scope { return tenancy.Of(s.tenant.ID) }

func id(prefix string) string {
	out, err := factor.NewID(time.Now(), rand.Reader, prefix)
	if err != nil {
		panic(err) // crypto/rand never fails since Go 1.24
	}
	return out
}

// plan decides who joined and set up when.
func (s *seeding) plan(n int) {
	s.story = newStory(uint64(n + 1))
	for i, p := range s.demo.People {
		if p.State == Invited {
			continue
		}
		joined := s.story.between(s.tenant.CreatedAt, s.now.Add(-40*24*time.Hour))
		if i == 0 {
			joined = s.tenant.CreatedAt
		}
		m := &made{DemoPerson: p, place: s.story.place(n, i)}
		m.Person = store.Person{User: domain.User{ID: id("usr"), Email: s.demo.Address(p), Name: p.Name, Role: p.Role, State: domain.UserActive,
			SecurityVersion: 1, CreatedAt: joined, PasswordAt: joined}, PasswordHash: s.hashed.password}
		if p.State.hadApp() {
			m.setUp = s.story.between(joined, s.now.Add(-14*24*time.Hour))
		}
		s.people = append(s.people, m)
	}
}

func (s *seeding) write(tx *store.Tx) error {
	if err := tx.CreateTenant(s, s.tenant, domain.DefaultPolicy()); err != nil {
		return err
	}
	for _, m := range s.people {
		s.story.live(s, m)
		if err := s.writePerson(tx, m); err != nil {
			return fmt.Errorf("add %s: %w", m.Local, err)
		}
	}
	if err := s.writePolicies(tx); err != nil {
		return err
	}
	if err := s.openOwner(tx); err != nil {
		return err
	}
	return s.story.record(s, tx)
}

func (s *seeding) writePerson(tx *store.Tx, m *made) error {
	if err := tx.AddUser(s, m.Person); err != nil {
		return err
	}
	if m.DemoPerson.State.hasApp() {
		if err := s.writeApp(tx, m); err != nil {
			return err
		}
	}
	for _, c := range m.changes(s.now) {
		if _, err := tx.ChangeUser(s, m.ID, 1, c); err != nil {
			return err
		}
	}
	return nil
}

// changes bring a new person's row into the state they are to show.
func (m *made) changes(now time.Time) []store.UserChange {
	on := store.UserChange{TwoStep: domain.TwoStepOn, CountLabel: true, At: m.setUp}
	switch m.DemoPerson.State {
	case On, Locked:
		return []store.UserChange{on}
	case Suspended:
		return []store.UserChange{on, {State: domain.UserSuspended}}
	case TurnedOff:
		return []store.UserChange{on, {TwoStep: domain.TwoStepOff, At: now.Add(-6 * 24 * time.Hour)}}
	case Reset:
		return []store.UserChange{on, {TwoStep: domain.TwoStepReset, At: now.Add(-26 * time.Hour)}}
	}
	return nil
}

func (s *seeding) writeApp(tx *store.Tx, m *made) error {
	key, err := factor.NewKey(rand.Reader)
	if err != nil {
		return err
	}
	fac := id("fac")
	sealed, err := s.Keys.Seal(key, factor.BindFactor(s.tenant.ID, m.ID, fac, 1))
	if err != nil {
		return err
	}
	app := m.place.app
	if err := tx.AddFactor(s, store.Factor{ID: fac, UserID: m.ID, Method: domain.MethodApp, Name: app, App: app, Secret: sealed, SecretVersion: 1, LabelNo: 1, CreatedAt: m.setUp}); err != nil {
		return err
	}
	set := make([]store.RecoveryCode, len(s.hashed.recovery.Digests))
	for i, digest := range s.hashed.recovery.Digests {
		set[i] = store.RecoveryCode{ID: id("rec"), Salt: []byte(s.hashed.recovery.Scheme), Digest: digest, CreatedAt: m.setUp}
	}
	return tx.ReplaceRecoveryCodes(s, m.ID, set)
}
