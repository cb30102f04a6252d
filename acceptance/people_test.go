package acceptance_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
)

// person is somebody on a browser or client of theirs. Their key and codes
// are filled by setUp.
type person struct {
	*client
	id, email, password string
	key                 factor.Key
	codes               []string // recovery codes not used yet
}

// accept follows the invitation in the person's mail.
func (p *person) accept() wire.SignInAnswer {
	p.t.Helper()
	name := strings.ToUpper(p.email[:1]) + p.email[1:strings.IndexByte(p.email, '@')]
	answer := read[wire.SignInAnswer](p.client, wire.AcceptInvitation, wire.AcceptInvitationRequest{Token: p.h.linkToken(p.t, p.email), Name: name, Password: p.password, Bearer: p.jar == nil})
	if p.jar == nil {
		p.token = answer.Token
	}
	return answer
}

func (p *person) session() wire.Session {
	p.t.Helper()
	return read[wire.Session](p.client, wire.ReadSession, nil)
}

// alive reports whether the person's session still opens anything.
func (p *person) alive() bool {
	p.t.Helper()
	p.do(wire.ReadSession, nil)
	if p.status != http.StatusOK && p.status != http.StatusUnauthorized {
		p.t.Fatalf("session: status %d: %s", p.status, p.body)
	}
	return p.status == http.StatusOK
}

// confirm says "it's me" by the first way to type something, where the last
// time is about to be over.
func (p *person) confirm() *person {
	p.t.Helper()
	s := p.session()
	if s.Confirm.Until.Sub(p.h.now()) > 5*time.Minute {
		return p
	}
	first := slices.IndexFunc(s.Confirm.Methods, func(m domain.ConfirmMethod) bool { return m != domain.ConfirmByPasskey })
	if first < 0 {
		p.t.Fatal("there is only a passkey to confirm by")
	}
	in := wire.ConfirmRequest{Method: s.Confirm.Methods[first], Password: p.password}
	switch in.Method {
	case domain.ConfirmByApp:
		in.Password, in.Code = "", p.code()
	case domain.ConfirmByText, domain.ConfirmByEmail:
		p.h.pass(time.Second) // the newest message is found by its time
		p.do(wire.SendConfirm, wire.SendConfirmRequest{Method: in.Method}).wants(http.StatusNoContent)
		in.Password, in.Code = "", p.sentCode()
	}
	read[wire.ConfirmAnswer](p.client, wire.ConfirmSession, in)
	return p
}

func (p *person) confirmUnlessPending() *person {
	p.t.Helper()
	if p.session().ActsAs == domain.RolePending {
		return p
	}
	return p.confirm()
}

// code is a code of the person's app that was not used before: it moves the
// time on by a step.
func (p *person) code() string {
	p.t.Helper()
	p.h.pass(30 * time.Second)
	return code(p.t, p.key, p.h.now())
}

// wrong is a code that no step near now has.
func (p *person) wrong() string {
	p.t.Helper()
	for n := 0; ; n++ {
		guess := fmt.Sprintf("%06d", n)
		fits := false
		for step := -25; step <= 25; step++ {
			fits = fits || code(p.t, p.key, p.h.now().Add(time.Duration(step)*30*time.Second)) == guess
		}
		if !fits {
			return guess
		}
	}
}

// startSetUp begins the wizard and returns the key that waits to be
// confirmed; replaces names the method it takes the place of.
func (p *person) startSetUp(replaces string) factor.Key {
	p.t.Helper()
	read[wire.Setup](p.client, wire.StartSetup, wire.StartSetupRequest{Replaces: replaces})
	out := read[wire.Setup](p.client, wire.ChooseSetupApp, wire.ChooseAppRequest{App: "Authy"})
	return key(p.t, out.Key)
}

// setUp goes through the whole wizard.
func (p *person) setUp() *person { return p.replace("") }

