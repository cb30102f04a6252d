package acceptance_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
)

// TestSweepSecrets runs the whole main job and then looks for every secret of
// it, by value, in what the service logged, answered, mailed and stored.
func TestSweepSecrets(t *testing.T) {
	inTaped(t, "no secret in a log, an answer, a page, a mail or a row", noSecretAnywhere)
}

// secret is one value to look for, and where it may be found.
type secret struct {
	what  string
	texts []string         // the value in every way of writing it
	shown func(taped) bool // the answers that may hold it; none where nil
}

// ASVS V6.5.2, V7.2.2, V10.1.1, V14.2.1, V14.2.4, V15.3.1, V16.2.5.
func noSecretAnywhere(t *testing.T, h *house, x *tape) {
	o, people, links := mainJob(t, h)
	var all []secret
	for _, p := range people {
		all = append(all, secret{"password of " + p.email, []string{p.password}, nil},
			secret{"key of " + p.email, writings(p.key), at("/setup/app", "/api/v1/setup", "/api/v1/setup/app")},
			secret{"recovery codes of " + p.email, p.codes, at("/setup/codes", "/setup/codes/download", "/api/v1/setup/codes", "/api/v1/me/recovery-codes")},
			secret{"bare recovery codes of " + p.email, bare(p.codes), nil})
	}
	for _, token := range links {
		all = append(all, secret{"link", []string{token}, nil})
	}
	for name, value := range tokensGiven(x) {
		if strings.HasPrefix(name, "__Host-l-") {
			name = "link"
		}
		all = append(all, secret{name, []string{value}, nil})
	}
	for _, token := range bearersGiven(t, x) {
		all = append(all, secret{"bearer token", []string{token}, at("/api/v1/sign-in", "/api/v1/sign-in/code", "/api/v1/setup/finish", "/api/v1/invitation/accept")})
	}
	all = append(all, keyMaterial(t, h)...)
	if len(all) < 30 {
		t.Fatalf("only %d secrets", len(all))
	}
	rows, mails := h.rows(t, ""), &strings.Builder{}
	h.sent.mu.Lock()
	for _, m := range h.sent.mail {
		mails.WriteString(m.Subject + m.Text + m.HTML)
	}
	h.sent.mu.Unlock()
	var audit strings.Builder
	for _, e := range o.events("", "") {
		audit.WriteString(strings.Join([]string{e.Actor.Name, e.Subject.Name, e.IP, e.Browser, e.RequestID}, " "))
		for k, v := range e.Detail {
			audit.WriteString(" " + k + "=" + v)
		}
	}
	for _, s := range all {
		for _, text := range s.texts {
			if len(text) < 8 {
				t.Fatalf("%s: %q is too short to look for", s.what, text)
			}
			found := map[string]bool{"the log": strings.Contains(h.log.String(), text), "a row": strings.Contains(rows, text), "the audit log": strings.Contains(audit.String(), text),
				"a mail": s.what != "link" && strings.Contains(mails.String(), text)}
			for place, there := range found {
				if there {
					t.Errorf("%s is in %s: %q", s.what, place, text)
				}
			}
			s.search(t, x, text)
		}
	}
	// The search finds what it looks for where it is.
	if !strings.Contains(mails.String(), links[0]) || !strings.Contains(rows, people[0].email) || !strings.Contains(audit.String(), "sessions=") {
		t.Error("the haystacks are empty")
	}
}

func (s secret) search(t *testing.T, x *tape, text string) {
	t.Helper()
	shown := false
	for _, a := range x.all() {
		if strings.Contains(a.header.Get("Location"), text) || strings.Contains(a.header.Get("Link"), text) {
			t.Errorf("%s is in an address that %s leads to", s.what, a.path)
		}
		if !strings.Contains(a.body, text) {
			continue
		}
		if shown = true; s.shown == nil || !s.shown(a) {
			t.Errorf("%s is in the answer of %s %s", s.what, a.method, a.path)
		}
	}
	if s.shown != nil && strings.HasPrefix(s.what, "recovery") && !shown {
		t.Errorf("%s were never shown: %s", s.what, text)
	}
}

// at names the addresses, below the organization's, that may show a value.
func at(paths ...string) func(taped) bool {
	return func(a taped) bool {
		for _, p := range paths {
			if strings.HasPrefix(a.path, "/t/") && strings.HasSuffix(a.path, p) && len(strings.Split(strings.TrimSuffix(a.path, p), "/")) == 3 {
				return true
			}
		}
		return false
	}
}

func bare(codes []string) (out []string) {
	for _, one := range codes {
		out = append(out, strings.ReplaceAll(one, "-", ""))
	}
	return out
}

func writings(key []byte) []string {
	typed := factor.Key(key)
	return []string{string(key), hex.EncodeToString(key), base64.StdEncoding.EncodeToString(key), base64.RawURLEncoding.EncodeToString(key),
		typed.Base32(), strings.ToLower(typed.Base32()), typed.Grouped()}
}

