package flow

import (
	"context"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// Visit is a request of somebody signed in: who they are, in which session,
// under which policy, and the role the session acts as now.
type Visit struct {
	Tenant       domain.Tenant
	Policy       domain.Policy
	Session      domain.Session
	Person       store.Person
	ActsAs       domain.Role
	KeysVersion  int64
	TrustGiven   bool // the person asked to trust this browser at sign-in
	RecoveryOpen bool // opened by a recovery code, "lost your phone?" not answered
}

// Actor is the person as object rules see them.
func (v *Visit) Actor() domain.Actor {
	return domain.Actor{ID: v.Person.ID, Role: v.Person.Role}
}

// touchEvery is how often a session's activity is written down.
const touchEvery = time.Minute

// Visit reads the session with this token, in one round trip. It refuses one
// that ended, for whatever reason, as signed out.
func (f *Flows) Visit(ctx context.Context, r Request, token string) (*Visit, error) {
	row, err := f.db.ReadVisit(ctx, r.Scope, factor.HashToken(token))
	if err != nil {
		return nil, err
	}
	if !row.Found || row.Session.Ended(row.Person.Role, r.Now) || row.Session.Bearer != r.Bearer || !row.Person.Role.Home(r.Scope.Tenant()) {
		return nil, domain.Refuse(domain.Unauthenticated, domain.CodeSignedOut)
	}
	policy, err := f.Policy(ctx, r.Scope, row.Tenant.PolicyVersion)
	if err != nil {
		return nil, err
	}
	if r.Now.Sub(row.Session.SeenAt) >= touchEvery {
		if err := f.db.Touch(ctx, r.Scope, row.Session.ID, r.Now); err != nil {
			return nil, err
		}
	}
	v := &Visit{Tenant: row.Tenant, Policy: policy, Session: row.Session, Person: row.Person, KeysVersion: row.KeysVersion,
		TrustGiven: row.TrustGiven, RecoveryOpen: row.RecoveryOpen}
	v.ActsAs = row.Session.ActsAs(policy, row.Person.User, row.Person.Methods)
	return v, nil
}
