package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"twofold/domain"
	"twofold/tenancy/scoped"
)

type guardRow struct {
	bun.BaseModel `bun:"table:resets"`
	scoped.Row
	ID                        string `bun:"id,pk"`
	UserID                    string
	SecurityVersion           int64
	Role                      domain.Role
	AskedBy, AskedName        string
	AskedVersion              int64
	Checked                   domain.ResetCheck
	Reason                    string
	Next                      domain.ResetNext
	State                     domain.GuardState
	RequestID                 string
	ApprovedBy, ApprovedName  string
	CreatedAt, DueAt, EndedAt Stamp
	CodeAt                    Stamp
}

// GuardedReset is a reset that takes another administrator's approval, or a
// while, before it happens.
type GuardedReset struct {
	ID              string
	UserID          string // whom it is about
	SecurityVersion int64  // of the person when it was asked for
	Role            domain.Role
	AskedBy         string
	AskedName       string
	AskedVersion    int64 // the asker's security version by then
	Asked           domain.ResetAsked
	State           domain.GuardState
	RequestID       string // of the request for approval, empty where none was needed
	ApprovedBy      string
	ApprovedName    string
	CreatedAt       time.Time
	DueAt           time.Time // when a question for approval ends, or the reset happens
	EndedAt         time.Time
	CodeAt          time.Time // when the asker fetched the access code
}

func (g *guardRow) domain() GuardedReset {
	return GuardedReset{ID: g.ID, UserID: g.UserID, SecurityVersion: g.SecurityVersion, Role: g.Role, AskedBy: g.AskedBy, AskedName: g.AskedName, AskedVersion: g.AskedVersion,
		Asked: domain.ResetAsked{Check: g.Checked, Reason: g.Reason, Next: g.Next}, State: g.State, RequestID: g.RequestID, ApprovedBy: g.ApprovedBy, ApprovedName: g.ApprovedName,
		CreatedAt: g.CreatedAt.Time(), DueAt: g.DueAt.Time(), EndedAt: g.EndedAt.Time(), CodeAt: g.CodeAt.Time()}
}

// AddGuarded keeps a reset that is asked for. A second one of a person that is
// alive is a Duplicate error.
func (tx *Tx) AddGuarded(ctx context.Context, g GuardedReset) error {
	return wrap("add guarded reset", tx.tx.Insert(ctx, &guardRow{ID: g.ID, UserID: g.UserID, SecurityVersion: g.SecurityVersion, Role: g.Role, AskedBy: g.AskedBy, AskedName: g.AskedName,
		AskedVersion: g.AskedVersion, Checked: g.Asked.Check, Reason: g.Asked.Reason, Next: g.Asked.Next, State: g.State, RequestID: g.RequestID, CreatedAt: At(g.CreatedAt), DueAt: At(g.DueAt)}))
}

// Guarded reads one; Missing without it.
func (tx *Tx) Guarded(ctx context.Context, id string) (GuardedReset, error) {
	var row guardRow
	err := tx.tx.Select(&row).Where("id = ?", id).Scan(ctx)
	return row.domain(), wrap("read guarded reset", err)
}

// LatestGuarded reads the newest of a person, in whatever state it is; Missing
// without one. The one that is alive is always the newest.
func (tx *Tx) LatestGuarded(ctx context.Context, userID string) (GuardedReset, error) {
	var row guardRow
	err := tx.tx.Select(&row).Where("user_id = ?", userID).Order("created_at DESC", "id DESC").Limit(1).Scan(ctx)
	return row.domain(), wrap("read latest guarded reset", err)
}

// ApproveGuarded notes who approved, and when the reset happens then; it
// reports whether it still waited for that.
func (tx *Tx) ApproveGuarded(ctx context.Context, id, by, name string, due time.Time) (bool, error) {
	n, err := tx.tx.Update((*guardRow)(nil)).Set("state = ?", domain.GuardWaiting).Set("approved_by = ?", by).Set("approved_name = ?", name).Set("due_at = ?", At(due)).
		Where("id = ?", id).Where("state = ?", domain.GuardApproval).Exec(ctx)
	return n == 1, wrap("approve guarded reset", err)
}

// EndGuarded ends one in a state and reports whether this caller was the one.
func (tx *Tx) EndGuarded(ctx context.Context, id string, from, to domain.GuardState, at time.Time) (bool, error) {
	n, err := tx.tx.Update((*guardRow)(nil)).Set("state = ?", to).Set("ended_at = ?", At(at)).Where("id = ?", id).Where("state = ?", from).Exec(ctx)
	return n == 1, wrap("end guarded reset", err)
}

// FetchGuardedCode notes that the asker fetched the access code, which happens
// once, and reports whether this was the time.
func (tx *Tx) FetchGuardedCode(ctx context.Context, id, by string, at time.Time) (bool, error) {
	n, err := tx.tx.Update((*guardRow)(nil)).Set("code_at = ?", At(at)).Where("id = ?", id).Where("asked_by = ?", by).
		Where("state = ?", domain.GuardDone).Where("code_at = 0").Exec(ctx)
	return n == 1, wrap("fetch guarded code", err)
}
