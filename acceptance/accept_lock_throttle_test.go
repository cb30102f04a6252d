package acceptance_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

func TestAcceptanceLockThrottles(t *testing.T) {
	inOrgs(t,
		acase{"F18 one network has thirty tries in ten minutes over all accounts", sourceThrottle},
		acase{"F18 wrong passwords of one account from one network wait, and waits double", pairWaits},
		acase{"F18 a stranger can't lock out a browser that signed in before", strangerLocksNobody},
		acase{"F18 a stranger on the same network locks out no browser that signed in before", crowdedNetwork},
		acase{"F18 a known browser's right password opens no network that strangers closed", knownOpensNothing},
		acase{"F18 clients without cookies are never taken for a known browser", bearerIsUnknown},
		acase{"F18 a right password forgets the wrong ones", rightPasswordForgives},
		acase{"F18 A29 from the third wrong password on a reset is offered, account or not", thirdOffersReset},
		acase{"F18 the throttle counts confirmations that it's you", confirmationCounts},
		acase{"F18 thirty wrong passwords at once are counted one by one", thirtyAtOnce},
	)
}

// guess tries a wrong password for an address, from where the client is.
func (c *client) guess(email string) *client {
	c.t.Helper()
	return c.do(wire.StartSignIn, wire.SignInRequest{Email: email, Password: "not the right password", Bearer: c.jar == nil})
}

// throttled fails unless the answer is to wait, and returns for how long.
func (c *client) throttled() time.Duration {
	c.t.Helper()
	p := c.refused(http.StatusTooManyRequests, domain.CodeRateLimited)
	s, err := strconv.Atoi(c.header.Get("Retry-After"))
	check(c.t, err)
	if s < 1 || s != p.RetryAfter {
		c.t.Fatalf("Retry-After %q, retry_after %d", c.header.Get("Retry-After"), p.RetryAfter)
	}
	return time.Duration(s) * time.Second
}

func sourceThrottle(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	source := o.h.network()
	for n := range 30 {
		c := o.h.client(t, o.short)
		c.from = source
		c.guess(fmt.Sprintf("nobody%d@%s.example", n, o.short)).refused(http.StatusUnauthorized, domain.CodeBadCredentials)
	}
	// Another address of the same /24 is the same source.
	same := maria.elsewhere()
	same.from = source[:len(source)-1] + "200"
	if wait := same.knock().throttled(); wait > 10*time.Minute {
		t.Fatalf("wait %s", wait)
	}
	same.page().open(o.path("/sign-in")).send(o.path("/sign-in"), "username", maria.email, "password", maria.password).says(t, true, "Too many")
	maria.elsewhere().start(wire.NextDone)
	o.h.pass(10 * time.Minute)
	same.start(wire.NextDone)
}

func thirdOffersReset(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	signIn := o.path("/sign-in")
	var pages []string
	for _, email := range []string{maria.email, "nobody@" + o.short + ".example"} {
		b := o.h.browser(t).open(signIn)
		for n := 1; n <= 4; n++ {
			o.h.pass(time.Second)
			b.send(signIn, "username", email, "password", "not the right password").wants(signIn, "Email or password is not correct.")
			b.says(t, n >= 3, "You can reset your password.")
		}
		pages = append(pages, fmt.Sprint(b.code, strings.ReplaceAll(b.text()[:strings.Index(b.text(), "Reference")], email, "…")))
		c := o.h.client(t, o.short)
		for n := 1; n <= 3; n++ {
			p := c.guess(email).refused(http.StatusUnauthorized, domain.CodeBadCredentials)
			if offered := p.Args["reset"] == "true"; offered != (n == 3) {
				t.Errorf("try %d for %s offers a reset: %v", n, email, offered)
			}
		}
	}
	if pages[0] != pages[1] {
		t.Errorf("the pages differ:\n%s\n%s", pages[0], pages[1])
	}
	maria.elsewhere().start(wire.NextDone)
	fresh := o.h.browser(t).open(signIn).send(signIn, "username", maria.email, "password", "not the right password")
	fresh.says(t, false, "You can reset your password.")
}

func pairWaits(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	for _, email := range []string{maria.email, "nobody@" + o.short + ".example"} {
		c := o.h.client(t, o.short)
		for range 3 {
			c.guess(email).refused(http.StatusUnauthorized, domain.CodeBadCredentials)
		}
		for want := time.Second; want <= 15*time.Minute; want = want * 2 {
			if wait := c.guess(email).throttled(); wait != want {
				t.Fatalf("%s: wait %s, want %s", email, wait, want)
			}
			if email == maria.email && want == 8*time.Second {
				c.do(wire.StartSignIn, wire.SignInRequest{Email: email, Password: password}).throttled()
			}
			o.h.pass(want)
			c.guess(email).refused(http.StatusUnauthorized, domain.CodeBadCredentials)
		}
		if wait := c.guess(email).throttled(); wait != 15*time.Minute {
			t.Fatalf("%s: longest wait %s", email, wait)
		}
	}
	maria.elsewhere().start(wire.NextDone) // another network waits for nothing
}

