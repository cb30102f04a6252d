package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// imports says which rooms and libraries a room may import beside the
// standard library: the plan of the house, in one table. A name ending in /
// means everything below it.
//
// Where an edge needs more of the domain than its vocabulary, it is for names
// and numbers, never to decide: api/rest and api/site turn the steps of
// domain/signin into answers and pages, and show the countries, lengths and
// kinds that domain/enroll, domain/factor and its passkeys know. api/door hashes
// the tokens of cookies and signs those of forms with domain/factor, which also
// reads what languages a browser asks for; frontend/text says which there are.
// policies is there for the type Permission, which every mount names.
// frontend/text/messages is what organizations may reword: api/flow keeps and
// checks those words, and api/rest shows them with samples; the preview is drawn
// by api/deliver, so that it is the mail itself. migrations names the role that
// tenancy/scoped takes on.
var imports = map[string][]string{
	"domain":                 {},
	"domain/signin":          {"domain"},
	"domain/enroll":          {"domain"},
	"domain/recovery":        {"domain"},
	"domain/factor":          {"domain", "golang.org/x/crypto/", "golang.org/x/text/", "github.com/pquerna/otp/", "github.com/tink-crypto/tink-go/", "github.com/trustelem/zxcvbn/", "github.com/boombuler/barcode/", "github.com/nyaruka/phonenumbers/"},
	"domain/factor/passkey":  {"domain", "github.com/go-webauthn/webauthn/"},
	"tenancy":                {"domain"},
	"tenancy/scoped":         {"tenancy", "domain", "github.com/uptrace/bun/", "github.com/jackc/pgx/", "modernc.org/sqlite/"},
	"tenancy/store":          {"tenancy/scoped", "tenancy", "domain", "github.com/uptrace/bun/"},
	"migrations":             {"tenancy/scoped", "github.com/uptrace/bun/", "github.com/jackc/pgx/"},
	"policies":               {"domain", "github.com/casbin/casbin/"},
	"api/wire":               {"domain"},
	"api/flow":               {"domain", "domain/signin", "domain/enroll", "domain/recovery", "domain/factor", "domain/factor/passkey", "tenancy", "tenancy/store", "frontend/text/messages"},
	"api/door":               {"api/wire", "api/flow", "policies", "tenancy", "domain", "domain/factor", "frontend/text", "github.com/gin-gonic/gin/"},
	"api/rest":               {"api/door", "api/geoip", "api/wire", "api/flow", "api/token", "api/deliver", "policies", "domain", "domain/signin", "domain/factor", "domain/factor/passkey", "frontend/text/messages", "github.com/gin-gonic/gin/", "github.com/danielgtaylor/huma/"},
	"api/token":              {"domain", "tenancy/store", "github.com/golang-jwt/jwt/"},
	"api/geoip":              {"github.com/oschwald/maxminddb-golang/"},
	"api/deliver":            {"domain", "frontend/text", "frontend/text/messages", "github.com/wneessen/go-mail/", "github.com/twilio/twilio-go/", "golang.org/x/text/"},
	"api/work":               {"api/flow", "api/deliver", "tenancy", "tenancy/store", "domain", "frontend/text/messages", "github.com/prometheus/client_golang/"},
	"api/site":               {"api/door", "api/wire", "api/flow", "policies", "domain", "domain/signin", "domain/enroll", "domain/factor", "domain/factor/passkey", "frontend/page", "frontend/part", "frontend/text", "frontend/style", "github.com/gin-gonic/gin/", "github.com/maxence-charriere/go-app/", "github.com/andybalholm/brotli/"},
	"frontend":               {"api/wire", "domain", "frontend/page", "frontend/part", "frontend/client", "frontend/text", "github.com/maxence-charriere/go-app/"},
	"frontend/page":          {"api/wire", "domain", "frontend/part", "frontend/client", "frontend/text", "github.com/maxence-charriere/go-app/"},
	"frontend/part":          {"api/wire", "domain", "frontend/text", "github.com/maxence-charriere/go-app/"},
	"frontend/client":        {"api/wire", "domain"},
	"frontend/text":          {"domain"},
	"frontend/text/messages": {"domain", "domain/factor", "frontend/text", "github.com/nicksnyder/go-i18n/", "golang.org/x/text/"},
	"frontend/style":         {},
}

