package acceptance_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

// Every operation about one person is asked about those whom nothing may be
// done to, whichever there are by then. Each act's own rule, and that of a
// reset's caller code, was seen to fail here when taken out.
func TestAcceptanceOActs(t *testing.T) {
	inOrgs(t,
		acase{"O12 F25 no operation about a person lets an admin at an owner, nor anybody at themselves", everyActSpares},
		acase{"O11 F24 no operation about a person lets the help desk at more than users, nor auditors and users at anybody", everyActNeedsRank},
		acase{"O12 not even an owner takes part in another owner's second step", ownersApart},
	)
}

// othersToo are about a grant or a case that must be there: stopping one only
// closes a door, and owners alone vouch (TestAcceptanceCases, TestAcceptanceGrants).
var othersToo = []string{wire.StopPersonGrant.ID, wire.StopPersonCase.ID, wire.VouchCase.ID}

// acts are the operations that do something about one person, with what each
// is asked with.
func (o *org) acts(x things, do func(e wire.Endpoint, in any, params []string)) {
	o.t.Helper()
	n := 0
	for _, e := range wire.Endpoints() {
		if e.Method == http.MethodGet || !strings.HasPrefix(e.Path, "/people/{id}") || slices.Contains(othersToo, e.ID) {
			continue
		}
		n++
		do(e, opens[e.ID], x.fill(e))
		if e.ID == wire.ResetPerson.ID {
			do(e, wire.ResetRequest{Checked: domain.CheckEmailCode, Code: "123456", Next: domain.ResetSetUp}, x.fill(e))
		}
	}
	if n < 18 {
		o.t.Errorf("only %d operations are about a person", n)
	}
}

// ownThings are ids of what p has, where they are signed in, and of somebody
// of their role who was invited.
func (o *org) ownThings(p *person, role domain.Role) things {
	o.t.Helper()
	own := read[wire.Security](p.client, wire.ReadSecurity, nil)
	return things{person: p.id, invited: o.invited("new-"+string(role), role).id, method: own.Methods[0].ID, session: own.Sessions[0].ID, trust: own.TrustedBrowsers[0].ID}
}

// trustedHere is a member who trusts the browser they are signed in on.
func (o *org) trustedHere(name string, role domain.Role) *person {
	o.t.Helper()
	p := o.member(name, role).signOut()
	p.start(wire.NextSecondStep)
	p.verify(true)
	return p
}

// spares fails unless every act of who is refused by one of these codes.
func (o *org) spares(t *testing.T, who *person, x things, whom string, wants ...domain.Code) {
	t.Helper()
	o.acts(x, func(e wire.Endpoint, in any, params []string) {
		who.confirm().do(e, in, params...)
		p := who.problem()
		if who.status != http.StatusForbidden || !slices.Contains(wants, p.Code) {
			t.Errorf("%s by %s on %s: %d %s", e.ID, who.email, whom, who.status, who.body)
		}
	})
}

func everyActSpares(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode, p.TrustDays = domain.ModeOptional, 30 })
	otto, sam := o.trustedHere("otto", domain.RoleOwner), o.trustedHere("sam", domain.RoleAdmin)
	x := o.ownThings(otto, domain.RoleOwner)
	o.spares(t, sam, x, "an owner", domain.CodeOwnerProtected, domain.CodeForbidden)
	own := o.ownThings(sam, domain.RoleAdmin)
	own.invited = sam.id // an invitation of one's own is none
	o.spares(t, sam, own, "themselves", domain.CodeSelfForbidden, domain.CodeForbidden)
	if !otto.alive() || !sam.alive() {
		t.Error("somebody was signed out")
	}
}

func everyActNeedsRank(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode, p.TrustDays = domain.ModeOptional, 30 })
	sam, maria := o.trustedHere("sam", domain.RoleAdmin), o.trustedHere("maria", domain.RoleUser)
	admins, users := o.ownThings(sam, domain.RoleAdmin), o.ownThings(maria, domain.RoleUser)
	o.spares(t, o.member("hella", domain.RoleHelpdesk), admins, "an admin", domain.CodeForbidden)
	for _, role := range []domain.Role{domain.RoleAuditor, domain.RoleUser} {
		o.spares(t, o.member(string(role), role), users, "a user", domain.CodeForbidden)
	}
	if !sam.alive() || !maria.alive() {
		t.Error("somebody was signed out")
	}
}

func ownersApart(t *testing.T, o *org) {
	o.policy(func(p *wire.Policy) { p.Mode, p.TrustDays = domain.ModeOptional, 30 })
	otto := o.trustedHere("otto", domain.RoleOwner)
	o.acts(o.ownThings(otto, domain.RoleOwner), func(e wire.Endpoint, in any, params []string) {
		if e.Permission == wire.ResetPerson.Permission || e.Permission == wire.SavePersonNumber.Permission {
			o.owner.confirm().do(e, in, params...).refused(http.StatusForbidden, domain.CodeOwnerProtected)
		}
	})
}
