package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"twofold/domain"
	"twofold/tenancy/scoped"
)

type tenant struct {
	bun.BaseModel `bun:"table:tenants"`
	scoped.Row
	Name, ShortName, ShortKey string
	State                     domain.TenantState
	Contact                   string
	PolicyVersion             int64
	LockAttempts, LockMinutes int64
	ChecklistHiddenAt         Stamp
	Version                   int64
	CreatedAt                 Stamp
	Language                  string
}

func (t *tenant) domain() domain.Tenant {
	return domain.Tenant{ID: t.TenantID, Name: t.Name, ShortName: t.ShortName, State: t.State, Contact: t.Contact,
		PolicyVersion: t.PolicyVersion, CreatedAt: t.CreatedAt.Time(), Language: t.Language}
}

type policyVersion struct {
	bun.BaseModel `bun:"table:policy_versions"`
	scoped.Row
	Version                             int64 `bun:"version,pk"`
	Doc, Reason, CreatedBy, CreatedName string
	CreatedAt                           Stamp
}

// PolicyChange is one saved version of a tenant's policy.
type PolicyChange struct {
	Version int64
	Policy  domain.Policy
	Reason  string
	ByID    string
	ByName  string
	At      time.Time
}

// CreateTenant adds the tenant the transaction is scoped to, with the first
// version of its policy. A taken short name is a Duplicate error.
func (tx *Tx) CreateTenant(ctx context.Context, t domain.Tenant, p domain.Policy) error {
	row := &tenant{Name: t.Name, ShortName: t.ShortName, ShortKey: domain.ShortNameKey(t.ShortName), State: t.State, Contact: t.Contact,
		PolicyVersion: 1, LockAttempts: int64(p.LockAttempts), LockMinutes: int64(p.LockMinutes), Version: 1, CreatedAt: At(t.CreatedAt)}
	if err := tx.tx.Insert(ctx, row); err != nil {
		return fmt.Errorf("create tenant: %w", err)
	}
	return tx.addPolicy(ctx, PolicyChange{Version: 1, Policy: p, At: t.CreatedAt})
}

// Organization reads the tenant's own row.
func (tx *Tx) Organization(ctx context.Context) (domain.Tenant, error) {
	var row tenant
	if err := tx.tx.Select(&row).Scan(ctx); err != nil {
		return domain.Tenant{}, fmt.Errorf("read tenant: %w", err)
	}
	return row.domain(), nil
}

// ConfirmTenant turns an unconfirmed tenant active and reports whether it was
// unconfirmed.
func (tx *Tx) ConfirmTenant(ctx context.Context) (bool, error) {
	n, err := tx.tx.Update((*tenant)(nil)).Set("state = ?", domain.TenantActive).
		Where("state = ?", domain.TenantUnconfirmed).Exec(ctx)
	return n == 1, wrap("confirm tenant", err)
}

// expires frees an unconfirmed tenant's short name.
const expires = "state = 'expired', short_key = 'expired ' || tenant_id, short_name = 'expired ' || tenant_id"

// GiveUpTenant frees the short name of an unconfirmed tenant, as ExpireTenants
// does, and reports whether it was unconfirmed.
func (tx *Tx) GiveUpTenant(ctx context.Context) (bool, error) {
	n, err := tx.tx.Update((*tenant)(nil)).Set(expires).
		Where("state = ?", domain.TenantUnconfirmed).Exec(ctx)
	return n == 1, wrap("give up tenant", err)
}

// SetContact changes the name, the help contact shown to people and the
// language of messages to those who chose none.
func (tx *Tx) SetContact(ctx context.Context, name, contact, language string) error {
	_, err := tx.tx.Update((*tenant)(nil)).Set("name = ?", name).Set("contact = ?", contact).Set("language = ?", language).Set("version = version + 1").
		Where("TRUE").Exec(ctx)
	return wrap("change tenant", err)
}

