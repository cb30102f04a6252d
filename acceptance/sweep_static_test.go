package acceptance_test

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var staticName = regexp.MustCompile(`/static/(\w+)\.([0-9a-f]{12})\.(\w+)`)

// Browsers keep a static file for good, so its name must be of what it holds,
// the browser's programs' too, which are sent as the build packed them. A build
// without these doesn't name their loader either.
func TestSweepStatic(t *testing.T) {
	inHouses(t, "static files are named by what they hold", func(t *testing.T, h *house) {
		o := h.org(t, "northwind")
		b := o.owner.page()
		seen, kinds := map[string]bool{}, map[string]bool{}
		for _, page := range []string{"/sign-in", "/me/security", "/admin"} {
			for _, m := range staticName.FindAllStringSubmatch(b.open(o.path(page)).body, -1) {
				if seen[m[0]] {
					continue
				}
				seen[m[0]], kinds[m[1]+"."+m[3]] = true, true
				a := h.knock(t, http.MethodGet, m[0], "", "Accept-Encoding", "identity")
				if got := fmt.Sprintf("%x", sha256.Sum256([]byte(a.body))); a.status != http.StatusOK || !strings.HasPrefix(got, m[2]) {
					t.Errorf("%s: %d, what it holds is %.12s", m[0], a.status, got)
				}
			}
		}
		built := kinds["wasm_exec.js"]
		if !kinds["app.css"] || !kinds["boot.js"] || kinds["app.wasm"] != built || kinds["admin.wasm"] != built {
			t.Errorf("pages name only %v", seen)
		}
	})
}
