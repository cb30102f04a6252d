package acceptance_test

import (
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"twofold/api/door"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/policies"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

func TestSweepFaults(t *testing.T) {
	inHouses(t, "F-29 a panic is a page without a stack", panics)
	inHouses(t, "F-04 without a database nobody gets in, and nobody is signed out", databaseAway)
	inHouses(t, "F-11 F-12 a database that can't be written lets nobody in", databaseReadOnly)
	inHouses(t, "a form that is too large is refused before it is read", largeForms)
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		t.Run("F-20 more sign-ins than can wait are told to come back", func(t *testing.T) { busyHasher(t, c) })
	})
}

// ASVS V16.3.4, V16.5.1, V16.5.4.
func panics(t *testing.T, h *house) {
	boom := func(*door.Call) error { panic("the password is hunter2") }
	h.door.Mount(policies.Public, http.MethodGet, "/boom", boom)
	h.door.Mount(policies.Public, http.MethodGet, "/api/v1/boom", boom)
	for path, want := range map[string]string{"/boom": "text/html; charset=utf-8", "/api/v1/boom": wire.ProblemType} {
		a := h.knock(t, http.MethodGet, path, "")
		id := a.header.Get("X-Request-Id")
		if a.status != http.StatusInternalServerError || a.header.Get("Content-Type") != want || id == "" || !strings.Contains(a.body, id) {
			t.Errorf("%s: %d %v %s", path, a.status, a.header, a.body)
		}
		for _, leak := range []string{"hunter2", "goroutine", ".go:", "panic", "runtime"} {
			if strings.Contains(a.body, leak) {
				t.Errorf("%s tells %q", path, leak)
			}
		}
		if !strings.Contains(h.log.String(), id) || !strings.Contains(h.log.String(), "sweep_faults_test.go") {
			t.Errorf("%s: no stack in the log", path)
		}
	}
	if a := h.knock(t, http.MethodGet, "/", ""); a.status != http.StatusOK {
		t.Errorf("after it: %d", a.status)
	}
}

// ASVS V16.5.2, V16.5.3.
func databaseAway(t *testing.T, h *house) {
	o := h.org(t, "northwind")
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	half := maria.elsewhere()
	half.start(wire.NextSecondStep)
	csrf := maria.session().CSRF
	page := half.page().open("/t/northwind/sign-in/verify")
	h.pools.Close()

	for _, path := range []string{"/t/northwind/me/security", "/t/northwind/sign-in", "/t/northwind/setup", "/t/northwind", "/t/nobody/sign-in"} {
		a := h.knock(t, http.MethodGet, path, "", "Cookie", maria.cookieLine())
		away(t, h, path, a, "text/html; charset=utf-8")
		if a.header.Get("Refresh") != "30" || !strings.Contains(a.body, `href="`+path+`"`) {
			t.Errorf("%s doesn't lead back to itself: %v", path, a.header)
		}
	}
	for _, e := range []wire.Endpoint{wire.ReadSession, wire.ReadSecurity, wire.IssueToken, wire.VerifyCode, wire.StartSignIn} {
		maria.csrf = csrf
		var in any
		switch e {
		case wire.VerifyCode:
			in = wire.CodeRequest{Code: "123456"}
		case wire.StartSignIn:
			in = wire.SignInRequest{Email: maria.email, Password: maria.password}
		}
		maria.do(e, in).refused(http.StatusServiceUnavailable, domain.CodeUnavailable)
		away(t, h, e.ID, reply{maria.status, maria.header, string(maria.body)}, wire.ProblemType)
	}
	page.send("/t/northwind/sign-in/verify", "code", maria.code())
	if page.code != http.StatusServiceUnavailable || len(half.cookies("__Host-s-")) != 0 {
		t.Errorf("a right code without a database: %d at %s", page.code, page.at)
	}
	for _, path := range []string{"/.well-known/jwks.json", "/openapi.json", "/", "/static/none"} {
		if a := h.knock(t, http.MethodGet, path, ""); a.status == http.StatusInternalServerError {
			t.Errorf("%s: %d %.200s", path, a.status, a.body)
		}
	}
}

// drawn is a random value, which may spell any three letters.
var drawn = regexp.MustCompile(`[A-Za-z0-9_-]{16,}`)

