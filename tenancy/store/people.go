package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"twofold/domain"
	"twofold/tenancy/scoped"
)

// PeopleFilter narrows the people table. Zero fields don't narrow.
type PeopleFilter struct {
	Query    string // part of a name or address
	TwoStep  string // on, not_set_up, locked
	Role     domain.Role
	State    domain.UserState
	Method   domain.Method
	SignedIn string // never, 30, 90: no sign-in in so many days
	FewCodes bool   // three recovery codes or fewer, of those who have two-step on
	Sort     PeopleOrder
	AfterKey string // cursor: the key and id of the last row seen
	AfterID  string
	Limit    int
	Now      time.Time
}

// Narrows reports whether the filter leaves anybody out, whatever its cursor.
func (f PeopleFilter) Narrows() bool {
	f.Sort, f.AfterKey, f.AfterID, f.Limit, f.Now = "", "", "", 0, time.Time{}
	return f != PeopleFilter{}
}

// ListedPerson is a row of the people table with its place for the cursor.
type ListedPerson struct {
	Person
	Key string
}

// People reads a page of the people table in the filter's order.
func (tx *Tx) People(ctx context.Context, f PeopleFilter) ([]ListedPerson, error) {
	var rows []user
	q := tx.peopleWhere(tx.tx.Select(&rows), f)
	if err := f.Sort.apply(q, f.AfterKey, f.AfterID); err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	if err := q.Limit(int64(f.Limit)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	out := make([]ListedPerson, len(rows))
	for i := range rows {
		out[i] = ListedPerson{Person: rows[i].person(), Key: f.Sort.key(&rows[i])}
	}
	return out, nil
}

// CountPeople counts the rows the filter leaves, whatever its cursor.
func (tx *Tx) CountPeople(ctx context.Context, f PeopleFilter) (int64, error) {
	n, err := tx.peopleWhere(tx.tx.Select((*user)(nil)), f).Count(ctx)
	return n, wrap("count people", err)
}

func (tx *Tx) peopleWhere(q *scoped.Select, f PeopleFilter) *scoped.Select {
	if s := strings.ToLower(strings.TrimSpace(f.Query)); s != "" {
		q.Where(`search LIKE ? ESCAPE '!'`, "%"+likeText(s)+"%")
	}
	switch f.TwoStep {
	case "on":
		q.Where("two_step = ?", domain.TwoStepOn)
	case "not_set_up":
		q.Where("two_step <> ?", domain.TwoStepOn)
	case "locked":
		q.Where("lock_until > ?", At(f.Now))
	}
	if f.Role != "" {
		q.Where("role = ?", f.Role)
	}
	if f.State != "" {
		q.Where("state = ?", f.State)
	}
	if f.Method != "" {
		q.Where("' ' || methods || ' ' LIKE ?", "% "+string(f.Method)+" %")
	}
	switch f.SignedIn {
	case "never":
		q.Where("last_sign_in_at = 0")
	case "30", "90":
		days := map[string]int{"30": 30, "90": 90}[f.SignedIn]
		q.Where("last_sign_in_at < ?", At(f.Now.AddDate(0, 0, -days)))
	}
	if f.FewCodes {
		q.Where("two_step = ?", domain.TwoStepOn).
			Where(`(SELECT count(*) FROM recovery_codes AS r WHERE r.tenant_id = ?TableAlias.tenant_id AND r.user_id = ?TableAlias.id AND r.used_at = 0) <= 3`)
	}
	return q
}

func likeText(s string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s)
}

// Ready says whom "required" lets in without a set-up: who has two-step on
// with one of Methods, and who never had it and whose profile's number is of
// one of Countries (M6); none of these for no countries.
type Ready struct {
	Methods   []domain.Method
	Countries []string
}

// Affected counts the people whom "required" would send to set-up now: active
// or invited, and not ready.
func (tx *Tx) Affected(ctx context.Context, r Ready) (int64, error) {
	n, err := affected(tx.tx.Select((*user)(nil)), r).Count(ctx)
	return n, wrap("count affected people", err)
}

// AffectedMembers counts those of them who have joined.
func (tx *Tx) AffectedMembers(ctx context.Context, r Ready) (int64, error) {
	q := affected(tx.tx.Select((*user)(nil)), r).Where("state = ?", domain.UserActive)
	n, err := q.Count(ctx)
	return n, wrap("count affected members", err)
}

// AffectedPeople reads those people by id, after the cursor.
func (tx *Tx) AffectedPeople(ctx context.Context, r Ready, afterID string, limit int) ([]Person, error) {
	var rows []user
	q := affected(tx.tx.Select(&rows), r).Where("id > ?", afterID)
	if err := q.Order("id").Limit(int64(limit)).Scan(ctx); err != nil {
		return nil, fmt.Errorf("list affected people: %w", err)
	}
	out := make([]Person, len(rows))
	for i := range rows {
		out[i] = rows[i].person()
	}
	return out, nil
}

func affected(q *scoped.Select, r Ready) *scoped.Select {
	is, args := r.where()
	return q.Where("state <> ?", domain.UserSuspended).Where("NOT ("+is+")", args...)
}

// where is the condition of those whom r lets in.
func (r Ready) where() (string, []any) {
	var ways []string
	var args []any
	if len(r.Countries) > 0 {
		ways, args = append(ways, "("+byNumber+")"), byNumberArgs(r.Countries)
	}
	for _, m := range r.Methods {
		ways = append(ways, "two_step = ? AND ' ' || methods || ' ' LIKE ?")
		args = append(args, domain.TwoStepOn, "% "+string(m)+" %")
	}
	if len(ways) == 0 {
		return "FALSE", nil
	}
	return strings.Join(ways, " OR "), args
}

// Stranded are people whom one policy lets in without a set-up and another
// would not: their number, and the first of them by id.
type Stranded struct {
	Count int64
	First []Person
}

// Stranded reads whom after no longer lets in, of those whom before does,
// owners first.
func (tx *Tx) Stranded(ctx context.Context, before, after Ready, limit int) (Stranded, error) {
	var out Stranded
	was, args := before.where()
	n, err := affected(tx.tx.Select((*user)(nil)), after).Where(was, args...).Count(ctx)
	if err != nil || n == 0 {
		return out, wrap("count stranded people", err)
	}
	var rows []user
	if err := affected(tx.tx.Select(&rows), after).Where(was, args...).Order("CASE WHEN role = 'owner' THEN 0 ELSE 1 END", "id").Limit(int64(limit)).Scan(ctx); err != nil {
		return out, wrap("read stranded people", err)
	}
	for i := range rows {
		out.First = append(out.First, rows[i].person())
	}
	out.Count = n
	return out, nil
}
