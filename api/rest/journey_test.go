package rest_test

import (
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"twofold/api/wire"
	"twofold/domain"
)

// phone is an authenticator app of another maker, with one key.
type phone struct {
	*house
	key string
}

func (p phone) code() string {
	p.Helper()
	code, err := totp.GenerateCode(p.key, p.Now())
	p.must(err)
	return code
}

// later is a code that was not used yet.
func (p phone) later() string {
	p.Pass(30 * time.Second)
	return p.code()
}

// The whole main job by HTTP alone: an organization signs up, requires a
// second step, invites somebody, who is stopped at the gate, sets up an app,
// signs in with it, trusts the client, is reset and sets up again. Once with
// bearer tokens, as a mobile app, and once with cookies.
func TestTheMainJobByHTTPAlone(t *testing.T) {
	for _, bearer := range []bool{true, false} {
		t.Run(map[bool]string{true: "bearer", false: "cookies"}[bearer], func(t *testing.T) {
			inHouses(t, func(h *house) { journey(h, bearer) })
		})
	}
}

func journey(h *house, bearer bool) {
	h.Helper()
	owner := startNorthwind(h)
	owner.confirm(domain.ConfirmByPassword, strong)
	ownersPhone, _ := owner.setUp("")
	requireTwoStep(owner)

	owner.confirm(domain.ConfirmByApp, ownersPhone.later())
	owner.want(200, wire.InvitePeople, wire.InviteRequest{Emails: []string{"maria@northwind.example"}, Role: domain.RoleUser}, nil)
	maria := h.client("northwind")
	maria.keepsTokens = bearer
	id := maria.accepts("maria@northwind.example")
	maria.refused(403, domain.CodeEnrollmentRequired, wire.ReadSecurity, nil)

	app, codes := maria.setUp("")
	if len(codes) != 10 {
		h.Errorf("%d recovery codes", len(codes))
	}
	maria.want(200, wire.ReadSecurity, nil, nil)
	maria.signsOut()
	maria.signsInWith(app, true)
	maria.signsOut()
	maria.signsInTrusted()

	owner.confirm(domain.ConfirmByApp, ownersPhone.later())
	var reset wire.ResetAnswer
	owner.want(200, wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Reason: "lost phone, called back", Next: domain.ResetSetUp}, &reset, id)
	if reset.Methods != 1 || reset.TrustedBrowsers != 1 || reset.Sessions != 1 || reset.Person.TwoStep != domain.TwoStepReset {
		h.Errorf("P24: %+v", reset)
	}
	maria.refused(401, domain.CodeSignedOut, wire.ReadSession, nil)
	maria.forgetsSession()
	if next := maria.starts().Next; next != wire.NextSetUp {
		h.Fatalf("P24: after a reset sign-in leads to %s", next)
	}
	maria.setUp("maria@northwind.example (2)")
	maria.want(200, wire.ReadSecurity, nil, nil)
}

// startNorthwind signs up an organization and follows its owner's link, in
// one cookie jar, as a browser.
func startNorthwind(h *house) *client {
	h.Helper()
	c := h.client("northwind")
	c.want(200, wire.CreateOrganization, wire.CreateOrganizationRequest{Organization: "Northwind", Short: "northwind", Name: "Olga Owner", Email: "olga@northwind.example", Password: strong}, nil)
	short, token := h.link("olga@northwind.example")
	if c.org = short; short != "northwind" {
		h.Fatalf("the link leads to %s", short)
	}
	var read wire.Confirmation
	c.want(200, wire.ReadConfirmation, wire.LinkRequest{Token: token}, &read)
	var in wire.SignInAnswer
	c.want(200, wire.AcceptConfirmation, wire.LinkRequest{Token: token}, &in)
	c.csrf = in.CSRF
	c.refused(410, domain.CodeLinkUsed, wire.AcceptConfirmation, wire.LinkRequest{Token: token})
	if in.Next != wire.NextDone || in.Token != "" || read.Email != "olga@northwind.example" {
		h.Fatalf("confirmed: %+v %+v", in, read)
	}
	return c
}

