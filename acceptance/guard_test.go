package acceptance_test

import (
	"net/http"
	"strings"
	"time"

	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/tenancy/store"
)

// guardedBy lets resets of some roles wait for approval, and all of them some
// hours.
func guardedBy(hours int, roles ...domain.Role) func(*wire.Policy) {
	return func(p *wire.Policy) {
		sending(p)
		p.WaysBack.WaitHours, p.WaysBack.Approve = hours, append([]domain.Role{}, roles...)
	}
}

// settled is two administrators who have been that for longer than a day, and
// somebody who is to be reset; all of them are signed in.
func (o *org) settled(role domain.Role) (sam, kim, target *person) {
	o.t.Helper()
	sam, kim, target = o.member("sam", domain.RoleAdmin), o.member("kim", domain.RoleAdmin), o.member("maria", role)
	o.rests(domain.RoleHeldFor, sam, kim, target)
	return sam, kim, target
}

// rests lets a time pass that sessions don't outlive.
func (o *org) rests(d time.Duration, people ...*person) {
	o.t.Helper()
	o.h.pass(d)
	for _, p := range append(people, o.owner) {
		p.back()
	}
}

// back signs in again where the session is over.
func (p *person) back() *person {
	p.t.Helper()
	if !p.alive() {
		p.client = p.elsewhere().client
		p.signIn()
	}
	return p.confirm()
}

// resets asks for a reset after which the password alone sets up.
func (p *person) resets(target *person) wire.ResetAnswer {
	p.t.Helper()
	return p.resetsTo(target, domain.ResetSetUp)
}

func (p *person) resetsTo(target *person, next domain.ResetNext) wire.ResetAnswer {
	p.t.Helper()
	return read[wire.ResetAnswer](p.confirm().client, wire.ResetPerson, wire.ResetRequest{Checked: domain.CheckInPerson, Reason: "at the desk", Next: next}, target.id)
}

// asksApproval asks for a reset that has to be approved, and is its request.
func (p *person) asksApproval(target *person) string {
	p.t.Helper()
	p.h.pass(time.Second)
	if a := p.resets(target); a.Waits != domain.GuardApproval || !strings.HasPrefix(a.Request, "R-") || a.Methods != 0 {
		p.t.Fatalf("the reset came to %+v", a)
	}
	return p.guarded(target).RequestID
}

// guarded is the reset on its way, as somebody reads it on the person's page.
func (p *person) guarded(target *person) wire.GuardedReset {
	p.t.Helper()
	if g := read[wire.Person](p.client, wire.ReadPerson, nil, target.id).Reset.Guarded; g != nil {
		return *g
	}
	return wire.GuardedReset{}
}

// approves agrees to a reset.
func (p *person) approves(request string) *client {
	p.t.Helper()
	return p.confirm().do(wire.ApproveReset, nil, request)
}

// isReset reports whether a person's second step was taken away.
func (o *org) isReset(p *person) bool {
	o.t.Helper()
	return read[wire.Person](o.owner.back().client, wire.ReadPerson, nil, p.id).TwoStep == domain.TwoStepReset
}

// untouched fails unless a person signs in with their own second step.
func (o *org) untouched(p *person) {
	o.t.Helper()
	o.owner.back()
	if len(o.events(domain.EventTwoStepReset, p.id)) != 0 || o.isReset(p) {
		o.t.Errorf("%s was reset", p.email)
	}
	here := p.elsewhere()
	here.start(wire.NextSecondStep)
	here.verify(false)
}

// notice is the newest letter of a kind to an address.
func (h *house) notice(p *person, kind string) flow.Letter {
	p.t.Helper()
	all, err := h.db.Outbox(p.t.Context(), p.email, 1000)
	check(p.t, err)
	for _, m := range all {
		if m.Kind == kind && m.Channel != store.ChannelText {
			l, err := h.flows.OpenLetter(m)
			check(p.t, err)
			return l
		}
	}
	p.t.Fatalf("%s was told %v, not %s", p.email, p.letters(), kind)
	return flow.Letter{}
}

// notMe presses "this wasn't me" in the newest letter of a kind.
func (p *person) notMe(kind string) wire.ObjectionMade {
	p.t.Helper()
	link := p.h.notice(p, kind).Args["link"]
	return read[wire.ObjectionMade](p.elsewhere().client, wire.Object, wire.LinkRequest{Token: link[strings.LastIndexByte(link, '/')+1:]})
}

// shut fails unless nobody gets in to somebody's account.
func (o *org) shut(p *person) {
	o.t.Helper()
	if p.alive() {
		o.t.Errorf("%s is still signed in", p.email)
	}
	p.elsewhere().knock().refused(http.StatusForbidden, domain.CodeFrozen)
}
