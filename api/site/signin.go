package site

import (
	"net/http"
	"net/url"
	"strings"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/signin"
)

// home leads to where somebody belongs.
func (s *Site) home(c *door.Call) error {
	if c.Visit == nil {
		return see(c, c.Base()+"/sign-in")
	}
	return see(c, s.landing(c, c.Visit.Person.Role, stepOf(c.Visit)))
}

func stepOf(v *flow.Visit) signin.Step {
	if v.ActsAs == domain.RolePending {
		return signin.Enroll
	}
	return signin.Grant
}

// landing is the first page after signing in.
func (s *Site) landing(c *door.Call, role domain.Role, step signin.Step) string {
	switch {
	case step == signin.Enroll:
		return c.Base() + "/setup"
	case role.Privileged():
		return c.Base() + wire.AdminStart(&wire.Me{Role: string(role)})
	}
	return c.Base() + "/me/security"
}

func (s *Site) signIn(c *door.Call) error {
	if c.Org.State == domain.TenantUnconfirmed {
		return domain.Refuse(domain.NotFound, domain.CodeOrgUnknown).With("name", c.Org.ShortName)
	}
	email, next, late := "", c.Gin.Query("next"), c.Gin.Query("expired") != ""
	back := c.Half != ""
	if back { // "Back" from the second step ends the attempt
		if err := s.flows.CancelHalf(c, c.Request, c.Half); err != nil {
			return err
		}
		c.SetHalf("")
	}
	if late || back && next == "" { // the attempt ended, not what it was for
		email, next = c.Address(), c.Next()
	}
	screen, err := s.signInScreen(c, email, next)
	if err != nil {
		return err
	}
	p, err := s.page(c)
	if err != nil {
		return err
	}
	p.Notice = changedNotice(c)
	switch {
	case late:
		p.Summary = []wire.Message{{Code: string(domain.CodeAttemptExpired)}}
	case screen.Next != "" && screen.SignedInAs == "" && !back && wasSignedIn(c):
		p.Summary = []wire.Message{{Code: string(domain.CodeSignedOut)}}
	}
	return s.show(c, http.StatusOK, p, screen)
}

// wasSignedIn tells a browser whose session ended from one that comes by a
// link and never had one here.
func wasSignedIn(c *door.Call) bool {
	_, had := c.Sessions()[c.Scope.Tenant()]
	return had
}

func (s *Site) signInScreen(c *door.Call, email, next string) (wire.SignIn, error) {
	screen := wire.SignIn{Email: email, Next: safeNext(c, next, "")}
	if c.Visit != nil {
		screen.SignedInAs, screen.Continue = c.Visit.Person.Email, s.landing(c, c.Visit.Person.Role, stepOf(c.Visit))
	}
	_, policy, err := s.flows.Organization(c, c.Scope)
	if err == nil && s.flows.PasskeySignIns(policy) {
		screen.Passkey = challengeAt(c, wire.AskAnyPasskey)
	}
	var box bool
	if err == nil {
		box, err = s.flows.BoxAtPassword(c, c.Request, policy)
	}
	if box {
		screen.Trust = &wire.TrustBox{Days: policy.TrustDays, Checked: c.Gin.Request.Method == http.MethodPost && c.Gin.PostForm("trust") != ""}
	}
	return screen, err
}

func (s *Site) signInNow(c *door.Call) error {
	form := c.Gin.PostForm
	in := flow.SignInInput{Email: strings.TrimSpace(form("username")), Password: form("password"), Trust: c.TrustTokens(), TrustBox: form("trust") != ""}
	out, err := s.flows.SignIn(c, c.Request, in)
	if err != nil {
		return s.signInAgain(c, err, in.Email, form("next"))
	}
	if out.NewTrust != "" {
		c.SetTrust(out.NewTrust, out.UsedTrust)
	}
	if out.Step == signin.Challenge {
		c.SetHalf(out.Token)
		c.SetAddress(in.Email)
		c.SetNext(safeNext(c, form("next"), ""))
		return see(c, s.secondStepPath(c, out.Methods))
	}
	if err := s.begin(c, out.Token); err != nil {
		return err
	}
	return s.goOn(c, out.Person, out.Step, form("next"))
}

