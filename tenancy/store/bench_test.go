package store_test

import (
	"testing"

	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// onBoth measures fn on each database, by many goroutines at once as a service
// does.
func onBoth(b *testing.B, fn func(db *store.DB, w world) error) {
	for name, config := range map[string]func(testing.TB) scoped.Config{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			db := store.New(storetest.Open(b, config(b)))
			w := world{"north"}.build(b, db)
			b.SetParallelism(8)
			b.ReportAllocs()
			b.ResetTimer()
			b.RunParallel(func(p *testing.PB) {
				for p.Next() {
					must(b, fn(db, w))
				}
			})
		})
	}
}

// BenchmarkReadVisit is what every authenticated request costs.
func BenchmarkReadVisit(b *testing.B) {
	onBoth(b, func(db *store.DB, w world) error {
		v, err := db.ReadVisit(ctx, w.scope(), w.bytes("ses"))
		return saved(v.Found, err)
	})
}

// BenchmarkSpendPasswordTry is what a try at a password costs before it is
// compared, a durable commit included. All are of one person.
func BenchmarkSpendPasswordTry(b *testing.B) {
	onBoth(b, func(db *store.DB, w world) error {
		_, err := db.SpendPasswordTry(ctx, w.scope(), w.try())
		return err
	})
}

// BenchmarkSpendCodeTry is the same for a code.
func BenchmarkSpendCodeTry(b *testing.B) {
	onBoth(b, func(db *store.DB, w world) error {
		_, err := db.SpendCodeTry(ctx, w.scope(), w.bytes("half"), start)
		return err
	})
}
