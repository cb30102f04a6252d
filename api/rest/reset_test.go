package rest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// secured is somebody whose two-step is on.
func (o *org) secured(role domain.Role, name string) store.Person {
	o.Helper()
	p := o.person(role, name)
	o.must(o.db.In(ctx, o.scope, func(tx *store.Tx) error {
		if err := tx.AddFactor(ctx, store.Factor{ID: o.next("fac"), UserID: p.ID, Method: domain.MethodApp, Name: "Phone", App: "Authy", Secret: []byte("sealed"), CreatedAt: o.Now()}); err != nil {
			return err
		}
		_, err := tx.ChangeUser(ctx, p.ID, p.SecurityVersion, store.UserChange{TwoStep: domain.TwoStepOn, At: o.Now()})
		return err
	}))
	return o.reread(p.ID)
}

func (o *org) reread(id string) (p store.Person) {
	o.Helper()
	o.must(o.db.View(ctx, o.scope, func(tx *store.Tx) (err error) {
		p, err = tx.User(ctx, id)
		return err
	}))
	return p
}

// proved is a client of somebody who has just shown their second step; with
// change to the session, of somebody who did less.
func (o *org) proved(p store.Person, change func(*domain.Session)) *client {
	o.Helper()
	now, token := o.Now(), o.next("token")
	s := domain.Session{ID: o.next("ses"), UserID: p.ID, SecurityVersion: p.SecurityVersion, AMR: []string{"pwd", "otp", "mfa"}, ACR: domain.AssuranceTwo,
		AuthAt: now, StepUpAt: now, StartedAt: now, SeenAt: now, Bearer: true}
	if change != nil {
		change(&s)
	}
	o.must(o.db.In(ctx, o.scope, func(tx *store.Tx) error {
		return tx.OpenSession(ctx, store.NewSession{Session: s, TokenHash: factor.HashToken(token), BrowserHash: []byte{}})
	}))
	c := o.client(o.ShortName)
	c.token = "tfs_" + token
	return c
}

func (o *org) helper(role domain.Role) *client { return o.proved(o.secured(role, "Sam"), nil) }

var (
	bySetUp = wire.ResetRequest{Checked: domain.CheckInPerson, Next: domain.ResetSetUp}
	byCode  = wire.ResetRequest{Checked: domain.CheckVideo, Next: domain.ResetAccessCode}
)

// resetRules is who may reset whom (O11, O12): rows are actors, columns are
// owner, admin, helpdesk, auditor, user.
var resetRules = map[domain.Role][5]domain.Code{
	domain.RoleOwner:    {domain.CodeOwnerProtected, "", "", "", ""},
	domain.RoleAdmin:    {domain.CodeOwnerProtected, "", "", "", ""},
	domain.RoleHelpdesk: {domain.CodeOwnerProtected, domain.CodeForbidden, domain.CodeForbidden, domain.CodeForbidden, ""},
	domain.RoleAuditor:  {domain.CodeForbidden, domain.CodeForbidden, domain.CodeForbidden, domain.CodeForbidden, domain.CodeForbidden},
	domain.RoleUser:     {domain.CodeForbidden, domain.CodeForbidden, domain.CodeForbidden, domain.CodeForbidden, domain.CodeForbidden},
}

// The matrix through the page, the API and the reset of many: what the page
// says may be done is what is, and a refusal changes nothing. ASVS V8.2.2,
// V8.3.1.
func TestO11O12P23WhoResetsWhom(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(domain.DefaultPolicy())
		for _, actor := range domain.Roles {
			me := o.secured(actor, "Sam")
			c := o.proved(me, nil)
			for i, target := range domain.Roles {
				want := resetRules[actor][i]
				var p wire.Person
				one, many := o.secured(target, "Maria"), o.secured(target, "Ida")
				if a := c.call(wire.ReadPerson, nil, one.ID); a.Code == 200 {
					read(h, a, &p)
					if said := p.May.Reset; (said == "") != (want == "") {
						t.Errorf("the page tells %s of %s: %q, want %q", actor, target, said, want)
					}
				}
				o.resets(c, fmt.Sprintf("%s on %s", actor, target), one, many, want)
			}
			for _, e := range []wire.Endpoint{wire.ResetPerson, wire.SendResetCode} {
				var in any = bySetUp
				if e.ID == wire.SendResetCode.ID {
					in = nil
				}
				if a := c.call(e, in, me.ID); a.Code != 403 {
					t.Errorf("%s on themselves by %s: %d %s", actor, e.ID, a.Code, a.Body)
				}
			}
		}
	})
}

