package acceptance_test

import (
	"net/http"
	"sync"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

// The races below were each seen to fail with their guard taken out:
//   - wrong codes, of one method or of all: the condition on lock_until in
//     store.spendCodeByHalf;
//   - one code in many half sign-ins: last_step < ? in store.spendStep;
//   - one code in one half sign-in: that, and ended_at = 0 there and in
//     store.endHalf, of which each alone is enough;
//   - recovery codes: the security version in store.ChangeUser, which many
//     codes of one person hang on alone. One code at once is held by it too,
//     and by used_at = 0 in store.SpendRecoveryCode, whose own race is in the
//     store's tests.

func TestAcceptanceLockRaces(t *testing.T) {
	inOrgs(t,
		acase{"R17 F18 fifty wrong codes at once: at most five are evaluated", fiftyWrong},
		acase{"F18 fifty wrong codes over five half sign-ins and two instances", fiftyWrongSpread},
		acase{"R17 F18 fifty wrong answers at once by every method and two instances", fiftyWrongOfAll(domain.LockSecondStep)},
		acase{"R17 S19 the same where wrong codes lock the account: passkeys count", fiftyWrongOfAll(domain.LockAccount)},
		acase{"thirty right codes at once in one half sign-in: one session", thirtyRightOneHalf},
		acase{"thirty right codes at once in thirty half sign-ins: one session", thirtyRightManyHalves},
		acase{"thirty right codes of a text message at once: one session", thirtyRightSent("text")},
		acase{"thirty right codes of an e-mail at once: one session", thirtyRightSent("email")},
		acase{"F11 twenty times one recovery code at once: one session", oneRecoveryCode},
		acase{"F11 ten recovery codes at once: one session, and nine are left", tenRecoveryCodes},
		acase{"a used code is refused on a second instance, whatever it was used for", usedElsewhere},
	)
}

// together sends the same request from every client at once and tells the
// statuses.
func together(t *testing.T, clients []*client, e wire.Endpoint, in any) map[int]int {
	t.Helper()
	return eachAtOnce(t, clients, e, func(int) any { return in })
}

// eachAtOnce is together with a request of each client's own.
func eachAtOnce(t *testing.T, clients []*client, e wire.Endpoint, in func(i int) any) map[int]int {
	t.Helper()
	tries := make([]try, len(clients))
	for i, c := range clients {
		tries[i] = try{c, e, in(i)}
	}
	return allAtOnce(t, tries)
}

// try is one request of one client.
type try struct {
	*client
	to wire.Endpoint
	in any
}

// allAtOnce sends all requests at once and tells the statuses.
func allAtOnce(t *testing.T, tries []try) map[int]int {
	t.Helper()
	var all sync.WaitGroup
	start := make(chan struct{})
	errs := make([]error, len(tries))
	for i, x := range tries {
		all.Go(func() {
			<-start
			errs[i] = x.try(x.to.Method, "/t/"+x.org+"/api/v1"+x.to.Path, x.in)
		})
	}
	close(start)
	all.Wait()
	out := map[int]int{}
	for i, x := range tries {
		check(t, errs[i])
		out[x.status]++
		if x.status >= 500 {
			t.Errorf("status %d: %s", x.status, x.body)
		}
	}
	return out
}

// crowd is n requests of one browser, with the token its changes need.
func (c *client) crowd(n int) []*client {
	c.t.Helper()
	if c.jar != nil && c.csrf == "" {
		c.csrf = read[wire.SignInPage](c, wire.ReadSignIn, nil).CSRF
	}
	out := make([]*client, n)
	for i := range out {
		out[i] = c.clone()
	}
	return out
}

// halves are half sign-ins of the person on n browsers, each asking so many
// times at once, in turn on these instances.
func (p *person) halves(n, each int, on ...*house) (out []*client) {
	p.t.Helper()
	for i := range n {
		m := p.elsewhere()
		m.start(wire.NextSecondStep)
		m.client = m.at(on[i%len(on)])
		out = append(out, m.crowd(each)...)
	}
	return out
}

func fiftyWrong(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	maria.signOut().start(wire.NextSecondStep)
	got := together(t, maria.crowd(50), wire.VerifyCode, wire.CodeRequest{Code: maria.wrong()})
	o.evaluated(t, maria, got, 50)
}

func fiftyWrongSpread(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	all := maria.halves(5, 10, o.h, o.h.second(t))
	o.evaluated(t, maria, together(t, all, wire.VerifyCode, wire.CodeRequest{Code: maria.wrong()}), 50)
}

// evaluated fails unless at most five of all wrong codes were compared, and
// the person is locked and told once.
func (o *org) evaluated(t *testing.T, p *person, got map[int]int, all int) {
	t.Helper()
	if got[http.StatusUnprocessableEntity] != 4 || got[http.StatusTooManyRequests] != all-4 {
		t.Errorf("answers %v", got)
	}
	n := 0
	for _, e := range o.events(domain.EventSecondStepFailed, p.id) {
		if all == 50 || e.Detail["reason"] != string(domain.CodePasskeyRefused) {
			n++
		}
	}
	if n == 0 || n > 5 {
		t.Errorf("%d of %d wrong codes were evaluated", n, all)
	}
	if p.told("locked") != 1 || len(o.events(domain.EventLocked, p.id)) != 1 {
		t.Errorf("told %d times, %d events", p.told("locked"), len(o.events(domain.EventLocked, p.id)))
	}
}

func thirtyRightOneHalf(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	maria.signOut()
	before := o.sessionsOf(maria)
	maria.start(wire.NextSecondStep)
	got := together(t, maria.crowd(30), wire.VerifyCode, wire.CodeRequest{Code: maria.code()})
	o.oneIn(t, maria, got, before)
}

func thirtyRightManyHalves(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode, p.LockAttempts = domain.ModeOptional, 10 })
	maria := o.member("maria", domain.RoleUser)
	maria.signOut()
	before := o.sessionsOf(maria)
	got := together(t, maria.halves(30, 1, o.h, o.h.second(t)), wire.VerifyCode, wire.CodeRequest{Code: maria.code()})
	o.oneIn(t, maria, got, before)
}

