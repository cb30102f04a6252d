package rest_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

// The router's own refusals are problem documents too (RFC 9457); that each
// carries its code and request id, the client of these tests checks for every
// answer.
func TestTheRouterRefusesWithProblems(t *testing.T) {
	h := inHouse(t)
	o := h.org(domain.DefaultPolicy())
	tries := []struct {
		method, path string
		status       int
		code         domain.Code
	}{
		{"GET", "/t/" + o.ShortName + "/api/v1/nothing", 404, domain.CodeNotFound},
		{"GET", "/t/" + o.ShortName + "/api/v1/policy/", 404, domain.CodeNotFound},
		{"GET", "/api/v1/organizations/everyone", 404, domain.CodeNotFound},
		{"GET", "/t/nobody-here/api/v1/limits", 404, domain.CodeOrgUnknown},
		{"GET", "/.well-known/nothing", 404, domain.CodeNotFound},
		{"TRACE", "/api/v1/limits", 405, domain.CodeMethodNotAllowed},
		{"PUT", "/t/" + o.ShortName + "/api/v1/sign-in", 405, domain.CodeMethodNotAllowed},
		{"POST", "/openapi.json", 405, domain.CodeMethodNotAllowed},
	}
	for _, try := range tries {
		if a := h.client("").send(try.method, try.path, nil); a.Code != try.status || a.problem.Code != try.code || (a.Code == 405) != (a.Header().Get("Allow") != "") {
			t.Errorf("%s %s: %d %v %s", try.method, try.path, a.Code, a.Header(), a.Body)
		}
	}
}

// Every operation that isn't public answers 401 without a session, and to a
// session of another organization (ASVS V8.2.1, V8.4.1).
func TestNobodyGetsInWithoutASession(t *testing.T) {
	inHouses(t, func(h *house) {
		o, other := h.org(domain.DefaultPolicy()), h.org(domain.DefaultPolicy())
		stranger := other.signedIn(domain.RoleOwner)
		stranger.org = o.ShortName
		half := h.client(o.ShortName)
		half.token = "tfh_" + strings.TrimPrefix(stranger.token, "tfs_")
		for _, e := range wire.Endpoints() {
			if e.Permission == "public" || e.Permission == "limits.read" {
				continue
			}
			for _, c := range []*client{h.client(o.ShortName), stranger, half} {
				if a := c.refused(401, domain.CodeSignedOut, e, nil, "usr_none", "x"); a.Header().Get("WWW-Authenticate") != "Bearer" {
					t.Errorf("%s: %v", e.ID, a.Header())
				}
			}
		}
	})
}

// P11, P12, F3: with required on, a person without a method can set one up,
// sign out and nothing else; the API says so by a code and says where to go.
func TestP12TheGateAnswersEveryOperation(t *testing.T) {
	inHouses(t, func(h *house) {
		p := domain.DefaultPolicy()
		p.Mode, p.RequiredSince = domain.ModeRequired, h.Now()
		o := h.org(p)
		for _, role := range domain.Roles {
			c := h.client(o.ShortName)
			if next := c.signIn(o.person(role, "Ida").Email, strong).Next; next != wire.NextSetUp {
				t.Fatalf("sign-in leads to %s", next)
			}
			for _, e := range wire.Endpoints() {
				switch e.Permission {
				case "public", "limits.read", "session.read", "session.end", "session.confirm", "own.setup":
					continue
				}
				a := c.call(e, nil, "usr_none", "x")
				if a.Code != 403 || a.problem.Code != domain.CodeEnrollmentRequired || a.problem.Args["set_up"] != "/t/"+o.ShortName+"/setup" {
					t.Errorf("%s as %s: %d %s", e.ID, role, a.Code, a.Body)
				}
			}
			var me wire.Session
			c.want(200, wire.ReadSession, nil, &me)
			if !me.TwoStep.MustSetUp || me.ActsAs != domain.RolePending {
				t.Errorf("%s: %+v", role, me.TwoStep)
			}
			c.want(200, wire.ReadSetup, nil, nil)
			c.want(204, wire.EndSession, nil, nil)
		}
	})
}

