package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"twofold/domain"
	"twofold/tenancy/scoped"
)

type inspectionRow struct {
	bun.BaseModel `bun:"table:inspections,alias:inspections"`
	scoped.Row
	ID                 string `bun:"id,pk"`
	AgentID, AgentName string
	SecurityVersion    int64
	Reason             string
	OpenedAt, EndsAt   Stamp
	ClosedAt           Stamp
}

func (r *inspectionRow) domain() domain.Inspection {
	return domain.Inspection{Tenant: r.TenantID, ID: r.ID, AgentID: r.AgentID, Agent: r.AgentName, SecurityVersion: r.SecurityVersion, Reason: r.Reason,
		OpenedAt: r.OpenedAt.Time(), EndsAt: r.EndsAt.Time()}
}

// AddInspection adds an inspection that is open from now on.
func (tx *Tx) AddInspection(ctx context.Context, i domain.Inspection) error {
	return wrap("add inspection", tx.tx.Insert(ctx, &inspectionRow{ID: i.ID, AgentID: i.AgentID, AgentName: i.Agent, SecurityVersion: i.SecurityVersion, Reason: i.Reason,
		OpenedAt: At(i.OpenedAt), EndsAt: At(i.EndsAt)}))
}

// Inspection is the tenant's inspection by an agent that is open at a time;
// Missing where there is none: closed, over, another agent's, or opened before
// the agent's own account changed.
func (tx *Tx) Inspection(ctx context.Context, agentID string, securityVersion int64, at time.Time) (domain.Inspection, error) {
	var row inspectionRow
	err := tx.tx.Select(&row).Where("agent_id = ?", agentID).Where("security_version = ?", securityVersion).
		Where("closed_at = 0").Where("ends_at > ?", At(at)).Order("opened_at DESC", "id DESC").Limit(1).Scan(ctx)
	return row.domain(), wrap("read inspection", err)
}

// CloseInspection ends an open inspection of an agent once, and reports
// whether it was open.
func (tx *Tx) CloseInspection(ctx context.Context, id, agentID string, at time.Time) (bool, error) {
	n, err := tx.tx.Update((*inspectionRow)(nil)).Set("closed_at = ?", At(at)).
		Where("id = ?", id).Where("agent_id = ?", agentID).Where("closed_at = 0").Where("ends_at > ?", At(at)).Exec(ctx)
	return n == 1, wrap("close inspection", err)
}