// resets tries a reset of one and a reset of many.
func (o *org) resets(c *client, what string, one, many store.Person, want domain.Code) {
	o.Helper()
	a := c.call(wire.ResetPerson, bySetUp, one.ID)
	if a.problem.Code != want || (want == "") != (a.Code == 200) {
		o.Errorf("%s: %d %s, want %q", what, a.Code, a.Body, want)
	}
	for _, e := range []wire.Endpoint{wire.PreviewResets, wire.ResetPeople} {
		var in any = wire.ResetPreviewRequest{People: []string{many.ID}}
		if e.ID == wire.ResetPeople.ID {
			in = wire.ResetManyRequest{People: []string{many.ID}, Reason: "stolen"}
		}
		a = c.call(e, in)
		if a.Code == 403 && want != "" {
			continue
		}
		var out wire.ResetMany
		read(o.house, a, &out)
		if len(out.Data) != 1 || out.Data[0].Code != want {
			o.Errorf("%s by %s: %+v, want %q", what, e.ID, out.Data, want)
		}
	}
	for _, p := range []store.Person{one, many} {
		if now := o.reread(p.ID); (now.SecurityVersion == p.SecurityVersion) != (want != "") {
			o.Errorf("%s: version %d after %d", what, now.SecurityVersion, p.SecurityVersion)
		}
	}
}

// Nobody of another tenant, the staff's own among them, finds anybody here.
func TestO11StrangersFindNobody(t *testing.T) {
	inHouses(t, func(h *house) {
		o, other := h.org(domain.DefaultPolicy()), h.org(domain.DefaultPolicy())
		maria := o.secured(domain.RoleUser, "Maria")
		stranger := other.helper(domain.RoleOwner)
		stranger.refused(404, domain.CodeNotFound, wire.ResetPerson, bySetUp, maria.ID)
		stranger.refused(404, domain.CodeNotFound, wire.SendResetCode, nil, maria.ID)
		var out wire.ResetMany
		stranger.want(200, wire.ResetPeople, wire.ResetManyRequest{People: []string{maria.ID}, Reason: "stolen"}, &out)
		if len(out.Data) != 1 || out.Data[0].Code != domain.CodeNotFound || out.Data[0].Name != "" {
			t.Errorf("%+v", out)
		}
		stranger.org = o.ShortName
		stranger.refused(401, domain.CodeSignedOut, wire.ResetPerson, bySetUp, maria.ID)
		if o.reread(maria.ID).TwoStep != domain.TwoStepOn {
			t.Error("reset from another tenant")
		}
	})
}

// P23: a tenant keeps resets to its owners; the page has no button, the API
// says no, and who is asked for the reset are the owners.
func TestP23OwnersAloneReset(t *testing.T) {
	inHouses(t, func(h *house) {
		policy := domain.DefaultPolicy()
		policy.WaysBack.AdminsReset = false
		o := h.org(policy)
		for _, role := range []domain.Role{domain.RoleAdmin, domain.RoleHelpdesk} {
			c, maria := o.helper(role), o.secured(domain.RoleUser, "Maria")
			var s wire.Session
			c.want(200, wire.ReadSession, nil, &s)
			var p wire.Person
			c.want(200, wire.ReadPerson, nil, &p, maria.ID)
			if strings.Contains(strings.Join(s.May, " "), wire.ResetPerson.Permission) || p.May.Reset != domain.CodeForbidden {
				t.Errorf("%s may %v, %+v", role, s.May, p.May)
			}
			o.resets(c, string(role), maria, o.secured(domain.RoleUser, "Ida"), domain.CodeForbidden)
			c.refused(403, domain.CodeForbidden, wire.SendResetCode, nil, maria.ID)
		}
		o.resets(o.helper(domain.RoleOwner), "owner", o.secured(domain.RoleAdmin, "Maria"), o.secured(domain.RoleUser, "Ida"), "")
	})
}

