package acceptance_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"twofold/api/deliver"
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/flow/flowtest"
	"twofold/api/geoip"
	"twofold/api/rest"
	"twofold/api/site"
	"twofold/api/token"
	"twofold/api/work"
	"twofold/domain/factor"
	"twofold/policies"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

// house is the service over a real database, with a clock of its own.
type house struct {
	*httptest.Server
	config scoped.Config
	flows  *flow.Flows
	db     *store.DB
	pools  *scoped.DB
	keys   *factor.Keys
	clock  *flowtest.Clock
	door   *door.Door
	sent   *sent
	log    *journal
	ring   *token.Ring

	clients *atomic.Int32 // browsers and clients made so far
}

// sent is what left the service by mail.
type sent struct {
	mu   sync.Mutex
	mail []deliver.Message
}

func (s *sent) Send(_ context.Context, m deliver.Message) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mail = append(s.mail, m)
	return nil
}

// pass moves the service's time on.
func (h *house) pass(d time.Duration) { h.clock.Pass(d) }

func (h *house) now() time.Time { return h.clock.Now() }

// open starts the service on a fresh database.
func open(t *testing.T, c scoped.Config, changes ...func(*build)) *house {
	t.Helper()
	keys, err := factor.CreateKeys()
	check(t, err)
	return start(t, c, keys, &flowtest.Clock{}, changes...)
}

// another starts a second instance on the same database, with the same keys
// and time.
func (h *house) another(t *testing.T, c scoped.Config) *house {
	t.Helper()
	out := start(t, c, h.keys, h.clock)
	out.clients = h.clients
	return out
}

// build is how one instance differs from what tests usually need.
type build struct {
	public string // its address; that of the test's server where empty
	hashes factor.HasherOptions
	trusts []string // proxies whose X-Forwarded-For is believed
	watch  func(http.Handler) http.Handler
	places *geoip.File
}

// journal is what an instance logged.
type journal struct {
	mu   sync.Mutex
	text strings.Builder
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(b)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

func start(t *testing.T, c scoped.Config, keys *factor.Keys, at *flowtest.Clock, changes ...func(*build)) *house {
	t.Helper()
	b := build{hashes: factor.HasherOptions{Cost: flowtest.Cost}, trusts: []string{"127.0.0.1/32", "::1/128"}}
	for _, change := range changes {
		change(&b)
	}
	pools := storetest.Open(t, c)
	h := &house{config: c, clock: at, keys: keys, db: store.New(pools), pools: pools, sent: &sent{}, log: &journal{}, clients: new(atomic.Int32)}
	hasher, err := factor.NewHasher(keys, rand.Reader, b.hashes)
	check(t, err)
	var d *door.Door
	var handler http.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { d.ServeHTTP(w, r) })
	if b.watch != nil {
		handler = b.watch(handler)
	}
	h.Server = httptest.NewServer(handler)
	t.Cleanup(h.Close)
	// Browsers make passkeys for localhost and for no IP address.
	h.URL = strings.Replace(h.URL, "127.0.0.1", "localhost", 1)
	if b.public == "" {
		b.public = h.URL
	}
	may, err := policies.Open()
	check(t, err)
	h.flows = flow.New(h.db, keys, hasher, at.Now, flow.Config{PublicURL: b.public, OpenSignUp: true, Texts: textRules, May: may.MayUnder})
	pages, err := site.New(site.Config{PublicURL: b.public, OpenSignUp: true})
	check(t, err)
	log := slog.New(slog.NewJSONHandler(h.log, nil))
	d, err = door.New(h.flows, keys, may, log, door.Config{PublicURL: b.public, TrustedProxies: b.trusts}, pages.Fail)
	check(t, err)
	h.door = d
	pages.Mount(d)
	bind := func(kid string) factor.Binding { return factor.Bind("signing key", kid) }
	h.ring = token.NewRing(h.db, func(kid string, der []byte) ([]byte, error) { return keys.Seal(der, bind(kid)) },
		func(kid string, sealed []byte) ([]byte, error) { return keys.Open(sealed, bind(kid)) })
	check(t, h.ring.Ready(context.Background(), at.Now()))
	rest.New(d, h.ring, rest.Config{Issuer: b.public, Audience: "northwind-books", Places: b.places})
	return h
}

// textRules are those of an installation with a provider in Britain.
var textRules = flow.TextRules{Offered: true, Countries: []string{"GB", "DE"}, Daily: 500, Price: 50_000, Budget: 500_000_000, Currency: "EUR"}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// mail is the newest letter to an address.
func (h *house) mail(t *testing.T, to string) flow.Letter {
	t.Helper()
	all, err := h.db.Outbox(context.Background(), to, 1)
	check(t, err)
	if len(all) == 0 {
		t.Fatalf("no mail to %s", to)
	}
	l, err := h.flows.OpenLetter(all[0])
	check(t, err)
	return l
}

// work does what no request waits for until nothing is left of it.
func (h *house) work(t *testing.T) {
	t.Helper()
	w := work.New(h.db, h.flows, h.sent, "id@twofold.example", slog.New(slog.NewJSONHandler(h.log, nil)), work.Options{})
	for w.Round(t.Context()) {
	}
}

func (h *house) path(link string) string { return strings.TrimPrefix(link, h.URL) }

// of is what went to an address.
func (s *sent) of(to string) (out []deliver.Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.mail {
		if m.To == to {
			out = append(out, m)
		}
	}
	return out
}
