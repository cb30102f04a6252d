package store_test

import (
	"fmt"
	"reflect"
	"sort"
	"strings"
	"testing"

	"twofold/tenancy"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// outcome is what a method may do when one tenant calls it with another's ids.
type outcome int

const (
	nothing outcome = iota // it answers with nothing: zero, none, Missing
	refused                // the database refuses the row
	own                    // it takes no ids, or makes rows of its own: it keeps to the caller's tenant
)

// call is one call of a method in the tenant `in`, on rows of the world w.
type call struct {
	*store.Tx
	db *store.DB
	in tenancy.Scope
	w  world
}

// atNewPlace opens a session at a new place beside the rows first.
func atNewPlace(do func(c call, id string) (any, error)) func(c call) (any, error) {
	return func(c call) (any, error) {
		s := c.w.session("far")
		s.NewPlace = true
		if c.in == c.w.scope() {
			if err := c.OpenSession(ctx, s); err != nil {
				return nil, err
			}
		}
		return do(c, s.ID)
	}
}

// probe calls one method.
type probe struct {
	want outcome
	do   func(c call) (any, error)
	// idle says why the method has no effect in the rows' own tenant either,
	// where that's so. Without it, an effect there has to be seen.
	idle string
}

func (p probe) run(db *store.DB, s tenancy.Scope, w world, inTx bool) (got any, err error) {
	c := call{db: db, in: s, w: w}
	if !inTx {
		return p.do(c)
	}
	err = db.In(ctx, s, func(tx *store.Tx) error {
		c.Tx = tx
		var err error
		got, err = p.do(c)
		return err
	})
	return got, err
}

// TestOtherTenant calls every method of the store in one tenant with the ids,
// tokens and keys of another, and then in that other one, so that no case
// passes because its arguments are of nobody.
func TestOtherTenant(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		db, l := open(t, c), lookAt(t, c)
		for i, set := range []map[string]probe{txProbes, dbProbes} {
			for _, name := range names(set) {
				t.Run(name, func(t *testing.T) { otherTenant(t, db, l, set[name], strings.ToLower(name), i == 0) })
			}
		}
	})
}

func otherTenant(t *testing.T, db *store.DB, l look, p probe, name string, inTx bool) {
	north, south := world{"north" + name}.build(t, db), world{"south" + name}.build(t, db)
	before := l.rows(t, north.scope())
	got, err := p.run(db, south.scope(), north, inTx)
	if after := l.rows(t, north.scope()); after != before {
		t.Fatalf("changed the other tenant's rows from\n%s\nto\n%s", before, after)
	}
	if strings.Contains(text(got), north.name) {
		t.Fatalf("read the other tenant's rows: %s", text(got))
	}
	switch {
	case p.want == nothing && !empty(got):
		t.Fatalf("answered %s, want nothing", text(got))
	case p.want == refused && (err == nil || store.Missing(err)):
		t.Fatalf("answered %s with error %v, want a refusal by the database", text(got), err)
	case p.want != refused && err != nil && !store.Missing(err):
		t.Fatal(err)
	}
	if p.idle != "" {
		return
	}
	if got, err = p.run(db, north.scope(), north, inTx); err != nil {
		t.Fatalf("in the rows' own tenant: %v", err)
	}
	if l.rows(t, north.scope()) == before && !strings.Contains(text(got), north.name) && (p.want == own || empty(got)) {
		t.Fatalf("answers %s and changes nothing in the rows' own tenant: the case proves nothing", text(got))
	}
}

// text is a value as text, bytes as they are.
func text(v any) string { return fmt.Sprintf("%s", v) }

func empty(v any) bool {
	if list, ok := v.([]any); ok {
		for _, one := range list {
			if !empty(one) {
				return false
			}
		}
		return true
	}
	r := reflect.ValueOf(v)
	return !r.IsValid() || r.IsZero() || r.Kind() == reflect.Slice && r.Len() == 0
}

func names(set map[string]probe) []string {
	var out []string
	for name := range set {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

// TestEveryMethodHasAnOtherTenantCase fails for a method without a case, and
// for a case without a method.
func TestEveryMethodHasAnOtherTenantCase(t *testing.T) {
	scope := reflect.TypeFor[tenancy.Scope]()
	ofTx, ofDB := map[string]bool{}, map[string]bool{}
	for m := range reflect.TypeFor[*store.Tx]().Methods() {
		ofTx[m.Name] = true
	}
	for m := range reflect.TypeFor[*store.DB]().Methods() {
		for in := range m.Type.Ins() {
			if in == scope {
				ofDB[m.Name] = true
			}
		}
	}
	for kind, pair := range map[string]struct {
		methods map[string]bool
		probes  map[string]probe
	}{"Tx": {ofTx, txProbes}, "DB": {ofDB, dbProbes}} {
		for name := range pair.methods {
			if _, ok := pair.probes[name]; !ok {
				t.Errorf("%s.%s has no other-tenant case", kind, name)
			}
		}
		for name := range pair.probes {
			if !pair.methods[name] {
				t.Errorf("there is a case for %s.%s, but no such method", kind, name)
			}
		}
	}
}

// seenBrowsers reads the person's own browsers alone.
func seenBrowsers(c call) (hashes string, err error) {
	seen, err := c.SeenBrowsers(ctx, c.w.id("usr"), past)
	for _, s := range seen {
		hashes += s.Browser
	}
	return hashes, err
}

// sharedLogins reads the names alone.
func sharedLogins(c call) (names string, err error) {
	people, _, err := c.SharedLogins(ctx, past, later, 9)
	for _, p := range people {
		names += p.Name
	}
	return names, err
}