// A reset takes a second step of the actor's own, shown a moment ago: a stolen
// password, and a mailbox beside it, reset nobody.
func TestP23AResetTakesASecondStep(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(domain.DefaultPolicy())
		sam, maria := o.secured(domain.RoleAdmin, "Sam"), o.secured(domain.RoleUser, "Maria")
		for name, c := range map[string]*client{
			"by password":     o.proved(sam, func(s *domain.Session) { s.ACR, s.AMR = domain.AssuranceOne, []string{"pwd"} }),
			"too long ago":    o.proved(sam, func(s *domain.Session) { s.AuthAt = s.AuthAt.Add(-domain.StepUpFor) }),
			"without its own": o.proved(o.person(domain.RoleAdmin, "Kim"), nil),
		} {
			want := domain.CodeSecondStepRequired
			if name == "without its own" {
				want = domain.CodeSecondStepMissing
			}
			c.refused(403, want, wire.ResetPerson, bySetUp, maria.ID)
			c.refused(403, want, wire.SendResetCode, nil, maria.ID)
			c.refused(403, want, wire.ResetPeople, wire.ResetManyRequest{People: []string{maria.ID}, Reason: "stolen"})
		}
		if o.reread(maria.ID).TwoStep != domain.TwoStepOn {
			t.Error("reset all the same")
		}
	})
}

// F23 F26: how the person was checked is required and recorded, what follows
// is the admin's choice, and an access code is shown once, works once, for 48
// hours, and is what the set-up waits for.
func TestF23F26AccessCode(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(domain.DefaultPolicy())
		c, maria := o.helper(domain.RoleAdmin), o.secured(domain.RoleUser, "Maria")
		for _, in := range []wire.ResetRequest{{Next: domain.ResetSetUp}, {Checked: domain.CheckTicket, Next: domain.ResetSetUp}, {Checked: domain.CheckOther, Reason: "  ", Next: domain.ResetSetUp}, {Checked: domain.CheckVideo}} {
			c.want(422, wire.ResetPerson, in, nil, maria.ID)
		}
		var out wire.ResetAnswer
		c.want(200, wire.ResetPerson, byCode, &out, maria.ID)
		if len(out.AccessCode) != factor.AccessDigits || !out.AccessCodeUntil.Equal(h.Now().Add(48*time.Hour)) {
			t.Fatalf("%+v", out)
		}
		first := out.AccessCode
		now := o.reread(maria.ID)
		next := signin.Next(signin.Facts{Policy: domain.DefaultPolicy(), Person: now.User, Methods: now.Methods, Proofs: []signin.Proof{signin.Password}, Now: h.Now()})
		if now.TwoStep != domain.TwoStepReset || !now.NeedsCode || next.Step != signin.Challenge {
			t.Errorf("%s, needs a code: %v, leads to %s", now.TwoStep, now.NeedsCode, next.Step)
		}
		g := o.grant(maria.ID)
		if fits, err := h.keys.CheckAccessCode(o.ID, maria.ID, g.ID, first, g.Secret); err != nil || !fits || g.SecurityVersion != now.SecurityVersion || g.UsesLeft != 1 {
			t.Errorf("grant %+v, its code fits: %v %v", g, fits, err)
		}
		var p wire.Person
		c.want(200, wire.ReadPerson, nil, &p, maria.ID)
		if !p.Reset.Nothing || len(p.Reset.Next) != 1 || p.Reset.LastBy != "Sam" {
			t.Errorf("after it %+v", p.Reset)
		}
		c.refused(409, domain.CodeNothingToReset, wire.ResetPerson, bySetUp, maria.ID)
		c.want(200, wire.ResetPerson, byCode, &out, maria.ID) // another code in the place of the first
		if g = o.grant(maria.ID); out.AccessCode == first {
			t.Error("the same code again")
		}
		if fits, _ := h.keys.CheckAccessCode(o.ID, maria.ID, g.ID, first, g.Secret); fits {
			t.Error("the first code still fits")
		}
		if e := o.detail(domain.EventTwoStepReset); e["checked"] != "video" || e["next"] != "access_code" {
			t.Errorf("recorded %v", e)
		}
	})
}

func (o *org) grant(id string) (g domain.Grant) {
	o.Helper()
	o.must(o.db.View(ctx, o.scope, func(tx *store.Tx) (err error) {
		g, err = tx.OpenGrant(ctx, id, domain.GrantAccessCode, o.reread(id).SecurityVersion, o.Now())
		return err
	}))
	return g
}

// detail is that of the newest event of a kind.
func (o *org) detail(kind domain.EventKind) (out map[string]string) {
	o.Helper()
	o.must(o.db.View(ctx, o.scope, func(tx *store.Tx) error {
		all, err := tx.Events(ctx, store.EventFilter{Kinds: []domain.EventKind{kind}, Limit: 1})
		if err == nil && len(all) == 1 {
			out = all[0].Detail
		}
		return err
	}))
	return out
}
