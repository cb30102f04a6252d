package acceptance_test

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

// reply is what one request got, as it came over the wire: no redirect was
// followed and no cookie kept.
type reply struct {
	status int
	header http.Header
	body   string
}

// knock sends one request with headers in pairs, "Host" and "Cookie" among
// them.
func (h *house) knock(t *testing.T, method, path, body string, headers ...string) reply {
	t.Helper()
	r, err := http.NewRequest(method, h.URL+path, strings.NewReader(body))
	check(t, err)
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	check(t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	check(t, err)
	return reply{resp.StatusCode, resp.Header, string(text)}
}

// cookieLine is every cookie the client holds, as it sends them.
func (c *client) cookieLine() string {
	c.t.Helper()
	var all []string
	for _, k := range c.cookies("") {
		all = append(all, k.Name+"="+k.Value)
	}
	return strings.Join(all, "; ")
}

// rows are the rows of every table, one line a row, those of one tenant where
// named. Bytes are written as text, hex and base64, so that what is searched
// for is found in any of them.
func (h *house) rows(t *testing.T, tenant string) string {
	t.Helper()
	tables := storetest.TenantTables(t, h.config)
	if tenant == "" {
		tables = append(tables, "signing_keys", "facts")
	}
	var out strings.Builder
	for _, table := range tables {
		out.WriteString(h.table(t, table, tenant))
	}
	return out.String()
}

func (h *house) table(t *testing.T, name, tenant string) string {
	t.Helper()
	query := "SELECT * FROM " + name
	if tenant != "" {
		query += " WHERE tenant_id = '" + tenant + "'"
	}
	found, err := storetest.Raw(t, h.config).Query(query)
	check(t, err)
	defer found.Close()
	columns, err := found.Columns()
	check(t, err)
	var lines []string
	for found.Next() {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		check(t, found.Scan(values...))
		line := name
		for i, v := range values {
			line += " " + columns[i] + "=" + written(*v.(*any))
		}
		lines = append(lines, line)
	}
	check(t, found.Err())
	slices.Sort(lines)
	return strings.Join(lines, "\n") + "\n"
}

func written(v any) string {
	b, isBytes := v.([]byte)
	if !isBytes {
		return fmt.Sprint(v)
	}
	return string(b) + "|" + hex.EncodeToString(b) + "|" + base64.StdEncoding.EncodeToString(b) + "|" + base64.RawURLEncoding.EncodeToString(b)
}

// tenant is the organization's id.
func (o *org) tenant() string {
	o.t.Helper()
	for _, k := range o.owner.cookies("__Host-s-") {
		return strings.TrimPrefix(k.Name, "__Host-s-")
	}
	o.t.Fatal("the owner has no session")
	return ""
}

// opens are the bodies that operations with an id in their path take; the
// others take none.
var opens = map[string]any{
	wire.RenameMethod.ID:      wire.RenameRequest{Name: "Mine now"},
	wire.ResetPerson.ID:       wire.ResetRequest{Checked: domain.CheckInPerson, Reason: "mine now", Next: domain.ResetSetUp},
	wire.ChangeRole.ID:        wire.RoleRequest{Role: domain.RoleUser},
	wire.MarkPersonSession.ID: wire.SharedBrowserRequest{Shared: true},
	wire.MarkPersonTrust.ID:   wire.SharedBrowserRequest{Shared: true},
	wire.TakeRequest.ID:       wire.TakeRequestRequest{Over: true},
	wire.SendCallerCode.ID:    wire.CallerSendRequest{Method: domain.MethodEmail},
	wire.CheckCaller.ID:       wire.CallerCheckRequest{Method: domain.MethodEmail, Code: "123456"},
	wire.DeclineRequest.ID:    wire.DeclineRequestRequest{Reason: "mine now"},
	wire.SavePersonNumber.ID:  wire.NumberRequest{Phone: mobile},
}

// hostile are texts that break out of what doesn't expect them.
var hostile = []string{
	`"><h2>`, `true`, `\`, `'; DROP TABLE users; --`, `' OR '1'='1`, `%_\%`, `{{7*7}}`, `${7*7}`, `</script><script>alert(1)</script>`, `&lt;b&gt;`,
	"👩‍💻 Łucja", "مريم", "O'Brien; \" -- ?",
}

// tape keeps every answer a service gave.
type tape struct {
	mu      sync.Mutex
	answers []taped
}

type taped struct {
	method, path string
	reply
}

// over records what next answers.
func (x *tape) over(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := httptest.NewRecorder()
		next.ServeHTTP(rec, r)
		x.mu.Lock()
		x.answers = append(x.answers, taped{r.Method, r.URL.Path, reply{rec.Code, rec.Header().Clone(), rec.Body.String()}})
		x.mu.Unlock()
		maps.Copy(w.Header(), rec.Header())
		w.WriteHeader(rec.Code)
		_, _ = w.Write(rec.Body.Bytes())
	})
}

func (x *tape) all() []taped {
	x.mu.Lock()
	defer x.mu.Unlock()
	return slices.Clone(x.answers)
}

// inTaped runs a test on both databases, on a service of its own whose answers
// are kept.
func inTaped(t *testing.T, name string, run func(t *testing.T, h *house, x *tape)) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		t.Run(name, func(t *testing.T) {
			x := &tape{}
			run(t, open(t, c, func(b *build) { b.watch = x.over }), x)
		})
	})
}
