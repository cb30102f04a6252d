package door

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"twofold/domain"
)

const (
	// Deadline is how long a request may take.
	Deadline = 15 * time.Second
	// MostBody is the most a request may send.
	MostBody = 64 << 10
	// MostHeaders is the most that its line and headers may have. This and the
	// times of a connection are for whoever listens.
	MostHeaders   = 32 << 10
	HeadersWithin = 5 * time.Second
	ReadWithin    = 15 * time.Second
	WriteWithin   = 30 * time.Second // longer than Deadline
	IdleFor       = 2 * time.Minute
)

// outermost wraps every request: id, headers, deadline, size, the last-resort
// handler and one line of log.
func (d *Door) outermost(g *gin.Context) {
	started := time.Now()
	id := requestID(g.GetHeader("X-Request-Id"))
	d.headers(g, id)
	ctx, cancel := context.WithTimeout(g.Request.Context(), Deadline)
	defer cancel()
	d.receive(g, ctx, id)
	if g.Request.Body != nil {
		g.Request.Body = http.MaxBytesReader(g.Writer, g.Request.Body, MostBody)
	}
	defer d.logLine(g, id, started)
	defer d.lastResort(g, id)
	if !d.rightHost(g.Request.Host) && !isHealth(g.Request.URL.Path) {
		d.wrongHost(g)
		return
	}
	g.Next()
}

// isHealth names the pages that balancers ask for by address.
func isHealth(path string) bool { return path == "/livez" || path == "/readyz" }

func (d *Door) lastResort(g *gin.Context, id string) {
	cause := recover()
	if cause == nil {
		return
	}
	d.log.Error("panic", "request_id", id, "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
	g.Abort()
	if !g.Writer.Written() {
		d.fail(callOf(g), fmt.Errorf("panic"))
	}
}

func (d *Door) wrongHost(g *gin.Context) {
	g.Abort()
	g.Data(http.StatusMisdirectedRequest, "text/plain; charset=utf-8", []byte(
		"This service answers on "+d.origin.Scheme+"://"+d.origin.Host+" only.\nOpen that address, or set public_url (TWOFOLD_PUBLIC_URL) to the one you use.\n"))
}

// logLine writes one line a request: the route's pattern, never the address
// itself, which could hold somebody's words.
func (d *Door) logLine(g *gin.Context, id string, started time.Time) {
	status := g.Writer.Status()
	level := slog.LevelInfo
	if status >= 500 {
		level = slog.LevelError
	}
	d.log.LogAttrs(g.Request.Context(), level, "request", slog.String("request_id", id), slog.String("method", g.Request.Method),
		slog.String("route", g.FullPath()), slog.Int("status", status), slog.Int64("ms", time.Since(started).Milliseconds()))
}

// requestID takes the caller's id when it is harmless in a log, else makes one.
func requestID(given string) string {
	fine := len(given) >= 8 && len(given) <= 64
	for _, r := range given {
		fine = fine && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_')
	}
	if fine {
		return given
	}
	var b [10]byte
	rand.Read(b[:]) // never fails since Go 1.24
	return strings.ToLower(base32.StdEncoding.EncodeToString(b[:]))
}

var (
	pageCSP = []string{"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; report-uri " + ReportsPath + "; report-to csp"}
	apiCSP  = []string{"default-src 'none'; frame-ancestors 'none'; sandbox"}

	// reportsTo gives report-to its address (Reporting API section 3.2).
	reportsTo = []string{`csp="` + ReportsPath + `"`}

	strictTransport = []string{"max-age=31536000; includeSubDomains"}
)

// fixed are the headers that all answers have, by their canonical names.
var fixed = []struct {
	name  string
	value []string
}{
	{"X-Content-Type-Options", []string{"nosniff"}},
	{"X-Frame-Options", []string{"DENY"}},
	{"Referrer-Policy", []string{"same-origin"}},
	{"Cross-Origin-Opener-Policy", []string{"same-origin"}},
	{"Cross-Origin-Resource-Policy", []string{"same-origin"}},
	{"Permissions-Policy", []string{"camera=(), geolocation=(), microphone=(), payment=(), usb=()"}},
	{"Cache-Control", []string{"no-store"}},
}

// headers of every answer (ASVS 5.0 V3). Pages and API answers are never
// cached; static files say otherwise themselves. Their values are shared by
// all answers: whoever wants another sets it, and doesn't write into it.
func (d *Door) headers(g *gin.Context, id string) {
	h := g.Writer.Header()
	for _, f := range fixed {
		h[f.name] = f.value
	}
	h["X-Request-Id"] = []string{id}
	if isAPI(g.Request.URL.Path) {
		h["Content-Security-Policy"] = apiCSP
	} else {
		h["Content-Security-Policy"], h["Reporting-Endpoints"] = pageCSP, reportsTo
	}
	if d.config.Build != "" {
		h["X-Build"] = []string{d.config.Build}
	}
	if d.secure() {
		h["Strict-Transport-Security"] = strictTransport
	}
}

// fail answers an error: a problem document for the API, a page otherwise.
// Faults of ours, and of what the service stands on, are logged here, once.
func (d *Door) fail(c *Call, err error) {
	if kind := domain.KindOf(err); (kind == domain.Internal || kind == domain.Unavailable) && c.Err() == nil {
		d.log.Error("fault", "request_id", c.RequestID, "route", c.Gin.FullPath(), "error", err.Error())
	}
	if c.Gin.Writer.Written() {
		return
	}
	if c.API() || d.onError == nil {
		c.WriteProblem(err)
		return
	}
	d.onError(c, err)
}
