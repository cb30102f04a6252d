package store

import (
	"context"

	"github.com/uptrace/bun"

	"twofold/domain"
	"twofold/tenancy/scoped"
)

// NumberFilter narrows the people whose number isn't ready. Zero fields don't
// narrow.
type NumberFilter struct {
	States  []domain.PhoneState
	AfterID string // cursor
	Limit   int
}

// unready are active people whom a code can't be texted to on trust: neither a
// verified number among their ways to verify nor one on the profile.
func unready(q *scoped.Select) *scoped.Select {
	return q.Where("state = ?", domain.UserActive).Where("phone_state <> ?", domain.PhoneVerified).Where("' ' || methods || ' ' NOT LIKE ?", "% "+string(domain.MethodText)+" %")
}

// UnreadyNumbers counts those people by what is wrong with their number.
func (tx *Tx) UnreadyNumbers(ctx context.Context) (map[domain.PhoneState]int64, error) {
	counts, err := unready(tx.tx.Select((*user)(nil))).Tally(ctx, "phone_state")
	out := map[domain.PhoneState]int64{}
	for _, c := range counts {
		out[domain.PhoneState(c.Values[0])] = c.Count
	}
	return out, wrap("count numbers", err)
}

// UnreadyPeople reads a page of those people by id.
func (tx *Tx) UnreadyPeople(ctx context.Context, f NumberFilter) ([]Person, error) {
	var rows []user
	q := unready(tx.tx.Select(&rows)).Where("id > ?", f.AfterID)
	if len(f.States) > 0 {
		q.Where("phone_state IN (?)", bun.List(f.States))
	}
	err := q.Order("id").Limit(int64(f.Limit)).Scan(ctx)
	out := make([]Person, len(rows))
	for i := range rows {
		out[i] = rows[i].person()
	}
	return out, wrap("list numbers", err)
}