// away fails unless an answer asks to come back, tells nothing of the
// database and takes no cookie.
func away(t *testing.T, h *house, what string, a reply, kind string) {
	t.Helper()
	wait, err := strconv.Atoi(a.header.Get("Retry-After"))
	if a.status != http.StatusServiceUnavailable || a.header.Get("Content-Type") != kind || err != nil || wait < 1 {
		t.Errorf("%s: %d %v %.300s", what, a.status, a.header, a.body)
	}
	for _, k := range (&http.Response{Header: a.header}).Cookies() {
		if !strings.HasPrefix(k.Name, "__Host-b") {
			t.Errorf("%s sets %s", what, k)
		}
	}
	told := drawn.ReplaceAllString(a.body, "…")
	for _, leak := range []string{"sql", "database", "closed", "pgx", "dial"} {
		if strings.Contains(strings.ToLower(told), leak) {
			t.Errorf("%s tells %q: %.300s", what, leak, a.body)
		}
	}
	if id := a.header.Get("X-Request-Id"); !strings.Contains(h.log.String(), `"msg":"fault","request_id":"`+id) {
		t.Errorf("%s isn't in the log", what)
	}
}

// databaseReadOnly: a sign-in whose marks can't be written is refused, with a
// right code too.
func databaseReadOnly(t *testing.T, h *house) {
	o := h.org(t, "northwind")
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	half, fresh := maria.elsewhere(), maria.elsewhere()
	half.start(wire.NextSecondStep)
	half.csrf = read[wire.SignInPage](half.client, wire.ReadSignIn, nil).CSRF
	fresh.csrf = read[wire.SignInPage](fresh.client, wire.ReadSignIn, nil).CSRF
	freeze(t, h)
	half.do(wire.VerifyCode, wire.CodeRequest{Code: maria.code()}).refused(http.StatusServiceUnavailable, domain.CodeUnavailable)
	half.do(wire.VerifyRecovery, wire.RecoveryRequest{Code: maria.codes[0]}).refused(http.StatusServiceUnavailable, domain.CodeUnavailable)
	fresh.knock().refused(http.StatusServiceUnavailable, domain.CodeUnavailable)
	if len(half.cookies("__Host-s-"))+len(fresh.cookies("__Host-h-")) != 0 {
		t.Error("somebody got in")
	}
}

// freeze makes every write fail: PostgreSQL only reads, SQLite's file is gone.
func freeze(t *testing.T, h *house) {
	t.Helper()
	if !h.config.Postgres() {
		check(t, os.Rename(h.config.URL, h.config.URL+".away"))
		return
	}
	raw := storetest.Raw(t, h.config)
	var name string
	check(t, raw.QueryRow("SELECT current_database()").Scan(&name))
	_, err := raw.Exec("ALTER DATABASE " + name + " SET default_transaction_read_only = on")
	check(t, err)
	_, err = raw.Exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()", name)
	check(t, err)
}

// ASVS V2.2.1, V15.2.2.
func largeForms(t *testing.T, h *house) {
	h.bareOrg(t, "northwind")
	b := h.browser(t).open("/t/northwind/sign-in")
	b.send("/t/northwind/sign-in", "username", "olga@northwind.example", "password", strings.Repeat("x", door.MostBody))
	if b.code < 400 || b.code >= 500 || b.at != "/t/northwind/sign-in" {
		t.Errorf("%d at %s", b.code, b.at)
	}
	if rows := h.table(t, "throttles", ""); strings.Contains(rows, "pair:") {
		t.Errorf("it was read: %s", rows)
	}
}

// ASVS V15.2.2: a queue of one behind a slot of one, and twelve at once.
func busyHasher(t *testing.T, c scoped.Config) {
	h := open(t, c, func(b *build) {
		b.hashes = factor.HasherOptions{Cost: factor.Cost{Memory: 32 << 10, Passes: 12, Threads: 1}, Slots: 1, Queue: 1}
	})
	o := h.bareOrg(t, "northwind")
	all := make([]*person, 12)
	for i := range all {
		all[i] = o.owner.elsewhere()
		all[i].csrf = read[wire.SignInPage](all[i].client, wire.ReadSignIn, nil).CSRF
	}
	var group sync.WaitGroup
	for _, p := range all {
		group.Go(func() {
			if err := p.try(http.MethodPost, "/t/northwind/api/v1/sign-in", wire.SignInRequest{Email: p.email, Password: p.password}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	in, busy := 0, 0
	for _, p := range all {
		switch p.status {
		case http.StatusOK:
			in++
		case http.StatusServiceUnavailable:
			busy++
			wait := p.refused(http.StatusServiceUnavailable, domain.CodeBusy).RetryAfter
			if wait < 1 || p.header.Get("Retry-After") != strconv.Itoa(wait) || len(p.cookies("__Host-s-")) != 0 {
				t.Errorf("%v %s", p.header, p.body)
			}
		default:
			t.Errorf("%d %s", p.status, p.body)
		}
	}
	if in == 0 || busy == 0 {
		t.Errorf("%d got in, %d were told to come back", in, busy)
	}
	o.owner.elsewhere().start(wire.NextDone) // and those who come back get in
}
