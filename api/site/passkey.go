package site

import (
	"net/http"
	"strings"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor/passkey"
	"twofold/domain/signin"
)

// challengeAt is where a page's script gets a challenge.
func challengeAt(c *door.Call, e wire.Endpoint) string { return c.Base() + "/api/v1" + e.Path }

// passkeyAnswer is what a passkey form posted.
func passkeyAnswer(c *door.Call) flow.PasskeyAnswer {
	return flow.PasskeyAnswer{Ceremony: c.Gin.PostForm("ceremony"), Response: c.Gin.PostForm("passkey")}
}

// passkeySignIn is a complete sign-in by passkey.
func (s *Site) passkeySignIn(c *door.Call) error {
	next, answer := c.Gin.PostForm("next"), passkeyAnswer(c)
	out, err := s.flows.SignInByPasskey(c, c.Request, answer)
	if err == nil {
		if err := s.begin(c, out.Token); err != nil {
			return err
		}
		return s.goOn(c, out.Person, out.Step, next)
	}
	switch domain.CodeOf(err) {
	case domain.CodeSuspended:
		return err
	case domain.CodePasskeyUnknown:
		screen, screenErr := s.signInScreen(c, "", next)
		if screenErr != nil {
			return screenErr
		}
		screen.SignedInAs = ""
		if site, credential, tell := s.flows.PasskeyUnknown(c.Request, answer); tell {
			screen.Site, screen.Unknown = site, credential
		}
		return s.again(c, err, screen)
	}
	return s.signInAgain(c, err, "", next)
}

func passkeyStep(c *door.Call, half flow.HalfView) wire.PasskeyStep {
	out := wire.PasskeyStep{Email: half.Person.Email, Challenge: challengeAt(c, wire.AskPasskey), WayBack: wayBack(half)}
	if half.TrustOffered && half.Policy.TrustPlacement == domain.PlaceCodeStep {
		out.Trust = &wire.TrustBox{Days: half.Policy.TrustDays, Checked: c.Gin.PostForm("trust") != ""}
	}
	return out
}

// verifyPasskey asks for a passkey as second step.
func (s *Site) verifyPasskey(c *door.Call) error {
	half, err := s.half(c)
	if err != nil {
		return err
	}
	if half.Closed(signin.PasskeyTouch, c.Now) {
		return s.locked(c, half)
	}
	return s.draw(c, passkeyStep(c, half))
}

func (s *Site) verifyPasskeyNow(c *door.Call) error {
	out, err := s.flows.VerifyPasskey(c, c.Request, c.Half, passkeyAnswer(c), c.Gin.PostForm("trust") != "")
	if err == nil {
		return s.verified(c, out)
	}
	return s.stepRefused(c, err, func(half flow.HalfView) error { return s.again(c, err, passkeyStep(c, half)) })
}

// setupPasskey creates a passkey or a security key.
func (s *Site) setupPasskey(c *door.Call) error {
	view, done, err := s.liveSetup(c)
	if done || err != nil {
		return err
	}
	if _, place := ownSetup(c, view, domain.MethodPasskey); place == c.Base()+"/setup/backup" {
		return see(c, place)
	}
	if view.Found && view.Method == domain.MethodPasskey && c.Gin.Query("kind") == "" && c.Gin.Query("again") == "" {
		return see(c, c.Base()+"/setup/passkey/name")
	}
	return s.draw(c, setupPasskeyScreen(c, view, c.Gin.Query("kind")))
}

func setupPasskeyScreen(c *door.Call, view flow.SetupView, kind string) wire.SetupPasskey {
	if kind != wire.KindSecurityKey {
		kind = wire.KindPasskey
	}
	out := wire.SetupPasskey{Step: pageStep(c, view, domain.MethodPasskey, stepMethod), Kind: kind, Challenge: challengeAt(c, wire.CreatePasskey)}
	switch {
	case backing(view, domain.MethodPasskey):
		out.Back = c.Base() + "/setup/backup?choose=1"
	case c.Visit.ActsAs != domain.RolePending:
		out.Back = c.Base() + "/me/security"
	}
	return out
}

func (s *Site) setupPasskeyNow(c *door.Call) error {
	_, err := s.flows.PasskeyCreated(c, c.Request, c.Visit, passkeyAnswer(c), c.Replaces())
	if asked, err := confirmed(c, err, s.setupReason(c), c.Base()+"/setup/passkey"); asked {
		return err
	}
	if err != nil {
		view, readErr := s.flows.Setup(c, c.Request, c.Visit)
		if readErr != nil {
			return readErr
		}
		return s.again(c, err, setupPasskeyScreen(c, view, c.Gin.PostForm("kind")))
	}
	return see(c, c.Base()+"/setup/passkey/name")
}

// namePasskey names the passkey that was made.
func (s *Site) namePasskey(c *door.Call) error {
	view, done, err := s.liveSetup(c)
	if done || err != nil {
		return err
	}
	if !view.Found || view.Method != domain.MethodPasskey {
		return see(c, c.Base()+"/setup/passkey")
	}
	return s.draw(c, namePasskeyScreen(c, view, view.Name))
}

func namePasskeyScreen(c *door.Call, view flow.SetupView, name string) wire.PasskeyName {
	out := wire.PasskeyName{Step: nameStep(c, view), Kind: wire.KindPasskey, Name: name}
	if view.Passkey == passkey.SecurityKey {
		out.Kind = wire.KindSecurityKey
	}
	return out
}

// nameStep is the place of naming a passkey, which its backup comes after.
func nameStep(c *door.Call, view flow.SetupView) wire.Step {
	if view.Backup {
		return wizardStep(c, view, view.Main, stepBackup)
	}
	return wizardStep(c, view, domain.MethodPasskey, stepProve)
}

func (s *Site) namePasskeyNow(c *door.Call) error {
	name := c.Gin.PostForm("name")
	turned, err := s.flows.FinishPasskey(c, c.Request, c.Visit, name)
	switch {
	case domain.CodeOf(err) == domain.CodeEnrollmentExpired:
		return see(c, c.Base()+"/setup/passkey")
	case err != nil:
		view, done, viewErr := s.liveSetup(c)
		if done || viewErr != nil {
			return viewErr
		}
		return s.again(c, err, namePasskeyScreen(c, view, strings.TrimSpace(name)))
	case turned != nil:
		return s.turnedOn(c, turned)
	}
	return s.goOnSetup(c)
}

// passkeyEndpoints tells password managers where passkeys are made and managed
// (W3C Passkey Endpoints). An address of the service belongs to no
// organization, so both lead to the door.
func (s *Site) passkeyEndpoints(c *door.Call) error {
	if !s.flows.Passkeys() {
		return notFound()
	}
	at := s.config.PublicURL + "/"
	c.Gin.JSON(http.StatusOK, map[string]string{"enroll": at, "manage": at})
	return nil
}
