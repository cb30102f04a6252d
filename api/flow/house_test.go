package flow_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/api/flow/flowtest"
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

var ctx = context.Background()

const strong = "correct horse battery staple"

// house is an installation with a clock of its own.
type house struct {
	*testing.T
	flowtest.Clock
	config scoped.Config
	db     *store.DB
	keys   *factor.Keys
	flows  *flow.Flows
	hash   string // of the password strong
	mu     sync.Mutex
	made   int
}

// inHouses runs fn in a new installation on each database.
func inHouses(t *testing.T, fn func(h *house)) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) { fn(newHouse(t, c)) })
}

func newHouse(t *testing.T, c scoped.Config) *house {
	t.Helper()
	h := &house{T: t, config: c, db: store.New(storetest.Open(t, c))}
	keys, err := factor.CreateKeys()
	h.must(err)
	h.keys = keys
	h.open(true)
	return h
}

// open makes the jobs anew, as another instance on the same database would.
func (h *house) open(signUp bool) {
	h.Helper()
	hasher := flowtest.Hasher(h.T, h.keys)
	var err error
	h.hash, err = hasher.HashPassword(ctx, strong)
	h.must(err)
	h.flows = flow.New(h.db, h.keys, hasher, h.Now, flow.Config{PublicURL: "https://id.example", OpenSignUp: signUp, May: flowtest.May(h.T)})
}

func (h *house) closeSignUp() { h.open(false) }

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// refused fails unless err is a refusal with the code.
func (h *house) refused(err error, code domain.Code) {
	h.Helper()
	if err == nil || domain.CodeOf(err) != code {
		h.Fatalf("got %v, want refusal %s", err, code)
	}
}

// next makes a name that is used nowhere else.
func (h *house) next(kind string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.made++
	return fmt.Sprintf("%s_%06d", kind, h.made)
}

// request is one from a browser.
func (h *house) request(s tenancy.Scope, browser string) flow.Request {
	return flow.Request{Scope: s, IP: "192.0.2.7", Network: "192.0.2.0/24", Browser: "Chrome on Windows", BrowserHash: factor.HashToken(browser),
		RequestID: "req_1", Now: h.flows.Now()}
}

func (h *house) in(s tenancy.Scope, fn func(tx *store.Tx) error) {
	h.Helper()
	h.must(h.db.In(ctx, s, fn))
}

// org is an organization in use.
type org struct {
	*house
	domain.Tenant
	scope tenancy.Scope
}

func (h *house) org(short string) *org {
	h.Helper()
	t := domain.Tenant{ID: h.next("org"), Name: "The " + short, ShortName: short, State: domain.TenantActive, CreatedAt: h.Now()}
	o := &org{house: h, Tenant: t, scope: tenancy.Of(t.ID)}
	h.in(o.scope, func(tx *store.Tx) error { return tx.CreateTenant(ctx, t, domain.DefaultPolicy()) })
	return o
}

// person adds somebody in use.
func (o *org) person(role domain.Role) store.Person { return o.personIn(role, domain.UserActive) }

func (o *org) personIn(role domain.Role, state domain.UserState) store.Person {
	o.Helper()
	id := o.next("usr")
	p := store.Person{User: domain.User{ID: id, Email: id + "@" + o.ShortName + ".example", Name: "Ida " + id, Role: role, State: state, CreatedAt: o.Now()},
		PasswordHash: o.hash}
	o.in(o.scope, func(tx *store.Tx) error { return tx.AddUser(ctx, p) })
	return o.reread(p)
}

func (o *org) reread(p store.Person) (out store.Person) {
	o.Helper()
	o.must(o.db.View(ctx, o.scope, func(tx *store.Tx) (err error) {
		out, err = tx.User(ctx, p.ID)
		return err
	}))
	return out
}

// secure gives somebody an app, recovery codes and two-step verification.
func (o *org) secure(p store.Person) store.Person {
	o.Helper()
	o.in(o.scope, func(tx *store.Tx) error {
		if err := tx.AddFactor(ctx, store.Factor{ID: o.next("fac"), UserID: p.ID, Method: domain.MethodApp, Name: "Phone", App: "Authy", Secret: []byte("sealed"), CreatedAt: o.Now()}); err != nil {
			return err
		}
		codes := []store.RecoveryCode{{ID: o.next("rec"), Salt: []byte("s"), Digest: []byte("d"), CreatedAt: o.Now()}}
		if err := tx.ReplaceRecoveryCodes(ctx, p.ID, codes); err != nil {
			return err
		}
		_, err := tx.ChangeUser(ctx, p.ID, p.SecurityVersion, store.UserChange{TwoStep: domain.TwoStepOn, At: o.Now()})
		return err
	})
	return o.reread(p)
}

