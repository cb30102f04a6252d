package command

import (
	"context"
	"crypto/rand"
	"log/slog"
	"time"

	"twofold/api/flow"
	"twofold/api/token"
	"twofold/domain/factor"
	"twofold/policies"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
)

// core is the service without its edges: what commands beside the server need.
type core struct {
	db     *scoped.DB
	store  *store.DB
	keys   *factor.Keys
	hasher *factor.Hasher
	may    *policies.Enforcer
	flows  *flow.Flows
	ring   *token.Ring
}

// openCore opens the database and the data key, in this order: whether a key
// may be made depends on what the database knows.
func openCore(ctx context.Context, c *Config, clock func() time.Time, log *slog.Logger) (*core, error) {
	db, err := openDatabase(ctx, c)
	if err != nil {
		return nil, err
	}
	o := &core{db: db, store: store.New(db)}
	if err := o.fill(ctx, c, clock, log); err != nil {
		db.Close()
		return nil, err
	}
	return o, nil
}

func (o *core) fill(ctx context.Context, c *Config, clock func() time.Time, log *slog.Logger) (err error) {
	if o.keys, err = openKeys(ctx, c, o.store, log); err != nil {
		return err
	}
	if o.hasher, err = factor.NewHasher(o.keys, rand.Reader, factor.HasherOptions{Slots: c.HashSlots, Queue: c.HashQueue}); err != nil {
		return err
	}
	if o.may, err = policies.Open(); err != nil {
		return err
	}
	o.flows = flow.New(o.store, o.keys, o.hasher, clock, flow.Config{PublicURL: c.PublicURL, OpenSignUp: c.OpenSignUp, Operator: c.SupportContact, Texts: c.textRules(), May: o.may.MayUnder, Installed: c.installed(), Log: log})
	o.ring = newRing(o.store, o.keys)
	return o.ring.Ready(ctx, o.flows.Now())
}

// newRing seals private halves of signing keys with the data key, each for its
// own id.
func newRing(db *store.DB, keys *factor.Keys) *token.Ring {
	place := func(kid string) factor.Binding { return factor.Bind("signing key", kid) }
	return token.NewRing(db,
		func(kid string, der []byte) ([]byte, error) { return keys.Seal(der, place(kid)) },
		func(kid string, sealed []byte) ([]byte, error) { return keys.Open(sealed, place(kid)) })
}
