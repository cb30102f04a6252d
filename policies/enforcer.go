package policies

import (
	_ "embed"
	"fmt"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"

	"twofold/domain"
)

var (
	//go:embed model.conf
	modelText string
	//go:embed policy.csv
	policyText string
)

// Enforcer answers from a table that Casbin filled once: the policy is part of
// the binary and can't change while it runs. It is safe for concurrent use.
type Enforcer struct {
	allowed map[question]bool
	granted map[domain.Role][]string
}

type question struct {
	role       domain.Role
	permission Permission
}

// Open reads the embedded policy and asks Casbin every role × permission. It
// fails if the policy is broken or incomplete; a service must not start then.
func Open() (*Enforcer, error) { return open(modelText, policyText) }

func open(modelText, policyText string) (*Enforcer, error) {
	rules, err := parse(policyText)
	if err != nil {
		return nil, fmt.Errorf("read policy: %w", err)
	}
	decide, err := load(modelText, rules)
	if err != nil {
		return nil, err
	}
	e := &Enforcer{allowed: make(map[question]bool, len(roles)*len(permissions)), granted: map[domain.Role][]string{}}
	for _, r := range roles {
		for _, p := range permissions {
			yes, err := decide.Enforce(string(r), string(p))
			if err != nil {
				return nil, fmt.Errorf("ask policy %s × %s: %w", r, p, err)
			}
			e.allowed[question{r, p}] = yes
			if yes {
				e.granted[r] = append(e.granted[r], string(p))
			}
		}
	}
	if err := e.check(); err != nil {
		return nil, fmt.Errorf("check policy: %w", err)
	}
	return e, nil
}

func load(modelText string, rules rules) (*casbin.Enforcer, error) {
	m, err := model.NewModelFromString(modelText)
	if err != nil {
		return nil, fmt.Errorf("read model: %w", err)
	}
	c, err := casbin.NewEnforcer(m)
	if err != nil {
		return nil, fmt.Errorf("open enforcer: %w", err)
	}
	if _, err := c.AddPolicies(rules.grants); err != nil {
		return nil, fmt.Errorf("load grants: %w", err)
	}
	if _, err := c.AddGroupingPolicies(rules.inherits); err != nil {
		return nil, fmt.Errorf("load roles: %w", err)
	}
	return c, nil
}

// check holds the decisions, not the text, against what no policy may break:
// whoever the model and the rules come from, a request without a session gets
// nothing but what is public, an owner is not locked out of their organization
// nor an operator of the installation, and neither reaches into the other:
// the staff may what every user may, and has permissions of its own.
func (e *Enforcer) check() error {
	for _, p := range permissions {
		if e.May(Anonymous, p) && p != Public && p != LimitsRead {
			return fmt.Errorf("everybody may %s", p)
		}
		for _, r := range roles {
			users := e.May(domain.RoleUser, p)
			switch {
			case users && r.Known() && !e.May(r, p):
				return fmt.Errorf("every user but %s may %s", r, p)
			case e.May(r, p) && r.Platform() != p.Platform() && !(r.Platform() && users):
				return fmt.Errorf("%s may %s", r, p)
			}
		}
		top := domain.RoleOwner
		if p.Platform() {
			top = domain.RoleOperator
		}
		if !e.May(top, p) {
			return fmt.Errorf("the %s may not %s", top, p)
		}
	}
	return nil
}

// May reports whether role may do p. Both are compared exactly; a role or
// permission that isn't known may nothing, and a nil Enforcer allows nothing.
func (e *Enforcer) May(role domain.Role, p Permission) bool {
	return e != nil && e.allowed[question{role, p}]
}

// MayUnder is May in a tenant, whose policy can keep a permission from roles
// that have it elsewhere. The door and the jobs behind it both ask here.
func (e *Enforcer) MayUnder(policy domain.Policy, role domain.Role, permission string) bool {
	p := Permission(permission)
	return e.May(role, p) && !withheld(policy, role, p)
}

// withheld reports whether a tenant keeps p from role: resets can be the
// owners' alone.
func withheld(policy domain.Policy, role domain.Role, p Permission) bool {
	return p == PeopleReset && role != domain.RoleOwner && !policy.WaysBack.AdminsReset
}

// Granted lists what role may do under a tenant's policy.
func (e *Enforcer) Granted(policy domain.Policy, role domain.Role) []string {
	var out []string
	for _, p := range e.granted[role] {
		if !withheld(policy, role, Permission(p)) {
			out = append(out, p)
		}
	}
	return out
}

// Holders lists the roles that may do p under a tenant's policy, weakest
// first, for a refusal that says whom to ask.
func (e *Enforcer) Holders(policy domain.Policy, p Permission) []domain.Role {
	var out []domain.Role
	for _, r := range roles {
		if e.MayUnder(policy, r, string(p)) {
			out = append(out, r)
		}
	}
	return out
}
