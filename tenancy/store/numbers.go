package store

import (
	"context"
	"time"

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

// byNumber are people who never had a second step and whose profile has a
// number that texts of these countries reach. Its arguments: byNumberArgs.
const byNumber = `two_step = ? AND methods = '' AND phone_state IN (?, ?) AND phone_country IN (?)`

func byNumberArgs(countries []string) []any {
	return []any{domain.TwoStepNever, domain.PhoneUnverified, domain.PhoneVerified, bun.List(countries)}
}

// ByNumber counts the people who are let in by a code to their profile's
// number in one of countries: active or invited ones.
func (tx *Tx) ByNumber(ctx context.Context, countries []string) (int64, error) {
	if len(countries) == 0 {
		return 0, nil
	}
	n, err := tx.tx.Select((*user)(nil)).Where("state <> ?", domain.UserSuspended).Where(byNumber, byNumberArgs(countries)...).Count(ctx)
	return n, wrap("count people by number", err)
}

// NumberHolders names the people whose profile has a number, by its keyed
// hash, at most so many.
func (tx *Tx) NumberHolders(ctx context.Context, key string, most int) ([]string, error) {
	var rows []user
	err := tx.tx.Select(&rows).Column("id").Where("phone_key = ?", key).Where("phone_key <> ''").Order("id").Limit(int64(most)).Scan(ctx)
	out := make([]string, len(rows))
	for i := range rows {
		out[i] = rows[i].ID
	}
	return out, wrap("read holders of a number", err)
}

// Proved is what a first right code to a profile's number rested on.
type Proved struct {
	Seen Seen
	Key  string // keyed hash of the number the code went to
	At   time.Time
}

// ProveNumber notes that the profile's number is its person's and turns their
// two-step verification on. It reports false, and changes nothing, where the
// number, the person or the policy isn't what it was, or the person has, or
// ever had, a second step: of codes that race, one counts.
func (tx *Tx) ProveNumber(ctx context.Context, p Proved) (bool, error) {
	n, err := tx.tx.Update((*user)(nil)).Set("phone_state = ?", domain.PhoneVerified).Set("two_step = ?", domain.TwoStepOn).Set("two_step_at = ?", At(p.At)).
		Set("lock_tries = 0").Set("lock_total = 0").Set("lock_until = 0").Set("last_sign_in_at = ?", At(p.At)).
		Where("id = ?", p.Seen.UserID).Where("security_version = ?", p.Seen.SecurityVersion).Where("state = ?", domain.UserActive).
		Where("two_step = ?", domain.TwoStepNever).Where("methods = ''").Where("phone_key = ?", p.Key).
		Where("EXISTS (SELECT 1 FROM tenants AS t WHERE t.tenant_id = ?TableAlias.tenant_id AND t.policy_version = ?)", p.Seen.PolicyVersion).Exec(ctx)
	return n == 1, wrap("prove number", err)
}
