package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"twofold/domain"
	"twofold/tenancy/scoped"
)

type caseRow struct {
	bun.BaseModel `bun:"table:cases,alias:cases"`
	scoped.Row
	ID                    string `bun:"id,pk"`
	Number                string
	Kind                  domain.CaseKind
	UserID                string
	Caller, CalledBy      string
	OpenedBy, OpenedName  string
	State                 domain.CaseState
	GrantKind             domain.GrantKind
	Reason                string
	FirstBy, FirstName    string
	SecondBy, SecondName  string
	OpenedAt, DueAt       Stamp
	DecidedAt, WaitsUntil Stamp
	ClosedAt              Stamp
	ByForm                bool
	Why                   domain.RequestReason
	Message, Reach        string
	SecurityVersion       int64
	Known, ByMail         bool
}

type proofRow struct {
	bun.BaseModel `bun:"table:case_proofs,alias:case_proofs"`
	scoped.Row
	ID           string `bun:"id,pk"`
	CaseID       string
	Way          domain.CaseWay
	Result       domain.ProofResult
	Tries        int64
	ByID, ByName string
	NotedAt      Stamp
}

func (r *caseRow) domain() domain.Case {
	return domain.Case{Tenant: r.TenantID, ID: r.ID, Number: r.Number, Kind: r.Kind, UserID: r.UserID, Caller: r.Caller, CalledBy: r.CalledBy, OpenedBy: r.OpenedBy, Opener: r.OpenedName,
		State: r.State, Grant: r.GrantKind, Reason: r.Reason, FirstBy: r.FirstBy, First: r.FirstName, SecondBy: r.SecondBy, Second: r.SecondName,
		OpenedAt: r.OpenedAt.Time(), DueAt: r.DueAt.Time(), DecidedAt: r.DecidedAt.Time(), WaitsUntil: r.WaitsUntil.Time(), ClosedAt: r.ClosedAt.Time(),
		Form: domain.CaseForm{Sent: r.ByForm, Why: r.Why, Message: r.Message, Reach: r.Reach, SecurityVersion: r.SecurityVersion, Known: r.Known, ByMail: r.ByMail}}
}

// AddCase adds a case. A number that is taken, or a second open one that a
// person sent by the form, is a Duplicate error.
func (tx *Tx) AddCase(ctx context.Context, c domain.Case) error {
	return wrap("add case", tx.tx.Insert(ctx, &caseRow{ID: c.ID, Number: c.Number, Kind: c.Kind, UserID: c.UserID, Caller: c.Caller, CalledBy: c.CalledBy, OpenedBy: c.OpenedBy, OpenedName: c.Opener,
		State: c.State, OpenedAt: At(c.OpenedAt), DueAt: At(c.DueAt),
		ByForm: c.Form.Sent, Why: c.Form.Why, Message: c.Form.Message, Reach: c.Form.Reach, SecurityVersion: c.Form.SecurityVersion, Known: c.Form.Known, ByMail: c.Form.ByMail}))
}

// Case reads a case with its proofs.
func (tx *Tx) Case(ctx context.Context, id string) (domain.Case, error) {
	var row caseRow
	if err := tx.tx.Select(&row).Where("id = ?", id).Scan(ctx); err != nil {
		return domain.Case{}, wrap("read case", err)
	}
	out := row.domain()
	var err error
	out.Proofs, err = tx.proofs(ctx, id)
	return out, err
}

// CasesOf lists the cases about a person, newest first, without their proofs.
func (tx *Tx) CasesOf(ctx context.Context, userID string) ([]domain.Case, error) {
	var rows []caseRow
	err := tx.tx.Select(&rows).Where("user_id = ?", userID).Order("opened_at DESC", "id DESC").Limit(50).Scan(ctx)
	out := make([]domain.Case, len(rows))
	for i := range rows {
		out[i] = rows[i].domain()
	}
	return out, wrap("list cases", err)
}

// MoveCase writes how far a case has come, if it still is in the state from
// and decided by the first agent that it was read with, and reports whether it
// was: of agents who race, one moves it.
func (tx *Tx) MoveCase(ctx context.Context, from domain.CaseState, was string, c domain.Case) (bool, error) {
	n, err := tx.tx.Update((*caseRow)(nil)).Set("state = ?", c.State).Set("grant_kind = ?", c.Grant).Set("reason = ?", c.Reason).
		Set("first_by = ?", c.FirstBy).Set("first_name = ?", c.First).Set("second_by = ?", c.SecondBy).Set("second_name = ?", c.Second).
		Set("decided_at = ?", At(c.DecidedAt)).Set("waits_until = ?", At(c.WaitsUntil)).Set("closed_at = ?", At(c.ClosedAt)).
		Where("id = ?", c.ID).Where("state = ?", from).Where("first_by = ?", was).Exec(ctx)
	return n == 1, wrap("move case", err)
}

// StopCases stops what is unsettled about a person.
func (tx *Tx) StopCases(ctx context.Context, userID string, at time.Time) error {
	_, err := tx.tx.Update((*caseRow)(nil)).Set("state = ?", domain.CaseStopped).Set("closed_at = ?", At(at)).
		Where("user_id = ?", userID).Where("closed_at = 0").Exec(ctx)
	return wrap("stop cases", err)
}

func (tx *Tx) proofs(ctx context.Context, caseID string) ([]domain.CaseProof, error) {
	var rows []proofRow
	err := tx.tx.Select(&rows).Where("case_id = ?", caseID).Order("noted_at", "id").Scan(ctx)
	out := make([]domain.CaseProof, len(rows))
	for i, r := range rows {
		out[i] = domain.CaseProof{ID: r.ID, CaseID: r.CaseID, Way: r.Way, Result: r.Result, Tries: int(r.Tries), ByID: r.ByID, By: r.ByName, At: r.NotedAt.Time()}
	}
	return out, wrap("list proofs", err)
}

// AddProof adds a way that is tried in a case.
func (tx *Tx) AddProof(ctx context.Context, p domain.CaseProof) error {
	return wrap("add proof", tx.tx.Insert(ctx, &proofRow{ID: p.ID, CaseID: p.CaseID, Way: p.Way, Result: p.Result, ByID: p.ByID, ByName: p.By, NotedAt: At(p.At)}))
}

// SpendProofTry counts a try at a code that is read out, before it is
// compared, and reports false when most were spent or it is settled.
func (tx *Tx) SpendProofTry(ctx context.Context, id string, most int) (bool, error) {
	n, err := tx.tx.Update((*proofRow)(nil)).Set("tries = tries + 1").Where("id = ?", id).Where("tries < ?", most).Where("result = ?", domain.ProofOpen).Exec(ctx)
	return n == 1, wrap("spend proof try", err)
}

// SettleProof writes what came of an open proof, once.
func (tx *Tx) SettleProof(ctx context.Context, id string, r domain.ProofResult, byID, by string, at time.Time) (bool, error) {
	n, err := tx.tx.Update((*proofRow)(nil)).Set("result = ?", r).Set("by_id = ?", byID).Set("by_name = ?", by).Set("noted_at = ?", At(at)).
		Where("id = ?", id).Where("result = ?", domain.ProofOpen).Exec(ctx)
	return n == 1, wrap("settle proof", err)
}
