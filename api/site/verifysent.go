package site

import (
	"net/url"
	"time"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
)

// verifyPath is the page of one of the person's methods.
func verifyPath(c *door.Call, x flow.Way) string {
	if x.Method == domain.MethodPasskey {
		return c.Base() + "/sign-in/verify/passkey"
	}
	return c.Base() + "/sign-in/verify?way=" + url.QueryEscape(x.ID)
}

// sent reports whether codes of a method are sent.
func sent(m domain.Method) bool {
	return m == domain.MethodText || m == domain.MethodEmail || m == domain.MethodMailCode
}

// kindOf is the word for where codes of a method go.
func kindOf(m domain.Method) string {
	if m == domain.MethodMailCode {
		m = domain.MethodEmail
	}
	return string(m)
}

// secondStep is the page that asks for a method.
func (s *Site) secondStep(c *door.Call, half flow.HalfView, x flow.Way) wire.Screen {
	if sent(x.Method) {
		return verifySentScreen(c, half, x)
	}
	return verifyScreen(half, x)
}

func verifySentScreen(c *door.Call, half flow.HalfView, x flow.Way) wire.VerifySent {
	at, again := half.Sent(x)
	out := wire.VerifySent{Kind: kindOf(x.Method), Way: x.ID, Email: half.Person.Email, Hint: x.Hint, Digits: factor.Digits, SentAt: at, Wait: seconds(again, c.Now),
		Again: c.Gin.Query("sent") != "", Lost: half.Lost(x), WayBack: wayBack(half), Granted: x.ID == string(domain.MethodGrantedText)}
	if half.TrustOffered && half.Policy.TrustPlacement == domain.PlaceCodeStep && x.Method == domain.MethodText && !out.Granted {
		out.Trust = &wire.TrustBox{Days: half.Policy.TrustDays}
	}
	return out
}

// seconds are those until at, rounded up; 0 when it has passed.
func seconds(at, now time.Time) int {
	if !at.After(now) {
		return 0
	}
	return int((at.Sub(now) + time.Second - 1) / time.Second)
}

// sendNow sends a code to the method that was chosen, or leads to the page of
// one that needs none.
func (s *Site) sendNow(c *door.Call) error {
	half, err := s.half(c)
	if err != nil {
		return err
	}
	way := c.Gin.PostForm("way")
	x := half.Way(way)
	if way == string(domain.MethodGrantedText) && x.ID != way {
		return s.again(c, domain.Refuse(domain.Gone, domain.CodeGrantOver), s.secondStep(c, half, half.Way("")))
	}
	if !sent(x.Method) {
		return see(c, verifyPath(c, x))
	}
	before, _ := half.Sent(x)
	if err := s.flows.SendCode(c, c.Request, c.Half, x.ID); err != nil {
		return s.stepRefused(c, err, func(half flow.HalfView) error { return s.again(c, err, verifySentScreen(c, half, x)) })
	}
	if before.IsZero() {
		return see(c, verifyPath(c, x))
	}
	return see(c, verifyPath(c, x)+"&sent=1")
}

// resend is "Didn't get it?".
func (s *Site) resend(c *door.Call) error {
	half, err := s.half(c)
	if err != nil {
		return err
	}
	x := half.Way(c.Gin.Query("way"))
	at, again := half.Sent(x)
	if at.IsZero() {
		return see(c, verifyPath(c, x))
	}
	return s.draw(c, wire.Resend{Kind: kindOf(x.Method), Way: x.ID, Hint: x.Hint, SentAt: at, Wait: seconds(again, c.Now), Minutes: half.Policy.ResendMinutes(), Lost: half.Lost(x), Sender: s.config.MailFrom})
}

func (s *Site) verifySentAgain(c *door.Call, err error, in flow.VerifyInput, half flow.HalfView, x flow.Way) error {
	screen := verifySentScreen(c, half, x)
	screen.Typed = in.Code
	if screen.Trust != nil {
		screen.Trust.Checked = in.TrustBox
	}
	e := c.Refusal(err)
	if left, ok := e.Args["left"].(int); ok {
		screen.TriesLeft = left
	}
	if e.Code == domain.CodeLooksLikeRecovery {
		screen.LooksRecovery = true
		err = domain.RefuseField(domain.Invalid, domain.CodeCodeNotDigits, "code")
	}
	return s.again(c, err, screen)
}