// free rooms hold the wiring, the tools and what only tests use.
var free = []string{"", "api/command", "api/sandbox", "tools/", "tenancy/store/storetest", "api/flow/flowtest", "api/deliver/delivertest", "api/geoip/geoiptest", "acceptance"}

type listed struct {
	ImportPath string
	Imports    []string
	Standard   bool
}

func list(t *testing.T, env []string, args ...string) []listed {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Imports,Standard"}, args...)...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var one listed
		if err := dec.Decode(&one); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
}

func room(importPath string) (string, bool) {
	if importPath == "twofold" {
		return "", true
	}
	return strings.CutPrefix(importPath, "twofold/")
}

func matches(name string, allowed []string) bool {
	for _, a := range allowed {
		if name == strings.TrimSuffix(a, "/") || strings.HasSuffix(a, "/") && strings.HasPrefix(name, a) {
			return true
		}
	}
	return false
}

// TestRoomsImportOnlyWhatThePlanAllows holds every import against the table.
func TestRoomsImportOnlyWhatThePlanAllows(t *testing.T) {
	for _, env := range [][]string{nil, {"GOOS=js", "GOARCH=wasm"}} {
		pattern := []string{"-tags", "sandbox", "./..."}
		if env != nil {
			pattern = []string{"./frontend/..."}
		}
		for _, p := range list(t, env, pattern...) {
			name, _ := room(p.ImportPath)
			if matches(name, free) {
				continue
			}
			allowed, planned := imports[name]
			if !planned {
				t.Errorf("room %s is not in the plan", name)
				continue
			}
			for _, i := range p.Imports {
				own, ours := room(i)
				if ours && !matches(own, allowed) || !ours && strings.Contains(path.Dir(i+"/x"), ".") && !matches(i, allowed) {
					t.Errorf("%s imports %s, which the plan doesn't allow", name, i)
				}
			}
		}
	}
}

// TestBrowserBinariesHoldNoServer lists what the WebAssembly is linked from. It
// has no build tag, with which it holds what both binaries do.
func TestBrowserBinariesHoldNoServer(t *testing.T) {
	banned := []string{"github.com/gin-gonic/", "github.com/uptrace/bun", "github.com/casbin/", "github.com/golang-jwt/", "github.com/pquerna/", "github.com/nyaruka/phonenumbers", "github.com/go-webauthn/",
		"twofold/tenancy", "twofold/api/flow", "twofold/api/rest", "twofold/api/door", "twofold/domain/factor", "twofold/frontend/text/messages", "html/template", "time/tzdata"}
	for _, p := range list(t, []string{"GOOS=js", "GOARCH=wasm"}, "-deps", "./frontend") {
		for _, b := range banned {
			if strings.HasPrefix(p.ImportPath, b) {
				t.Errorf("a browser binary holds %s", p.ImportPath)
			}
		}
	}
}

// TestOnlyTheWiringIsAtTheTop keeps the two free rooms at the end of the
// arrows: nothing imports them but main.
func TestOnlyTheWiringIsAtTheTop(t *testing.T) {
	for _, p := range list(t, nil, "-tags", "sandbox", "./...") {
		name, _ := room(p.ImportPath)
		for _, i := range p.Imports {
			if own, ours := room(i); ours && matches(own, []string{"api/command", "api/sandbox"}) && !matches(name, []string{"", "api/command", "api/sandbox"}) {
				t.Errorf("%s imports %s", name, own)
			}
		}
	}
}

// mostLines is how long a source file may be, tests included: longer ones have
// more than one topic. The style sheet is one file by plan.
const mostLines = 400

func TestNoFileIsLong(t *testing.T) {
	seen := 0
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if made := []string{"build", "bin", "node_modules", "frontend/e2e/node_modules", "frontend/e2e/artifacts", "api/site/static"}; d.IsDir() && (matches(filepath.ToSlash(name), made) || name != "." && d.Name()[0] == '.') {
			return filepath.SkipDir
		}
		if ext := filepath.Ext(name); ext != ".go" && ext != ".js" && ext != ".sql" {
			return nil
		}
		text, err := os.ReadFile(name)
		if lines := bytes.Count(text, []byte("\n")); lines > mostLines {
			t.Errorf("%s has %d lines, and may have %d", name, lines, mostLines)
		}
		seen++
		return err
	})
	if err != nil || seen < 500 {
		t.Fatalf("%d files: %v", seen, err)
	}
}
