package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"
)

// What follows belongs to the installation and to no tenant: token keys and
// facts. No tenant's rows are read here.

type signingKey struct {
	bun.BaseModel `bun:"table:signing_keys"`
	KID           string `bun:"kid,pk"`
	Sealed        []byte
	Public        string
	CreatedAt     Stamp
	ActiveFrom    Stamp
	RetireAt      Stamp
}

// SigningKey is a token key as stored; its private half is sealed.
type SigningKey struct {
	KID                             string
	Sealed                          []byte
	Public                          []byte
	CreatedAt, ActiveFrom, RetireAt time.Time
}

// fact is one thing the whole installation knows.
type fact struct {
	bun.BaseModel `bun:"table:facts"`
	Name          string `bun:"name,pk"`
	Value         string
	Version       int64
}

// SigningKeys reads all token keys and the version of their list, which rises
// with each change.
func (d *DB) SigningKeys(ctx context.Context) ([]SigningKey, int64, error) {
	var rows []signingKey
	var f fact
	err := d.db.Global(ctx, func(tx bun.Tx) error {
		rows = nil
		if err := tx.NewSelect().Model(&f).Where("name = 'signing_keys'").Scan(ctx); err != nil {
			return err
		}
		return tx.NewSelect().Model(&rows).Order("created_at", "kid").Scan(ctx)
	})
	out := make([]SigningKey, len(rows))
	for i, r := range rows {
		out[i] = SigningKey{KID: r.KID, Sealed: r.Sealed, Public: []byte(r.Public), CreatedAt: r.CreatedAt.Time(), ActiveFrom: r.ActiveFrom.Time(), RetireAt: r.RetireAt.Time()}
	}
	return out, f.Version, wrap("read signing keys", err)
}

// SaveSigningKeys adds and updates token keys if the list's version still is
// from; it reports whether it was.
func (d *DB) SaveSigningKeys(ctx context.Context, from int64, keys []SigningKey) (bool, error) {
	saved := false
	err := d.db.Global(ctx, func(tx bun.Tx) error {
		saved = false
		res, err := tx.NewUpdate().Model((*fact)(nil)).Set("version = version + 1").Where("name = 'signing_keys'").Where("version = ?", from).Exec(ctx)
		if err != nil {
			return err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return err
		}
		for _, k := range keys {
			row := &signingKey{KID: k.KID, Sealed: k.Sealed, Public: string(k.Public), CreatedAt: At(k.CreatedAt), ActiveFrom: At(k.ActiveFrom), RetireAt: At(k.RetireAt)}
			if _, err := tx.NewInsert().Model(row).On("CONFLICT (kid) DO UPDATE").Set("active_from = EXCLUDED.active_from").Set("retire_at = EXCLUDED.retire_at").Exec(ctx); err != nil {
				return err
			}
		}
		saved = true
		return nil
	})
	return saved, wrap("save signing keys", err)
}

// Fact reads one fact of the installation, empty when it was never set.
func (d *DB) Fact(ctx context.Context, name string) (string, error) {
	var f fact
	err := d.db.Global(ctx, func(tx bun.Tx) error { return tx.NewSelect().Model(&f).Where("name = ?", name).Scan(ctx) })
	if Missing(err) {
		return "", nil
	}
	return f.Value, wrap("read fact", err)
}

// SetFactOnce sets a fact that nobody set before and returns the one in
// force, which is another's when they were first.
func (d *DB) SetFactOnce(ctx context.Context, name, value string) (string, error) {
	err := d.db.Global(ctx, func(tx bun.Tx) error {
		_, err := tx.NewInsert().Model(&fact{Name: name, Value: value, Version: 1}).On("CONFLICT (name) DO NOTHING").Exec(ctx)
		return err
	})
	if err != nil {
		return "", wrap("set fact", err)
	}
	return d.Fact(ctx, name)
}

// ChangeFact sets a fact whose value still is from, empty for one that nobody
// set, and reports whether it was.
func (d *DB) ChangeFact(ctx context.Context, name, from, to string) (bool, error) {
	changed := false
	err := d.db.Global(ctx, func(tx bun.Tx) error {
		changed = false
		res, err := tx.NewInsert().Model(&fact{Name: name, Value: to, Version: 1}).On("CONFLICT (name) DO UPDATE").
			Set("value = EXCLUDED.value").Set("version = ?TableAlias.version + 1").Where("?TableAlias.value = ?", from).Exec(ctx)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		changed = n == 1
		return err
	})
	return changed, wrap("change fact", err)
}

// Standing is what the database says of itself.
type Standing struct {
	Postgres bool
	Version  string
	Now      time.Time     // by its own clock
	Took     time.Duration // of the question
	Applied  int           // migrations
}

// Standing asks the database for its version, clock and schema.
func (d *DB) Standing(ctx context.Context) (Standing, error) {
	out := Standing{Postgres: d.db.Postgres()}
	query := "SELECT sqlite_version(), CAST(unixepoch('now', 'subsec') * 1000 AS INTEGER), (SELECT count(DISTINCT name) FROM bun_migrations)"
	if out.Postgres {
		query = "SELECT current_setting('server_version'), CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT), (SELECT count(DISTINCT name) FROM bun_migrations)"
	}
	var now Stamp
	err := d.db.Global(ctx, func(tx bun.Tx) error {
		began := time.Now()
		err := tx.NewRaw(query).Scan(ctx, &out.Version, &now, &out.Applied)
		out.Took = time.Since(began)
		return err
	})
	out.Now = now.Time()
	return out, wrap("ask the database", err)
}