func strangerLocksNobody(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	maria.signOut()
	hundred := func(times int) {
		for range times {
			o.h.client(t, o.short).guess(maria.email).refused(http.StatusUnauthorized, domain.CodeBadCredentials)
		}
	}
	hundred(99)
	maria.elsewhere().start(wire.NextSecondStep)
	hundred(100)
	// From an unknown browser the right password is not enough any more, and
	// the answer doesn't say that it was right.
	maria.elsewhere().knock().refused(http.StatusUnauthorized, domain.CodeBadCredentials)
	// A stranger on the person's own network closes it for everybody but the
	// browser they use.
	near := o.h.client(t, o.short)
	near.from = maria.from
	for range 3 {
		near.guess(maria.email).refused(http.StatusUnauthorized, domain.CodeBadCredentials)
	}
	near.guess(maria.email).throttled()
	maria.start(wire.NextSecondStep)
	maria.verify(false)
	// Signing in has shown that the account is in its owner's hands.
	maria.elsewhere().start(wire.NextSecondStep)
}

func rightPasswordForgives(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	c := maria.elsewhere()
	for range 12 {
		for range 2 {
			c.guess(maria.email).refused(http.StatusUnauthorized, domain.CodeBadCredentials)
		}
		c.start(wire.NextDone)
	}
}

func confirmationCounts(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	for range 3 {
		maria.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPassword, Password: "wrong password here"}).refused(http.StatusUnprocessableEntity, domain.CodePasswordWrong)
	}
	maria.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPassword, Password: maria.password}).throttled()
	if !maria.alive() {
		t.Fatal("signed out by wrong passwords")
	}
	o.h.pass(time.Second)
	maria.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPassword, Password: maria.password}).wants(http.StatusOK)
}

func thirtyAtOnce(t *testing.T, o *org) {
	c := o.h.client(t, o.short)
	got := together(t, c.crowd(30), wire.StartSignIn, wire.SignInRequest{Email: o.owner.email, Password: "not the right password"})
	if got[http.StatusUnauthorized] != 3 || got[http.StatusTooManyRequests] != 27 {
		t.Fatalf("answers %v", got)
	}
}

func crowdedNetwork(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	maria.signOut()
	near := o.h.client(t, o.short)
	near.from = maria.from
	for n := range 30 {
		near.guess(fmt.Sprintf("nobody%d@%s.example", n, o.short))
	}
	near.guess("one-more@" + o.short + ".example").throttled()
	stranger := maria.elsewhere()
	stranger.from = maria.from
	stranger.knock().throttled()
	maria.start(wire.NextSecondStep)
	maria.verify(false)
	maria.signOut()
	// What the browser itself gets wrong makes it wait, for its own time.
	for range 3 {
		maria.guess(maria.email).refused(http.StatusUnauthorized, domain.CodeBadCredentials)
	}
	if wait := maria.guess(maria.email).throttled(); wait != time.Second {
		t.Fatalf("its own wait is %s", wait)
	}
}

// knownOpensNothing: whoever has an account of their own signs in to it between
// guesses at those of others. What wasn't counted is not forgiven.
func knownOpensNothing(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	guess := func(n int) *client {
		c := o.h.client(t, o.short)
		c.from = maria.from
		return c.guess(fmt.Sprintf("nobody%d@%s.example", n, o.short))
	}
	for n := range 30 {
		guess(n).refused(http.StatusUnauthorized, domain.CodeBadCredentials)
	}
	guess(30).throttled()
	maria.signOut().start(wire.NextDone)
	guess(31).throttled()
	maria.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPassword, Password: maria.password}).wants(http.StatusOK)
	guess(32).throttled()
}

func bearerIsUnknown(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.join("maria", domain.RoleUser)
	phone := *maria
	phone.client = o.h.bearer(t, o.short, "")
	phone.start(wire.NextDone)
	stranger := o.h.bearer(t, o.short, "")
	for range 3 {
		stranger.guess(maria.email).refused(http.StatusUnauthorized, domain.CodeBadCredentials)
	}
	stranger.guess(maria.email).throttled()
	again := *maria
	again.client = o.h.bearer(t, o.short, "")
	again.start(wire.NextDone)
}
