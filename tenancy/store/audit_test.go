package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/domain"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

var w1 = world{"north"}

// record writes the events that the filters are tried on, two tenants of them.
func record(t *testing.T, db *store.DB) {
	t.Helper()
	event := func(id string, at time.Time, kind domain.EventKind, right bool, actor, subject string) domain.Event {
		return domain.Event{ID: id, At: at, Kind: kind, OK: right, ActorID: "usr_" + strings.ToLower(actor), ActorName: actor, SubjectID: "usr_" + strings.ToLower(subject), Subject: subject,
			IP: "192.0.2." + id, RequestID: "req_" + id, Detail: map[string]string{"id": id}}
	}
	w1.build(t, db)
	world{"south"}.build(t, db)
	in(t, db, w1.scope(), func(tx *store.Tx) error {
		return tx.Record(ctx,
			event("1", later, domain.EventSignedIn, true, "Ida", "Ida"),
			event("2", later, domain.EventSignInFailed, false, "", "Özgür"),
			event("3", later, domain.EventTwoStepReset, true, "Ida", "Özgür"),
			event("4", later.Add(time.Hour), domain.EventSignedIn, true, "100%", "a_b!"),
			event("5", later.Add(2*time.Hour), domain.EventSignedIn, true, "Özgür", "Özgür"),
		)
	})
}

func events(t *testing.T, db *store.DB, f store.EventFilter) (list []domain.Event) {
	t.Helper()
	must(t, db.View(ctx, w1.scope(), func(tx *store.Tx) (err error) { list, err = tx.Events(ctx, f); return err }))
	return list
}

func TestEventFilters(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		record(t, db)
		for name, row := range map[string]struct {
			f    store.EventFilter
			want string
		}{
			"newest first":          {store.EventFilter{}, "54321"},
			"to, which is excluded": {store.EventFilter{To: later.Add(time.Hour)}, "321"},
			"from, included":        {store.EventFilter{From: later.Add(time.Hour)}, "54"},
			"kinds":                 {store.EventFilter{Kinds: []domain.EventKind{domain.EventSignInFailed, domain.EventTwoStepReset}}, "32"},
			"actor or subject":      {store.EventFilter{UserID: "usr_ida"}, "31"},
			"subject":               {store.EventFilter{SubjectID: "usr_ida"}, "1"},
			"right":                 {store.EventFilter{Result: "ok"}, "5431"},
			"failed":                {store.EventFilter{Result: "failed"}, "2"},
			"address":               {store.EventFilter{IP: "192.0.2.3"}, "3"},
			"request":               {store.EventFilter{RequestID: "req_4"}, "4"},
			"name":                  {store.EventFilter{Query: "IDA"}, "31"},
			"name with an umlaut":   {store.EventFilter{Query: "özgÜr"}, "532"},
			"percent sign":          {store.EventFilter{Query: "%"}, "4"},
			"underscore":            {store.EventFilter{Query: "_"}, "4"},
			"exclamation mark":      {store.EventFilter{Query: "b!"}, "4"},
			"across two names":      {store.EventFilter{Query: "ida ida"}, ""},
			"together":              {store.EventFilter{Query: "ida", SubjectID: "usr_özgür", Result: "ok"}, "3"},
			"a page":                {store.EventFilter{Limit: 2}, "54"},
		} {
			if row.f.From.IsZero() {
				row.f.From = later
			}
			if row.f.Limit == 0 {
				row.f.Limit = 10
			}
			got := ""
			for _, e := range events(t, db, row.f) {
				got += e.ID
			}
			if got != row.want {
				t.Errorf("%s: %q, want %q", name, got, row.want)
			}
		}
	})
}

// TestEventsByPages reads pages whose cursor falls between events of one
// millisecond, while new ones arrive.
func TestEventsByPages(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		record(t, db)
		for size := 1; size <= 5; size++ {
			f, got := store.EventFilter{From: later, To: later.AddDate(0, 0, 1), Limit: size}, ""
			for {
				page := events(t, db, f)
				if len(page) == 0 {
					break
				}
				for _, e := range page {
					got += e.ID
				}
				f.BeforeAt, f.BeforeID = page[len(page)-1].At, page[len(page)-1].ID
				in(t, db, w1.scope(), func(tx *store.Tx) error {
					e := w1.event(fmt.Sprint("new", size, len(got)))
					e.At = later.AddDate(0, 0, 1)
					return tx.Record(ctx, e)
				})
			}
			if got != "54321" {
				t.Errorf("pages of %d hold %q", size, got)
			}
		}
	})
}

func TestEventsComeBackWhole(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db := open(t, c)
		w1.build(t, db)
		want := w1.event("whole")
		want.Detail = map[string]string{"quote": `"><h2>`, "joiner": "👩\u200d🔬", "backslash": `\`, "": "true"}
		want.At = start.Add(123 * time.Millisecond)
		bare := domain.Event{ID: "bare", At: start, Kind: domain.EventRefused}
		in(t, db, w1.scope(), func(tx *store.Tx) error {
			must(t, tx.Record(ctx))
			return tx.Record(ctx, want, bare)
		})
		list := events(t, db, store.EventFilter{RequestID: want.RequestID, Limit: 10})
		i := slices.IndexFunc(list, func(e domain.Event) bool { return e.ID == want.ID })
		if i < 0 || fmt.Sprint(list[i]) != fmt.Sprint(want) {
			t.Errorf("%v came back as %v", want, list)
		}
		if got := events(t, db, store.EventFilter{Kinds: []domain.EventKind{domain.EventRefused}, Limit: 10}); len(got) != 1 || got[0].OK || len(got[0].Detail) != 0 {
			t.Errorf("%v came back as %v", bare, got)
		}
	})
}
