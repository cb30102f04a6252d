package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/rest"
	"twofold/api/token"
	"twofold/domain/factor"
	"twofold/policies"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
)

// statementsMost is how many data statements a sign-in may take.
const statementsMost = 6

// watch remembers the data statements that run.
type watch struct {
	mu   sync.Mutex
	seen []string
}

// note leaves out what only frames a transaction.
func (w *watch) note(query string) {
	for _, frame := range []string{"BEGIN", "COMMIT", "ROLLBACK", "SELECT set_config", "SET LOCAL ROLE"} {
		if strings.HasPrefix(query, frame) {
			return
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen = append(w.seen, query)
}

func (w *watch) take() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := w.seen
	w.seen = nil
	return out
}

// journey is one request whose statements are counted.
type journey struct {
	what    string
	for_    purpose
	most    float64 // 0 is no bound
	request func(b browsers, v visitor) error
}

func journeys() []journey {
	return []journey{
		{"sign-in, a code is next", purpose{app: true}, statementsMost, browsers.signIn},
		{"sign-in, signed in", purpose{}, statementsMost, browsers.signIn},
		{"second step", purpose{app: true, half: true}, 0, browsers.verify},
		{"authenticated read", purpose{session: true}, 1, browsers.read},
	}
}

// measureStatements counts the data statements of single requests, in this
// process, since only there they can be seen.
func measureStatements(ctx context.Context, r *run) error {
	var w watch
	config := r.config()
	config.Observe = w.note
	db, err := scoped.Open(ctx, config)
	if err != nil {
		return err
	}
	defer db.Close()
	served := httptest.NewUnstartedServer(nil)
	handler, err := r.wire(db, "http://"+served.Listener.Addr().String())
	if err != nil {
		return err
	}
	served.Config.Handler = handler
	served.Start()
	defer served.Close()
	b := newBrowsers(served.URL, 1)
	defer b.CloseIdleConnections()
	for _, j := range journeys() {
		people, err := r.people(ctx, 2*orgsMost, j.for_)
		if err != nil {
			return err
		}
		var most []string
		for i, v := range people {
			w.take()
			if err := j.request(b, v); err != nil {
				return fmt.Errorf("%s: %w", j.what, err)
			}
			// The first request to an organization finds nothing in the caches.
			if seen := w.take(); i >= orgsMost && len(seen) > len(most) {
				most = seen
			}
		}
		r.countStatements(j, most)
	}
	return nil
}

func (r *run) countStatements(j journey, seen []string) {
	out := row{What: "data statements: " + j.what, Database: r.database, Value: plain(float64(len(seen)))}
	if j.most > 0 {
		out = atMost(out.What, r.database, float64(len(seen)), j.most, "")
		if !out.Met {
			r.report.wrong("a %s on %s took %d statements: %s", j.what, r.database, len(seen), strings.Join(seen, "; "))
		}
	}
	r.report.add(out)
}

// wire is the API behind its door, as api/command builds it.
func (r *run) wire(db *scoped.DB, address string) (http.Handler, error) {
	hasher, err := factor.NewHasher(r.keys, rand.Reader, factor.HasherOptions{})
	if err != nil {
		return nil, err
	}
	may, err := policies.Open()
	if err != nil {
		return nil, err
	}
	data := store.New(db)
	flows := flow.New(data, r.keys, hasher, time.Now, flow.Config{PublicURL: address})
	d, err := door.New(flows, r.keys, may, slog.New(slog.NewTextHandler(io.Discard, nil)), door.Config{PublicURL: address, TrustedProxies: []string{"127.0.0.1"}}, nil)
	if err != nil {
		return nil, err
	}
	rest.New(d, token.NewRing(data, nil, nil), rest.Config{Issuer: address, Audience: address})
	return d, nil
}