// replace goes through the wizard, in the place of a method unless empty.
func (p *person) replace(id string) *person {
	p.t.Helper()
	k := p.startSetUp(id)
	p.h.pass(30 * time.Second)
	on := read[wire.SetupConfirmed](p.client, wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: code(p.t, k, p.h.now()), Name: "Phone"})
	p.key = k
	if on.Step == wire.SetupStepCodes {
		p.codes = read[wire.RecoverySet](p.client, wire.ReadSetupCodes, nil).Codes
		on.Finished = new(read[wire.SetupFinished](p.client, wire.FinishSetup, wire.FinishSetupRequest{Saved: true}))
	}
	p.renew(on.Finished.Renewal)
	return p
}

// renew takes the token a session goes on under.
func (p *person) renew(r wire.Renewal) {
	if p.jar == nil && r.Token != "" {
		p.token = r.Token
	}
}

// elsewhere is the same person on another browser, signed out.
func (p *person) elsewhere() *person {
	p.t.Helper()
	out := *p
	out.client = p.h.client(p.t, p.org)
	return &out
}

// knock signs in by password, whatever the answer is.
func (p *person) knock() *client {
	p.t.Helper()
	return p.do(wire.StartSignIn, wire.SignInRequest{Email: p.email, Password: p.password, Bearer: p.jar == nil})
}

// start signs in by password, which must lead to next.
func (p *person) start(next string) wire.SignInAnswer {
	p.t.Helper()
	if p.knock(); p.status != http.StatusOK {
		p.t.Fatalf("sign-in: status %d: %s", p.status, p.body)
	}
	answer := into[wire.SignInAnswer](p.client)
	if answer.Next != next {
		p.t.Fatalf("the password led to %q, want %q", answer.Next, next)
	}
	if p.jar == nil {
		p.token = answer.Token
	}
	return answer
}

// signIn signs in by password and, where asked, a code.
func (p *person) signIn() *person {
	p.t.Helper()
	if p.knock(); p.status != http.StatusOK {
		p.t.Fatalf("sign-in: status %d: %s", p.status, p.body)
	}
	answer := into[wire.SignInAnswer](p.client)
	if p.jar == nil {
		p.token = answer.Token
	}
	if answer.Next == wire.NextSecondStep {
		p.verify(false)
	}
	return p
}

// verify passes the second step by a code, and trusts the browser if wanted.
func (p *person) verify(trust bool) wire.SignInAnswer {
	p.t.Helper()
	answer := read[wire.SignInAnswer](p.client, wire.VerifyCode, wire.CodeRequest{Code: p.code(), Trust: trust})
	if p.jar == nil {
		p.token = answer.Token
	}
	return answer
}

// recover passes the second step by the next recovery code.
func (p *person) recover() wire.SignInAnswer {
	p.t.Helper()
	answer := read[wire.SignInAnswer](p.client, wire.VerifyRecovery, wire.RecoveryRequest{Code: p.codes[0]})
	p.codes = p.codes[1:]
	if p.jar == nil {
		p.token = answer.Token
	}
	return answer
}

// signOut ends the session on this browser.
func (p *person) signOut() *person {
	p.t.Helper()
	p.do(wire.EndSession, nil).wants(http.StatusNoContent)
	return p
}

// trustHere signs in on this browser and trusts it, and signs out again.
func (p *person) trustHere() *person {
	p.t.Helper()
	p.start(wire.NextSecondStep)
	p.verify(true)
	return p.signOut()
}

// page opens the person's browser without script.
func (p *person) page() *browser {
	return &browser{t: p.t, h: p.h, http: &http.Client{Transport: secureLocal{p.jar, p.from}}}
}

// letters are the kinds of all mail to the person, oldest first.
func (p *person) letters() (kinds []string) {
	p.t.Helper()
	all, err := p.h.db.Outbox(p.t.Context(), p.email, 1000)
	check(p.t, err)
	for _, m := range all {
		kinds = append([]string{m.Kind}, kinds...)
	}
	return kinds
}

// told counts the mails of one kind to the person.
func (p *person) told(kind string) (n int) {
	p.t.Helper()
	for _, k := range p.letters() {
		if k == kind {
			n++
		}
	}
	return n
}

// network is one nobody was on before, so that one person's wrong passwords
// don't close another's source.
func (h *house) network() string {
	n := int(h.clients.Add(1))
	return "10." + strconv.Itoa(n/250) + "." + strconv.Itoa(n%250) + ".7"
}
