package rest_test

import (
	"testing"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/policies"
	"twofold/tenancy"
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
		customer, staff := h.org(p), h.staff()
		for _, role := range policies.Roles() {
			o := customer
			if role.Platform() {
				o = staff
			}
			for _, e := range wire.Endpoints() {
				if role == domain.RolePending || e.Root == wire.ServiceRoot {
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

// ASVS V8.4.1: a session of the staff is none in any other organization, nor
// the other way round, whatever its role may do at home.
func TestStaffSessionsEndAtTheirDoor(t *testing.T) {
	inHouses(t, func(h *house) {
		p := domain.DefaultPolicy()
		p.Mode = domain.ModeOptional
		customer, staff := h.org(p), h.staff()
		for _, role := range append([]domain.Role{domain.RoleOwner}, domain.StaffRoles...) {
			from, to := customer, staff
			if role.Platform() {
				from, to = staff, customer
			}
			token := from.session(role)
			for _, e := range wire.Endpoints() {
				if e.Root == wire.ServiceRoot || e.Permission == "public" || e.Permission == "limits.read" {
					continue
				}
				c := h.client(to.ShortName)
				c.token = token
				if a := c.call(e, nil, "usr_none", "x"); a.Code != 401 || a.problem.Code != domain.CodeSignedOut {
					t.Errorf("%s on another's %s: %d %s", role, e.ID, a.Code, a.Body)
				}
			}
		}
	})
}

// staff is the company's own organization.
func (h *house) staff() *org {
	h.Helper()
	t := domain.Tenant{ID: domain.StaffTenant, Name: "Staff", ShortName: domain.StaffShort, State: domain.TenantActive, CreatedAt: h.Now()}
	o := &org{house: h, Tenant: t, scope: tenancy.Of(t.ID)}
	h.must(h.db.In(ctx, o.scope, func(tx *store.Tx) error { return tx.CreateTenant(ctx, t, domain.StaffPolicy()) }))
	return o
}

// secure gives somebody an app, without which the staff gets nowhere.
func (o *org) secure(p store.Person) {
	o.Helper()
	o.must(o.db.In(ctx, o.scope, func(tx *store.Tx) error {
		if err := tx.AddFactor(ctx, store.Factor{ID: o.next("fac"), UserID: p.ID, Method: domain.MethodApp, Name: "Phone", App: "Authy", Secret: []byte("sealed"), CreatedAt: o.Now()}); err != nil {
			return err
		}
		_, err := tx.ChangeUser(ctx, p.ID, 1, store.UserChange{TwoStep: domain.TwoStepOn, At: o.Now()})
		return err
	}))
}

// session opens a bearer session of a new person, without a sign-in.
func (o *org) session(role domain.Role) (bearer string) {
	o.Helper()
	p, now := o.person(role, "Ida"), o.Now()
	token := o.next("token")
	if role.Platform() {
		o.secure(p)
	}
	o.must(o.db.In(ctx, o.scope, func(tx *store.Tx) error {
		return tx.OpenSession(ctx, store.NewSession{Session: domain.Session{ID: o.next("ses"), UserID: p.ID, SecurityVersion: 1, AMR: []string{"pwd"}, ACR: domain.AssuranceOne,
			AuthAt: now, StepUpAt: now, StartedAt: now, SeenAt: now, Bearer: true}, TokenHash: factor.HashToken(token), BrowserHash: []byte{}})
	}))
	return "tfs_" + token
}