func (s *Site) secondStepPath(c *door.Call, methods []domain.Method) string {
	if len(methods) > 0 && methods[0] == domain.MethodRecovery {
		return c.Base() + "/sign-in/verify/recovery"
	}
	if len(methods) > 0 && methods[0] == domain.MethodAccessCode {
		return c.Base() + "/sign-in/verify/access-code"
	}
	if len(methods) > 0 && methods[0] == domain.MethodGrantedText {
		return c.Base() + "/sign-in/verify?way=" + string(methods[0])
	}
	if len(methods) > 0 && methods[0] == domain.MethodPasskey {
		return c.Base() + "/sign-in/verify/passkey"
	}
	return c.Base() + "/sign-in/verify"
}

// begin hands over a session that begins now; the one this browser had in the
// organization ends by it (ASVS V7.2.4).
func (s *Site) begin(c *door.Call, token string) error {
	if c.Visit != nil {
		if err := s.flows.SignOut(c, c.Request, c.Visit); err != nil {
			return err
		}
	}
	return c.SetSession(token)
}

// goOn leads to where somebody wanted to go before they signed in, by the
// set-up where a reset asked them to (O15).
func (s *Site) goOn(c *door.Call, who domain.User, step signin.Step, next string) error {
	to := s.landing(c, who.Role, step)
	if step == signin.Grant {
		to = safeNext(c, next, to)
	}
	if step == signin.Grant && who.SetAgain {
		_, policy, err := s.flows.Organization(c, c.Scope)
		if err != nil {
			return err
		}
		if policy.AskedAgain(who) {
			to = c.Base() + "/setup?next=" + url.QueryEscape(to)
		}
	}
	return see(c, to)
}

// codeSlowed says why the button of the sign-in page counts. It is no code of
// the API, whose clients count for themselves.
const codeSlowed domain.Code = "slowed"

func (s *Site) signInAgain(c *door.Call, err error, email, next string) error {
	if domain.CodeOf(err) == domain.CodeSuspended {
		return err
	}
	screen, screenErr := s.signInScreen(c, email, next)
	if screenErr != nil {
		return screenErr
	}
	screen.SignedInAs = ""
	if wait := c.Refusal(err).RetryAfter; wait > 0 {
		screen.Wait = int(wait.Seconds() + 0.999)
	}
	if domain.CodeOf(err) == domain.CodeRateLimited { // the button counts
		slowed := *c.Refusal(err)
		slowed.Code = codeSlowed
		err = &slowed
	}
	return s.again(c, err, screen)
}

func (s *Site) signOut(c *door.Call) error {
	if err := s.flows.SignOut(c, c.Request, c.Visit); err != nil {
		return err
	}
	c.ClearSession()
	c.Gin.Header("Clear-Site-Data", `"cache", "storage"`)
	return see(c, safeAfter(c, c.Gin.PostForm("next")))
}

// safeAfter is where signing out leads: the goodbye page, an invitation for
// somebody else, or the sign-in page for another account.
func safeAfter(c *door.Call, next string) string {
	for _, page := range []string{"/invite", "/sign-in"} {
		if next == page || next == c.Base()+page {
			return c.Base() + page
		}
	}
	return c.Base() + "/signed-out"
}

func (s *Site) signedOut(c *door.Call) error {
	return s.draw(c, wire.SignedOut{Trusted: len(c.TrustTokens()) > 0})
}

func (s *Site) forgetBrowser(c *door.Call) error {
	if err := s.flows.ForgetBrowser(c, c.Request, c.TrustTokens()); err != nil {
		return err
	}
	c.ForgetTrust()
	return see(c, c.Base()+"/signed-out")
}

func (s *Site) invite(c *door.Call) error {
	return s.inviteScreen(c, nil, "")
}

func (s *Site) inviteScreen(c *door.Call, failed error, name string) error {
	found, err := s.flows.ReadInvitation(c, c.Request, c.Link())
	if err != nil {
		return err
	}
	screen := wire.Invite{State: string(found.State), Inviter: found.Inviter, Email: found.Email, Name: name, PasswordMin: found.PasswordMin, SetUpNext: found.Required}
	if found.State == domain.InvitationOpen {
		screen.State = ""
		if c.Visit != nil {
			screen.State, screen.SignedInAs = "other", c.Visit.Person.Email
		}
	}
	if failed != nil {
		return s.again(c, failed, screen)
	}
	return s.draw(c, screen)
}

func (s *Site) inviteNow(c *door.Call) error {
	name := c.Gin.PostForm("name")
	entry, err := s.flows.AcceptInvitation(c, c.Request, c.Link(), name, c.Gin.PostForm("password"))
	if err != nil {
		return s.inviteScreen(c, err, name)
	}
	c.SetLink("")
	return s.entered(c, entry)
}
