package command

import (
	"bufio"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// BenchmarkRead is an authenticated read through all of the product but its log
// and the network, on the embedded database.
func BenchmarkRead(b *testing.B) {
	a, l := built(b)
	text := visiting(b, a, l.Addr().String())
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(text)))
			if err != nil {
				b.Error(err)
				return
			}
			r.RemoteAddr = "127.0.0.1:1234"
			w := httptest.NewRecorder()
			a.ServeHTTP(w, r)
			if w.Code != http.StatusOK {
				b.Error(w.Code, w.Body)
				return
			}
		}
	})
}

// visiting is the text of a browser's request in a session that is open.
func visiting(b *testing.B, a *App, host string) string {
	b.Helper()
	now := time.Now()
	const session, browser = "session-token-session-token-session-token-1", "browser-token-browser-token-browser-token-1"
	err := a.store.In(b.Context(), tenancy.Of("org_bench"), func(tx *store.Tx) error {
		t := domain.Tenant{ID: "org_bench", Name: "Bench", ShortName: "bench-1", State: domain.TenantActive, CreatedAt: now}
		if err := tx.CreateTenant(b.Context(), t, domain.DefaultPolicy()); err != nil {
			return err
		}
		u := domain.User{ID: "usr_bench", Email: "maria@bench.example", Name: "Maria", Role: domain.RoleUser, State: domain.UserActive, CreatedAt: now}
		if err := tx.AddUser(b.Context(), store.Person{User: u}); err != nil {
			return err
		}
		return tx.OpenSession(b.Context(), store.NewSession{TokenHash: factor.HashToken(session), BrowserHash: factor.HashToken(browser),
			Session: domain.Session{ID: "ses_bench", UserID: u.ID, SecurityVersion: 1, AMR: []string{"pwd"}, ACR: domain.AssuranceOne, IP: "10.0.0.7", Browser: "Chrome on Windows",
				AuthAt: now, StartedAt: now, SeenAt: now}})
	})
	if err != nil {
		b.Fatal(err)
	}
	return "GET /t/bench-1/api/v1/session HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36\r\n" +
		"Accept: application/json\r\nSec-Fetch-Site: same-origin\r\nCookie: __Host-b=" + browser + "; __Host-s-org_bench=" + session + "\r\n\r\n"
}