// ASVS V2.4.1, V6.3.1: a throttle says how long to wait, in the header and in
// the document.
func TestThrottlesSayHowLongToWait(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(domain.DefaultPolicy())
		p := o.person(domain.RoleUser, "Ida")
		c := h.client(o.ShortName)
		for range 3 {
			c.refused(401, domain.CodeBadCredentials, wire.StartSignIn, wire.SignInRequest{Email: p.Email, Password: "wrong"})
		}
		a := c.refused(429, domain.CodeRateLimited, wire.StartSignIn, wire.SignInRequest{Email: p.Email, Password: strong})
		if wait := a.Header().Get("Retry-After"); wait == "" || wait != fmt.Sprint(a.problem.RetryAfter) || a.problem.Args["s"] != wait {
			t.Errorf("Retry-After %q, document %s", wait, a.Body)
		}
	})
}

// A request id of the caller's comes back, in the header and in the document;
// one that could harm a log does not.
func TestRequestIDs(t *testing.T) {
	h := inHouse(t)
	for given, kept := range map[string]bool{"trace-0123456789": true, "short": false, "with spaces in it": false} {
		c := h.client("")
		c.header = map[string]string{"X-Request-Id": given}
		a := c.send("GET", "/api/v1/nothing", nil)
		if got := a.problem.RequestID; (got == given) != kept || len(got) < 8 {
			t.Errorf("gave %q, got %q", given, got)
		}
	}
}

// A body that doesn't come is refused, and so is one whose length lies.
func TestSlowBodiesAreRefused(t *testing.T) {
	h := inHouse(t)
	service := httptest.NewServer(h.door)
	defer service.Close()
	conn, err := net.Dial("tcp", service.Listener.Addr().String())
	h.must(err)
	defer conn.Close()
	_, err = fmt.Fprintf(conn, "POST /api/v1/organizations/find HTTP/1.1\r\nHost: id.example\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n{\"email\":")
	h.must(err)
	h.must(conn.SetReadDeadline(time.Now().Add(30 * time.Second)))
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	h.must(err)
	defer answer.Body.Close()
	if answer.StatusCode != 408 || answer.Header.Get("Content-Type") != wire.ProblemType {
		t.Errorf("%d %v", answer.StatusCode, answer.Header)
	}
}

// Faults of ours are told by their reference alone, and logged once.
func TestFaultsAreHidden(t *testing.T) {
	h := inHouse(t)
	c := h.org(domain.DefaultPolicy()).signedIn(domain.RoleOwner)
	h.log.Reset()
	h.close()
	a := c.refused(503, domain.CodeUnavailable, wire.ReadSecurity, nil)
	told := strings.ReplaceAll(a.Body.String(), a.problem.RequestID, "…") // drawn, so it may spell anything
	if strings.Contains(strings.ToLower(told), "sql") || strings.Count(h.log.String(), `"msg":"fault"`) != 1 || !strings.Contains(h.log.String(), a.problem.RequestID) {
		t.Errorf("%s\n%s", a.Body, h.log)
	}
}

// What a handler of the API met is told in the log, cause and all: "unavailable"
// alone helps nobody who has to mend it.
func TestFaultsOfHandlersAreLoggedWithTheirCause(t *testing.T) {
	h := inHouse(t)
	h.close()
	a := h.client("").refused(503, domain.CodeUnavailable, wire.CreateOrganization,
		wire.CreateOrganizationRequest{Organization: "Contoso", Short: "contoso", Name: "Ida", Email: "ida@contoso.example", Password: strong})
	if strings.Contains(a.Body.String(), "closed") || !strings.Contains(h.log.String(), "closed") {
		t.Errorf("%s\n%s", a.Body, h.log)
	}
}
