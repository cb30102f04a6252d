package rest_test

import (
	"testing"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/policies"
	"twofold/tenancy/store"
)

// ASVS V8.2.1, V8.3.1: every role on every route, through the real router.
// Where the policy says no, the answer is a refusal for the role and nothing
// else was looked at; where it says yes, it is never that refusal.
func TestEveryRoleOnEveryRoute(t *testing.T) {
	inHouses(t, func(h *house) {
		may, err := policies.Open()
		h.must(err)
		p := domain.DefaultPolicy()
		p.Mode = domain.ModeOptional
		o := h.org(p)
		for _, role := range policies.Roles() {
			for _, e := range wire.Endpoints() {
				// Nobody of the staff is in a customer's tenant.
				if role == domain.RolePending || role.Platform() || e.Root == wire.ServiceRoot {
					continue
				}
				c := h.client(o.ShortName)
				if role != policies.Anonymous {
					c.token = o.session(role)
				}
				a := c.call(e, nil, "usr_none", "x")
				refused := a.Code == 401 && a.problem.Code == domain.CodeSignedOut || a.Code == 403 && a.problem.Code == domain.CodeForbidden
				if allowed := may.May(role, policies.Permission(e.Permission)); refused == allowed {
					t.Errorf("%s on %s: %d %s", role, e.ID, a.Code, a.Body)
				}
			}
		}
	})
}

// session opens a bearer session of a new person, without a sign-in.
func (o *org) session(role domain.Role) (bearer string) {
	o.Helper()
	p, now := o.person(role, "Ida"), o.Now()
	token := o.next("token")
	o.must(o.db.In(ctx, o.scope, func(tx *store.Tx) error {
		return tx.OpenSession(ctx, store.NewSession{Session: domain.Session{ID: o.next("ses"), UserID: p.ID, SecurityVersion: 1, AMR: []string{"pwd"}, ACR: domain.AssuranceOne,
			AuthAt: now, StepUpAt: now, StartedAt: now, SeenAt: now, Bearer: true}, TokenHash: factor.HashToken(token), BrowserHash: []byte{}})
	}))
	return "tfs_" + token
}
