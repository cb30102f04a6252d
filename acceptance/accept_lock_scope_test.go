package acceptance_test

import (
	"net/http"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

// The table below was seen to fail with each of these taken out: signin.Closed
// in flow.passkeyHalf, flow.confirmByPassword and flow.AskToConfirm; the count
// in flow.VerifyPasskey and flow.spendPasskeyTry; both conditions on closed in
// signin.secondStep.

func TestAcceptanceLockScope(t *testing.T) {
	inOrgs(t,
		acase{"R17 S19 a lock of the second step closes codes of every kind, and nothing else", lockCloses(domain.LockSecondStep)},
		acase{"R17 S19 a lock of the account closes every way to say who one is", lockCloses(domain.LockAccount)},
		acase{"R17 S19 wrong passkeys count where the lock closes them, after a password only", wrongPasskeysCount},
		acase{"R17 S19 no stranger locks an account", noStrangerLocks},
	)
}

// proof is one way to say who one is: made ready before the lock, shown later.
type proof struct {
	name  string
	code  bool
	ready func(p *person, device *authenticator) (show func() *client)
}

func half(p *person, way string) *person {
	p.begin()
	if way != "" {
		p.resend(way).wants(http.StatusNoContent)
	}
	return p
}

func inside(p *person) *person {
	p.h.pass(time.Second)
	return p.signIn()
}

var proofs = []proof{
	{"app", true, func(p *person, _ *authenticator) func() *client {
		half(p, "")
		return func() *client { return p.answers("app", p.code()) }
	}},
	{"text message", true, func(p *person, _ *authenticator) func() *client {
		right := half(p, "text").sentCode()
		return func() *client { return p.answers("text", right) }
	}},
	{"e-mail", true, func(p *person, _ *authenticator) func() *client {
		right := half(p, "email").sentCode()
		return func() *client { return p.answers("email", right) }
	}},
	{"passkey as second step", false, func(p *person, device *authenticator) func() *client {
		asked := read[wire.PasskeyChallenge](half(p, "").client, wire.AskPasskey, nil)
		return func() *client {
			return p.do(wire.VerifyPasskey, wire.PasskeyVerifyRequest{PasskeyAnswer: device.sign(p.t, asked)})
		}
	}},
	{"a challenge for a passkey", false, func(p *person, _ *authenticator) func() *client {
		half(p, "")
		return func() *client { return p.do(wire.AskPasskey, nil) }
	}},
	{"passkey by itself", false, func(p *person, device *authenticator) func() *client {
		asked := p.askAnyone()
		return func() *client {
			return p.do(wire.SignInPasskey, wire.PasskeySignInRequest{PasskeyAnswer: device.sign(p.t, asked)})
		}
	}},
	{"trusted browser", false, func(p *person, _ *authenticator) func() *client {
		p.h.pass(time.Second)
		p.trustHere()
		return p.knock
	}},
	{"confirm by app", true, func(p *person, _ *authenticator) func() *client {
		inside(p)
		return func() *client {
			return p.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByApp, Code: p.code()})
		}
	}},
	{"confirm by text message", true, func(p *person, _ *authenticator) func() *client {
		inside(p).do(wire.SendConfirm, wire.SendConfirmRequest{Method: domain.ConfirmByText}).wants(http.StatusNoContent)
		right := p.sentCode()
		return func() *client {
			return p.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByText, Code: right})
		}
	}},
	{"a code to confirm by", true, func(p *person, _ *authenticator) func() *client {
		inside(p)
		return func() *client { return p.do(wire.SendConfirm, wire.SendConfirmRequest{Method: domain.ConfirmByEmail}) }
	}},
	{"confirm by passkey", false, func(p *person, device *authenticator) func() *client {
		asked := read[wire.PasskeyChallenge](inside(p).client, wire.AskToConfirm, nil)
		return func() *client {
			answer := device.sign(p.t, asked)
			return p.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPasskey, Passkey: &answer})
		}
	}},
	{"a challenge to confirm by", false, func(p *person, _ *authenticator) func() *client {
		inside(p)
		return func() *client { return p.do(wire.AskToConfirm, nil) }
	}},
	{"recovery code", true, func(p *person, _ *authenticator) func() *client {
		half(p, "")
		return func() *client { return p.do(wire.VerifyRecovery, wire.RecoveryRequest{Code: p.codes[0]}) }
	}},
}

// open reports whether a lock let a right proof through.
func (c *client) open() bool {
	c.t.Helper()
	switch {
	case c.status == http.StatusTooManyRequests && c.problem().Code == domain.CodeLocked:
		return false
	case c.status != http.StatusOK && c.status != http.StatusNoContent:
		c.t.Fatalf("status %d: %s", c.status, c.body)
	}
	return c.status == http.StatusNoContent || into[wire.SignInAnswer](c).Next != wire.NextSecondStep
}