func requireTwoStep(owner *client) {
	owner.Helper()
	var doc wire.PolicyDocument
	tag := owner.want(200, wire.ReadPolicy, nil, &doc).Header().Get("ETag")
	doc.Policy.Mode, doc.Policy.TrustDays = domain.ModeRequired, 14
	owner.header = map[string]string{"If-Match": tag}
	owner.want(200, wire.SavePolicy, wire.SavePolicyRequest{Policy: doc.Policy, Notify: true}, nil)
}

func (c *client) confirm(by domain.ConfirmMethod, secret string) {
	c.Helper()
	in := wire.ConfirmRequest{Method: by, Password: secret}
	if by == domain.ConfirmByApp {
		in = wire.ConfirmRequest{Method: by, Code: secret}
	}
	c.want(200, wire.ConfirmSession, in, nil)
}

// setUp goes through the wizard. account is the label the key must have.
func (c *client) setUp(account string) (phone, []string) {
	c.Helper()
	var s wire.Setup
	c.want(200, wire.StartSetup, wire.StartSetupRequest{}, &s)
	if s.Step != wire.SetupStepApp || s.Key != "" || len(s.Apps) != 5 || s.Apps[4].ID != wire.OtherApp {
		c.Fatalf("P3: start %+v", s)
	}
	c.want(200, wire.ChooseSetupApp, wire.ChooseAppRequest{App: s.Apps[1].ID}, &s)
	if s.Step != wire.SetupStepScan || s.QR == nil || !strings.HasPrefix(s.URI, "otpauth://totp/") || account != "" && s.Account != account {
		c.Fatalf("P4, O10: scan %+v", s)
	}
	p := phone{c.house, s.Key}
	wrong := c.refused(422, domain.CodeCodeWrong, wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: notThe(p.code()), Name: "Pixel"})
	if wrong.problem.Errors[0].Pointer != "/code" {
		c.Errorf("%s", wrong.Body)
	}
	var again wire.Setup
	c.want(200, wire.ReadSetup, nil, &again)
	if again.Key != s.Key || again.Wrong != 1 {
		c.Errorf("a wrong code changed the key: %+v", again)
	}
	var confirmed wire.SetupConfirmed
	c.want(200, wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: p.code(), Name: "Pixel"}, &confirmed)
	var codes wire.RecoverySet
	c.want(200, wire.ReadSetupCodes, nil, &codes)
	c.refused(422, domain.CodeTickRequired, wire.FinishSetup, wire.FinishSetupRequest{})
	var on wire.SetupFinished
	c.want(200, wire.FinishSetup, wire.FinishSetupRequest{Saved: true}, &on)
	c.renew(on.Renewal)
	if confirmed.Step != wire.SetupStepCodes || on.Method != "Pixel" || !on.First {
		c.Errorf("A6: %+v %+v", confirmed, on)
	}
	return p, codes.Codes
}

func notThe(code string) string {
	last := '0' + (code[5]-'0'+5)%10
	return code[:5] + string(last)
}

func (c *client) renew(r wire.Renewal) {
	if r.Token != "" {
		c.token = r.Token
	}
	if r.CSRF != "" {
		c.csrf = r.CSRF
	}
}

// accepts follows an invitation and returns the person's id.
func (c *client) accepts(email string) string {
	c.Helper()
	_, token := c.link(email)
	var read wire.Invitation
	c.want(200, wire.ReadInvitation, wire.LinkRequest{Token: token}, &read)
	if read.State != domain.InvitationOpen || read.Email != email || read.Inviter != "Olga Owner" || !read.SetUpNext {
		c.Errorf("invitation %+v", read)
	}
	var in wire.SignInAnswer
	c.want(200, wire.AcceptInvitation, wire.AcceptInvitationRequest{Token: token, Name: "Maria Lopez", Password: strong, Bearer: c.keepsTokens}, &in)
	c.entered(in, wire.NextSetUp)
	var me wire.Session
	c.want(200, wire.ReadSession, nil, &me)
	return me.Person.ID
}