// trust gives somebody a trusted browser.
func (o *org) trust(p store.Person) string {
	o.Helper()
	id := o.next("trb")
	o.in(o.scope, func(tx *store.Tx) error {
		return tx.AddTrust(ctx, store.Trust{ID: id, UserID: p.ID, TokenHash: []byte(id), SecurityVersion: p.SecurityVersion, Browser: "Firefox", TrustedAt: o.Now(), UsedAt: o.Now()})
	})
	return id
}

// visit signs somebody in who has just confirmed that it's them.
func (o *org) visit(p store.Person) *flow.Visit {
	o.Helper()
	token := o.signIn(p, o.Now())
	v, err := o.flows.Visit(ctx, o.ask(), token)
	o.must(err)
	return v
}

func (o *org) signIn(p store.Person, confirmed time.Time) string {
	o.Helper()
	p = o.reread(p)
	id := o.next("ses")
	o.in(o.scope, func(tx *store.Tx) error {
		return tx.OpenSession(ctx, store.NewSession{Session: domain.Session{ID: id, UserID: p.ID, SecurityVersion: p.SecurityVersion, AMR: []string{"pwd", "otp", "mfa"},
			ACR: domain.AssuranceTwo, AuthAt: o.Now(), StepUpAt: confirmed, StartedAt: o.Now(), SeenAt: o.Now(), Browser: "Chrome"}, TokenHash: factor.HashToken(id), BrowserHash: []byte{}})
	})
	return id
}

// ask is a request in the organization.
func (o *org) ask() flow.Request { return o.request(o.scope, "ida's browser") }

// alive reports whether a session token still works.
func (o *org) alive(token string) bool {
	_, err := o.flows.Visit(ctx, o.ask(), token)
	return err == nil
}

// events reads the organization's audit log, oldest first.
func (o *org) events(kinds ...domain.EventKind) (out []domain.Event) {
	o.Helper()
	o.must(o.db.View(ctx, o.scope, func(tx *store.Tx) error {
		all, err := tx.Events(ctx, store.EventFilter{Kinds: kinds, Limit: 1000})
		for i := range all {
			out = append(out, all[len(all)-1-i])
		}
		return err
	}))
	return out
}

// letters reads the mail that went to an address, oldest first.
func (h *house) letters(to string) (out []flow.Letter) {
	h.Helper()
	mails, err := h.db.Outbox(ctx, to, 1000)
	h.must(err)
	for i := range mails {
		l, err := h.flows.OpenLetter(mails[len(mails)-1-i])
		h.must(err)
		out = append(out, l)
	}
	return out
}

// lastLink is the token at the end of the link in the newest mail to an
// address.
func (h *house) lastLink(to string) string {
	h.Helper()
	mails, err := h.db.Outbox(ctx, to, 1)
	h.must(err)
	if len(mails) == 0 {
		h.Fatalf("no mail to %s", to)
	}
	l, err := h.flows.OpenLetter(mails[0])
	h.must(err)
	return l.Args["link"][strings.LastIndexByte(l.Args["link"], '/')+1:]
}

// at is an organization found by its short name.
func (h *house) at(short string) *org {
	h.Helper()
	t, err := h.db.TenantByShortName(ctx, short)
	h.must(err)
	return &org{house: h, Tenant: t, scope: tenancy.Of(t.ID)}
}

// warm opens every connection of the pool, so that what runs together next
// isn't spread out by connecting.
func (h *house) warm(s tenancy.Scope) {
	h.Helper()
	const conns = 4
	var inside, all sync.WaitGroup
	inside.Add(conns)
	for range conns {
		all.Go(func() {
			err := h.db.View(ctx, s, func(*store.Tx) error {
				inside.Done()
				inside.Wait()
				return nil
			})
			if err != nil {
				h.Error(err)
			}
		})
	}
	all.Wait()
}

// together runs fn n times at once and counts the runs without an error.
func (h *house) together(n int, fn func(i int) error) (fine int) {
	h.warm(tenancy.Of("org_nobody"))
	errs := make([]error, n)
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-start
			errs[i] = fn(i)
		})
	}
	close(start)
	all.Wait()
	for _, err := range errs {
		switch {
		case err == nil:
			fine++
		case domain.KindOf(err) == domain.Internal:
			h.Error(err)
		}
	}
	return fine
}