func lockCloses(scope domain.LockScope) func(t *testing.T, o *org) {
	return func(t *testing.T, o *org) {
		o.policy(sending)
		o.policy(trusting(14))
		o.policy(func(p *wire.Policy) { p.LockScope = scope })
		maria, device := o.everyMethod("maria")
		shut := func(x proof) {
			t.Helper()
			p := maria.elsewhere()
			show := x.ready(p, device)
			maria.elsewhere().lock()
			if wants := scope == domain.LockSecondStep && !x.code; show().open() != wants {
				t.Errorf("%s is open during the lock: %v", x.name, !wants)
			}
			o.owner.confirm().do(wire.UnlockPerson, nil, maria.id).wants(http.StatusNoContent)
			if x.name == "confirm by passkey" || x.name == "passkey as second step" || x.name == "passkey by itself" {
				return // its challenge is used up, and there is no second
			}
			if !show().open() {
				t.Errorf("%s is closed after the lock", x.name)
			}
		}
		for _, x := range proofs {
			shut(x)
		}
		o.policy(func(p *wire.Policy) { p.Reauth = domain.ReauthPassword })
		shut(proof{"confirm by password", false, func(p *person, _ *authenticator) func() *client {
			inside(p)
			return func() *client {
				return p.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPassword, Password: p.password})
			}
		}})
		maria.elsewhere().lock()
		o.h.pass(30 * time.Minute)
		maria.elsewhere().enter(device).wants(http.StatusOK)
	}
}

func wrongPasskeysCount(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	device := maria.confirm().passkey("MacBook")
	forged := o.h.authenticator(t)
	forged.Options, forged.key.ID = device.Options, device.key.ID
	touch := func(p *person) *client {
		asked := read[wire.PasskeyChallenge](p.client, wire.AskPasskey, nil)
		return p.do(wire.VerifyPasskey, wire.PasskeyVerifyRequest{PasskeyAnswer: forged.sign(t, asked)})
	}
	confirm := func(p *person) *client {
		answer := forged.sign(t, read[wire.PasskeyChallenge](p.client, wire.AskToConfirm, nil))
		return p.do(wire.ConfirmSession, wire.ConfirmRequest{Method: domain.ConfirmByPasskey, Passkey: &answer})
	}
	p := half(maria.elsewhere(), "")
	for range 12 {
		touch(p).refused(http.StatusUnprocessableEntity, domain.CodePasskeyRefused)
		confirm(maria).refused(http.StatusUnprocessableEntity, domain.CodePasskeyRefused)
	}
	o.policy(func(p *wire.Policy) { p.LockScope = domain.LockAccount })
	p = half(maria.elsewhere(), "")
	for range 2 {
		touch(p).refused(http.StatusUnprocessableEntity, domain.CodePasskeyRefused)
		confirm(maria).refused(http.StatusUnprocessableEntity, domain.CodePasskeyRefused)
	}
	touch(p).refused(http.StatusTooManyRequests, domain.CodeLocked)
	if maria.told("locked") != 1 {
		t.Error("nobody is told")
	}
	o.owner.confirm().do(wire.UnlockPerson, nil, maria.id).wants(http.StatusNoContent)
	for range 4 {
		touch(p).refused(http.StatusUnprocessableEntity, domain.CodePasskeyRefused)
	}
	if p.touch(device).Next != wire.NextDone { // the fifth is right
		t.Error("a right passkey is refused")
	}
	if got := read[wire.Person](o.owner.client, wire.ReadPerson, nil, maria.id); got.WrongCodes != 0 || got.LockedUntil.After(o.h.now()) {
		t.Errorf("still counted: %d until %s", got.WrongCodes, got.LockedUntil)
	}
}

// noStrangerLocks: whoever hasn't the password counts nothing towards the lock.
func noStrangerLocks(t *testing.T, o *org) {
	o.policy(optional)
	o.policy(func(p *wire.Policy) { p.LockScope = domain.LockAccount })
	maria := o.member("maria", domain.RoleUser)
	device := maria.confirm().passkey("MacBook")
	forged := o.h.authenticator(t)
	forged.Options, forged.key.ID = device.Options, device.key.ID
	for range 6 {
		stranger := maria.elsewhere()
		stranger.password = "not the right password"
		stranger.knock().refused(http.StatusUnauthorized, domain.CodeBadCredentials)
		stranger.do(wire.VerifyCode, wire.CodeRequest{Code: "000000"}).wants(http.StatusUnauthorized)
		stranger.enter(forged).refused(http.StatusUnprocessableEntity, domain.CodePasskeyRefused)
	}
	if got := read[wire.Person](o.owner.client, wire.ReadPerson, nil, maria.id); got.WrongCodes != 0 || !got.LockedUntil.IsZero() {
		t.Fatalf("%d counted, locked until %s", got.WrongCodes, got.LockedUntil)
	}
	maria.elsewhere().enter(device).wants(http.StatusOK)
}
