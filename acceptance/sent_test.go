package acceptance_test

import (
	"net/http"
	"strings"
	"time"

	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
)

// mobile is one that the United Kingdom keeps free for examples.
const mobile = "+44 7700 900123"

// sending lets everybody use text messages and e-mail.
func sending(p *wire.Policy) {
	optional(p)
	p.Methods = append(p.Methods, domain.MethodText, domain.MethodEmail)
}

// messages are the codes sent to the person, newest first.
func (p *person) messages() (out []flow.Letter) {
	p.t.Helper()
	all, err := p.h.db.Outbox(p.t.Context(), "", 1000)
	check(p.t, err)
	for _, m := range all {
		if m.UserID == p.id && m.Kind == "code" {
			l, err := p.h.flows.OpenLetter(m)
			check(p.t, err)
			out = append(out, l)
		}
	}
	return out
}

// sentCode is the newest code sent to the person.
func (p *person) sentCode() string {
	p.t.Helper()
	all := p.messages()
	if len(all) == 0 {
		p.t.Fatalf("no code was sent to %s", p.email)
	}
	return all[0].Args["code"]
}

// noCode is no code that was sent to the person.
func (p *person) noCode() string {
	used := map[string]bool{}
	for _, l := range p.messages() {
		used[l.Args["code"]] = true
	}
	for _, g := range []string{"000000", "111111", "222222", "333333"} {
		if !used[g] {
			return g
		}
	}
	return "444444"
}

// verifyAddress verifies a number, or the account's own address, and keeps the
// recovery codes that come with the first method.
func (p *person) verifyAddress(m domain.Method, phone string) *person {
	p.t.Helper()
	p.confirmUnlessPending()
	p.h.pass(time.Second)
	read[wire.Setup](p.client, wire.StartAddress, wire.AddressRequest{Method: m, Phone: phone})
	on := read[wire.SetupConfirmed](p.client, wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: p.sentCode()})
	if on.Step == wire.SetupStepCodes {
		p.codes = read[wire.RecoverySet](p.client, wire.ReadSetupCodes, nil).Codes
		on.Finished = new(read[wire.SetupFinished](p.client, wire.FinishSetup, wire.FinishSetupRequest{Saved: true}))
	}
	p.renew(on.Finished.Renewal)
	return p
}

// texter is a member who verified a number.
func (o *org) texter(name string) *person {
	o.t.Helper()
	return o.join(name, domain.RoleUser).verifyAddress(domain.MethodText, mobile)
}

// begin starts a sign-in a second after whatever was sent last.
func (p *person) begin() wire.SignInAnswer {
	p.t.Helper()
	p.h.pass(time.Second)
	return p.start(wire.NextSecondStep)
}

// answers gives a code in a half-finished sign-in.
func (p *person) answers(way, code string) *client {
	p.t.Helper()
	return p.do(wire.VerifyCode, wire.CodeRequest{Way: way, Code: code})
}

// resend asks for another code.
func (p *person) resend(way string) *client {
	p.t.Helper()
	return p.do(wire.SendCode, wire.SendCodeRequest{Way: way})
}

// opened is what a right answer leads to.
func (p *person) opened() wire.SignInAnswer {
	p.t.Helper()
	p.wants(http.StatusOK)
	return into[wire.SignInAnswer](p.client)
}

func containsLink(s string) bool { return strings.Contains(s, "://") }
