//go:build sandbox

package sandbox

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/flow/flowtest"
	"twofold/domain/factor"
	"twofold/policies"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

var start = flowtest.Start

// house is a sandbox over a real database.
type house struct {
	*testing.T
	Kit
	dir   string
	clock *Clock
	door  *door.Door
}

const address = "http://localhost:8080"

// inHouses runs a test on both databases.
func inHouses(t *testing.T, run func(h *house)) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		keys, err := factor.CreateKeys()
		h := &house{T: t, dir: t.TempDir()}
		h.must(err)
		h.open(c, keys)
		run(h)
	})
}

// open starts the sandbox on a database.
func (h *house) open(c scoped.Config, keys *factor.Keys) {
	h.Helper()
	clock, err := NewClock(func() time.Time { return start }, filepath.Join(h.dir, "clock"))
	h.must(err)
	db := store.New(storetest.Open(h.T, c))
	hasher := flowtest.Hasher(h.T, keys)
	may, err := policies.Open()
	h.must(err)
	flows := flow.New(db, keys, hasher, clock.Now, flow.Config{PublicURL: address, OpenSignUp: true, May: may.MayUnder})
	d, err := door.New(flows, keys, may, slog.New(slog.NewTextHandler(io.Discard, nil)), door.Config{PublicURL: address}, nil)
	h.must(err)
	Mount(d, db, clock)
	h.Kit, h.clock, h.door = Kit{DB: db, Keys: keys, Hasher: hasher, Flows: flows}, clock, d
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// ask sends a request with headers in pairs.
func (h *house) ask(method, path, body string, headers ...string) *httptest.ResponseRecorder {
	h.Helper()
	r := httptest.NewRequest(method, address+path, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.door.ServeHTTP(w, r)
	return w
}

// into reads a JSON answer.
func into[T any](h *house, w *httptest.ResponseRecorder) (out T) {
	h.Helper()
	if w.Code != http.StatusOK {
		h.Fatalf("status %d: %s", w.Code, w.Body)
	}
	h.must(json.Unmarshal(w.Body.Bytes(), &out))
	return out
}