// entered keeps the credentials of an answer, which are of the kind that was
// asked for and no other.
func (c *client) entered(in wire.SignInAnswer, next string) {
	c.Helper()
	prefix := map[string]string{wire.NextSecondStep: "tfh_"}[next]
	if prefix == "" {
		prefix = "tfs_"
	}
	if in.Next != next || c.keepsTokens != strings.HasPrefix(in.Token, prefix) || c.keepsTokens == (in.CSRF != "") {
		c.Fatalf("want %s by bearer %v: %+v", next, c.keepsTokens, in)
	}
	if c.keepsTokens && len(c.jar) > 0 {
		c.Errorf("a bearer client was given cookies: %v", c.jar)
	}
	c.renew(wire.Renewal{Token: in.Token, CSRF: in.CSRF})
}

func (c *client) starts() wire.SignInAnswer {
	c.Helper()
	c.token = c.trust
	var in wire.SignInAnswer
	c.want(200, wire.StartSignIn, wire.SignInRequest{Email: "maria@northwind.example", Password: strong, Bearer: c.keepsTokens}, &in)
	c.renew(wire.Renewal{Token: in.Token, CSRF: in.CSRF})
	return in
}

func (c *client) signsInWith(app phone, trust bool) {
	c.Helper()
	c.entered(c.starts(), wire.NextSecondStep)
	var page wire.SignInPage
	c.want(200, wire.ReadSignIn, nil, &page)
	if page.SecondStep == nil || page.SecondStep.Trust == nil || page.SecondStep.Trust.Days != 14 || len(page.SecondStep.Methods) != 2 ||
		page.SecondStep.Methods[0].Name != "Pixel" || page.SecondStep.Methods[1].Left != 10 {
		c.Fatalf("second step %+v", page.SecondStep)
	}
	c.refused(401, domain.CodeSignedOut, wire.ReadSecurity, nil)
	code := app.later()
	var in wire.SignInAnswer
	c.want(200, wire.VerifyCode, wire.CodeRequest{Code: code[:3] + " " + code[3:], Trust: trust}, &in)
	c.entered(in, wire.NextDone)
	c.trust = in.TrustToken
	if c.keepsTokens != strings.HasPrefix(in.TrustToken, "tft_") {
		c.Errorf("trust token %q", in.TrustToken)
	}
	var s wire.Session
	c.want(200, wire.ReadSession, nil, &s)
	if s.ACR != string(domain.AssuranceTwo) || strings.Join(s.AMR, " ") != "pwd otp mfa" {
		c.Errorf("signed in as %s %v", s.ACR, s.AMR)
	}
}

// signsInTrusted signs in without a code. The session doesn't claim one.
func (c *client) signsInTrusted() {
	c.Helper()
	in := c.starts()
	c.entered(in, wire.NextDone)
	if c.keepsTokens && (in.TrustToken == "" || in.TrustToken == c.trust) {
		c.Errorf("F20: the trust token was not renewed")
	}
	if in.TrustToken != "" {
		c.trust = in.TrustToken
	}
	var s wire.Session
	c.want(200, wire.ReadSession, nil, &s)
	if s.ACR != string(domain.AssuranceOne) || strings.Join(s.AMR, " ") != "pwd" {
		c.Errorf("a trusted browser is no second factor: %s %v", s.ACR, s.AMR)
	}
	var all wire.Security
	c.want(200, wire.ReadSecurity, nil, &all)
	if len(all.TrustedBrowsers) != 1 || c.keepsTokens == all.TrustedBrowsers[0].Current || !all.Sessions[0].Current {
		c.Errorf("P18: %+v %+v", all.TrustedBrowsers, all.Sessions)
	}
}

func (c *client) signsOut() {
	c.Helper()
	c.want(204, wire.EndSession, nil, nil)
	c.refused(401, domain.CodeSignedOut, wire.ReadSession, nil)
	c.forgetsSession()
}

func (c *client) forgetsSession() { c.token, c.csrf = "", "" }