// HideChecklist puts the set-up checklist away, or back with the zero time.
func (tx *Tx) HideChecklist(ctx context.Context, at time.Time) error {
	_, err := tx.tx.Update((*tenant)(nil)).Set("checklist_hidden_at = ?", At(at)).Where("TRUE").Exec(ctx)
	return wrap("hide checklist", err)
}

// ChecklistHidden reports whether the checklist was put away.
func (tx *Tx) ChecklistHidden(ctx context.Context) (bool, error) {
	var row tenant
	err := tx.tx.Select(&row).Column("checklist_hidden_at").Scan(ctx)
	return row.ChecklistHiddenAt != 0, wrap("read checklist", err)
}

// Policy reads one version of the policy; a version never changes, so it can
// be cached under its number.
func (tx *Tx) Policy(ctx context.Context, version int64) (PolicyChange, error) {
	var row policyVersion
	if err := tx.tx.Select(&row).Where("version = ?", version).Scan(ctx); err != nil {
		return PolicyChange{}, fmt.Errorf("read policy: %w", err)
	}
	return row.domain()
}

// CurrentPolicy reads the policy in force.
func (tx *Tx) CurrentPolicy(ctx context.Context) (PolicyChange, error) {
	t, err := tx.Organization(ctx)
	if err != nil {
		return PolicyChange{}, err
	}
	return tx.Policy(ctx, t.PolicyVersion)
}

// PolicyHistory reads the newest versions, newest first.
func (tx *Tx) PolicyHistory(ctx context.Context, limit int) ([]PolicyChange, error) {
	var rows []policyVersion
	if err := tx.tx.Select(&rows).Order("version DESC").Limit(int64(limit)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read policy history: %w", err)
	}
	out := make([]PolicyChange, 0, len(rows))
	for _, r := range rows {
		c, err := r.domain()
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// SavePolicy puts change in force if the version before it still is. It
// reports false, and writes nothing, when somebody saved meanwhile.
func (tx *Tx) SavePolicy(ctx context.Context, change PolicyChange) (bool, error) {
	if tx.Tenant() == domain.StaffTenant {
		return false, errFixed
	}
	n, err := tx.tx.Update((*tenant)(nil)).Set("policy_version = ?", change.Version).
		Set("lock_attempts = ?", change.Policy.LockAttempts).Set("lock_minutes = ?", change.Policy.LockMinutes).
		Where("policy_version = ?", change.Version-1).Exec(ctx)
	if err != nil || n == 0 {
		return false, wrap("save policy", err)
	}
	return true, tx.addPolicy(ctx, change)
}

func (tx *Tx) addPolicy(ctx context.Context, c PolicyChange) error {
	doc, err := json.Marshal(c.Policy)
	if err != nil {
		return fmt.Errorf("write policy: %w", err)
	}
	return wrap("save policy", tx.tx.Insert(ctx, &policyVersion{Version: c.Version, Doc: string(doc), Reason: c.Reason,
		CreatedBy: c.ByID, CreatedName: c.ByName, CreatedAt: At(c.At)}))
}

func (p *policyVersion) domain() (PolicyChange, error) {
	c := PolicyChange{Version: p.Version, Reason: p.Reason, ByID: p.CreatedBy, ByName: p.CreatedName, At: p.CreatedAt.Time()}
	// A version saved before a setting existed has its default.
	c.Policy = domain.DefaultPolicy()
	apps := c.Policy.Apps
	c.Policy.Apps = nil // decoding into them would leave an app what stood in its place
	if err := json.Unmarshal([]byte(p.Doc), &c.Policy); err != nil {
		return c, fmt.Errorf("read policy %d: %w", p.Version, err)
	}
	if c.Policy.Apps == nil {
		c.Policy.Apps = apps
	}
	if p.TenantID == domain.StaffTenant {
		c.Policy = domain.StaffPolicy() // whatever the row says
	}
	return c, nil
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}