func oneRecoveryCode(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode, p.LockAttempts = domain.ModeOptional, 10 })
	maria := o.member("maria", domain.RoleUser)
	maria.signOut()
	got := together(t, maria.halves(20, 1, o.h, o.h.second(t)), wire.VerifyRecovery, wire.RecoveryRequest{Code: maria.codes[0]})
	if got[http.StatusOK] != 1 {
		t.Errorf("answers %v", got)
	}
	if n := o.sessionsOf(maria); n != 1 {
		t.Errorf("%d sessions are open", n)
	}
}

// tenRecoveryCodes: each of them is right, but the first one used ends the
// half sign-ins of the others.
func tenRecoveryCodes(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode, p.LockAttempts = domain.ModeOptional, 10 })
	maria := o.member("maria", domain.RoleUser)
	maria.signOut()
	tries := maria.halves(len(maria.codes), 1, o.h, o.h.second(t))
	got := eachAtOnce(t, tries, wire.VerifyRecovery, func(i int) any { return wire.RecoveryRequest{Code: maria.codes[i]} })
	if got[http.StatusOK] != 1 || got[http.StatusUnauthorized] != len(tries)-1 {
		t.Errorf("answers %v", got)
	}
	if n := o.sessionsOf(maria); n != 1 {
		t.Errorf("%d sessions are open", n)
	}
	if left := read[wire.Person](o.owner.client, wire.ReadPerson, nil, maria.id).Recovery.Left; left != len(tries)-1 {
		t.Errorf("%d codes are left", left)
	}
}

// sessionsOf counts the live sessions of a person, as the owner sees them.
func (o *org) sessionsOf(p *person) int {
	o.t.Helper()
	return len(read[wire.Person](o.owner.client, wire.ReadPerson, nil, p.id).Sessions)
}

func (o *org) oneIn(t *testing.T, p *person, got map[int]int, before int) {
	t.Helper()
	if got[http.StatusOK] != 1 {
		t.Errorf("answers %v", got)
	}
	if n := o.sessionsOf(p) - before; n != 1 {
		t.Errorf("%d sessions were opened", n)
	}
}

func usedElsewhere(t *testing.T, o *org) {
	o.policy(optional)
	maria := o.member("maria", domain.RoleUser)
	first, other := maria.elsewhere(), maria.elsewhere()
	first.start(wire.NextSecondStep)
	other.start(wire.NextSecondStep)
	digits := maria.code()
	read[wire.SignInAnswer](first.client, wire.VerifyCode, wire.CodeRequest{Code: digits})
	at := other.at(o.h.second(t))
	at.do(wire.VerifyCode, wire.CodeRequest{Code: digits}).refused(http.StatusUnprocessableEntity, domain.CodeCodeReused)
	// An older code of the window is as used as the one after it.
	at.do(wire.VerifyCode, wire.CodeRequest{Code: code(t, maria.key, o.h.now().Add(-30e9))}).refused(http.StatusUnprocessableEntity, domain.CodeCodeReused)
	other.verify(false)

	// A code that confirmed that it's her is as used as one that signed her in.
	o.h.pass(domain.StepUpFor)
	digits = other.code()
	confirm := wire.ConfirmRequest{Method: domain.ConfirmByApp, Code: digits}
	read[wire.ConfirmAnswer](other.client, wire.ConfirmSession, confirm)
	other.at(o.h.second(t)).do(wire.ConfirmSession, confirm).refused(http.StatusUnprocessableEntity, domain.CodeCodeReused)
	third := maria.elsewhere()
	third.start(wire.NextSecondStep)
	third.do(wire.VerifyCode, wire.CodeRequest{Code: digits}).refused(http.StatusUnprocessableEntity, domain.CodeCodeReused)
	third.verify(false)
}