// mainJob is the main journey: sign-up, policy, invitation, gate,
// wizard, second step by code and recovery code, trust, new codes, another
// app, password, reset, token; in browsers, by scripts and with bearer tokens.
func mainJob(t *testing.T, h *house) (o *org, people []*person, links []string) {
	o = h.org(t, "northwind")
	o.policy(func(p *wire.Policy) { p.Mode, p.TrustDays = domain.ModeRequired, 14 })
	maria := o.invited("maria", domain.RoleUser)
	maria.password = "maria's own long passphrase"
	links = append(links, h.linkToken(t, maria.email))
	maria.page().open("/t/northwind/invite/"+links[0]).send("/t/northwind/invite", "name", "Maria", "password", "too short").
		send("/t/northwind/invite", "name", "Maria", "password", maria.password)
	b := maria.toCodes(o)
	maria.codes = screen[wire.SetupCodes](b).Codes
	b.open(o.path("/setup/codes/download"))
	b.open(o.path("/setup/codes")).send(o.path("/setup/codes"), "saved", "1").wants(o.path("/setup/done"))
	first := *maria
	maria.signOut().start(wire.NextSecondStep)
	maria.do(wire.VerifyCode, wire.CodeRequest{Code: maria.wrong()})
	maria.verify(true)
	maria.signOut().start(wire.NextDone)
	maria.newCodes()
	second := *maria
	maria.signOut().start(wire.NextSecondStep)
	maria.recover()
	maria.replace(read[wire.Security](maria.client, wire.ReadSecurity, nil).Methods[0].ID)
	maria.codes = read[wire.RecoverySet](maria.confirm().client, wire.RenewRecovery, nil).Codes
	maria.do(wire.FinishSetup, wire.FinishSetupRequest{Saved: true}).wants(http.StatusOK)
	next := "another long passphrase of hers"
	maria.do(wire.ChangePassword, wire.ChangePasswordRequest{Password: maria.password, NewPassword: next})
	if maria.status != http.StatusOK {
		maria.confirm().do(wire.ChangePassword, wire.ChangePasswordRequest{Password: maria.password, NewPassword: next}).wants(http.StatusOK)
	}
	maria.password = next
	read[wire.TokenAnswer](maria.client, wire.IssueToken, nil)

	phone := o.invited("sam", domain.RoleAdmin)
	links = append(links, h.linkToken(t, phone.email))
	phone.client = h.bearer(t, "northwind", "")
	phone.accept()
	phone.setUp()
	phone.signIn().confirm()
	o.owner.confirm().do(wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Reason: "lost phone", Next: domain.ResetSetUp}, maria.id).wants(http.StatusOK)
	last := *maria
	maria.signIn().setUp()
	for _, path := range []string{"/me/security", "/me/activity", "/setup"} {
		maria.page().open(o.path(path))
	}
	for _, e := range wire.Endpoints() {
		if e.Method == http.MethodGet {
			o.owner.do(e, nil, maria.id)
			maria.do(e, nil, maria.id)
		}
	}
	h.work(t)
	return o, []*person{o.owner, maria, &first, &second, &last, phone}, links
}

// tokensGiven are the values of every cookie that was set, but for those that
// are no secrets.
func tokensGiven(x *tape) map[string]string {
	out := map[string]string{}
	for _, a := range x.all() {
		for _, k := range (&http.Response{Header: a.header}).Cookies() {
			if len(k.Value) < 20 || strings.HasPrefix(k.Name, "__Host-n-") || strings.HasPrefix(k.Name, "__Host-a-") || strings.HasPrefix(k.Name, "__Host-r-") || k.Name == "__Host-o" {
				continue
			}
			for _, v := range strings.Split(k.Value, ".") {
				out[k.Name+" "+v[:4]] = v
			}
		}
	}
	return out
}

func bearersGiven(t *testing.T, x *tape) (out []string) {
	t.Helper()
	for _, a := range x.all() {
		var body struct{ Token string }
		if strings.HasPrefix(a.header.Get("Content-Type"), "application/json") && json.Unmarshal([]byte(a.body), &body) == nil && body.Token != "" {
			out = append(out, body.Token[4:])
		}
	}
	if len(out) < 3 {
		t.Fatalf("%d bearer tokens", len(out))
	}
	return out
}

var longText = regexp.MustCompile(`[A-Za-z0-9+/=_-]{32,}`)

// keyMaterial is what lies in the key file, piece by piece, and what is
// derived from it.
func keyMaterial(t *testing.T, h *house) (out []secret) {
	t.Helper()
	file, err := h.keys.Encode()
	check(t, err)
	for _, piece := range longText.FindAllString(string(file), -1) {
		out = append(out, secret{"the data key", []string{piece}, nil})
	}
	pepper, err := h.keys.Derive("password", 32)
	check(t, err)
	return append(out, secret{"a derived key", writings(pepper), nil}, secret{"a private key", []string{"BEGIN PRIVATE", "BEGIN EC PRIVATE"}, nil})
}

// ASVS V14.2.1: a link's token leaves the address at once, for a page that
// holds it nowhere.
func TestSweepLinkTokens(t *testing.T) {
	inTaped(t, "a mailed token is in no address and page after it was opened", func(t *testing.T, h *house, x *tape) {
		o := h.org(t, "northwind")
		maria := o.invited("maria", domain.RoleUser)
		token := h.linkToken(t, maria.email)
		a := h.knock(t, http.MethodGet, "/t/northwind/invite/"+token, "")
		if a.status != http.StatusSeeOther || a.header.Get("Location") != "/t/northwind/invite" || strings.Contains(a.body, token) {
			t.Errorf("%d %v %s", a.status, a.header, a.body)
		}
		b := maria.page().open("/t/northwind/invite/"+token).send("/t/northwind/invite", "name", "", "password", "short")
		if u, err := url.Parse(b.at); err != nil || u.Path != "/t/northwind/invite" || strings.Contains(b.body, token) {
			t.Errorf("at %s", b.at)
		}
	})
}
