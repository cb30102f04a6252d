package acceptance_test

import (
	"net/http"
	"reflect"
	"slices"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

func TestAcceptanceWaysBack(t *testing.T) {
	inOrgs(t,
		acase{"S14 S15 S16 S17 S22 S23 S24 F33 A31 every setting about getting back in is saved and named in the log", backSaved},
		acase{"S16 S17 S22 a setting about getting back in that is out of its range is named", backRanges},
		acase{"S24 a number that was changed is no way back in for so many hours", numberRests},
		acase{"M2 an auditor reads what is settled about getting back in and changes nothing", backRead},
	)
}

func backSaved(t *testing.T, o *org) {
	ways := domain.WaysBack{SecondFactor: domain.ResetVerifiedMethod, CodeAfterOff: domain.CodeAfterOffNone, Ladder: []domain.Rung{domain.RungRecoveryCode, domain.RungAdmins},
		Support: domain.Support{Who: "The desk", Phone: "+44 20 7946 0018", Email: "desk@northwind.example", Hours: "9 to 5"}, AdminsShown: domain.AdminsByText, AdminsText: "Ask at the front desk.",
		Effect: domain.ResetMaySignIn, AccessCode: domain.AccessCodeRequired, Approve: []domain.Role{domain.RoleAdmin}, WaitHours: 24, Questions: domain.QuestionsOffered, QuestionCount: 2,
		QuestionList: []string{"Which?", "Where?"}, TextHours: 24, TextUses: 2, SupportHours: 72, CooldownHours: 48, NoCode: map[string]string{"de": "Kein Code"}}
	o.policy(func(p *wire.Policy) { p.WaysBack = ways })
	if got := read[wire.PolicyDocument](o.owner.client, wire.ReadPolicy, nil).Policy.WaysBack; !reflect.DeepEqual(got, ways) {
		t.Errorf("saved as %+v", got)
	}
	detail := o.events(domain.EventPolicyChanged, "")[0].Detail
	fields := reflect.TypeFor[domain.WaysBack]()
	for i := range fields.NumField() {
		name := fields.Field(i).Tag.Get("json")
		if detail["ways_back."+name] == "" {
			t.Errorf("the log doesn't name %s: %v", name, detail)
		}
	}
	if got := detail["ways_back.text_hours"]; got != "48 → 24" {
		t.Errorf("the log says %s", got)
	}
}

func backRanges(t *testing.T, o *org) {
	o.owner.confirm()
	for field, change := range map[string]func(*domain.WaysBack){
		"ladder":        func(w *domain.WaysBack) { w.Ladder = []domain.Rung{domain.RungAdmins, domain.RungAdmins} },
		"support":       func(w *domain.WaysBack) { w.Support.Email = "desk" },
		"admins_shown":  func(w *domain.WaysBack) { w.AdminsShown = domain.AdminsByText },
		"approve":       func(w *domain.WaysBack) { w.Approve = []domain.Role{domain.RoleOwner} }, // whom nobody resets
		"wait_hours":    func(w *domain.WaysBack) { w.WaitHours = -1 },
		"question_list": func(w *domain.WaysBack) { w.QuestionList = []string{"One?"} },
		"no_code":       func(w *domain.WaysBack) { w.NoCode = map[string]string{"tlh": "Qo'"} },
	} {
		c := o.owner.savePolicy(func(p *wire.Policy) { change(&p.WaysBack) }).wants(http.StatusUnprocessableEntity)
		if errors := c.problem().Errors; !slices.ContainsFunc(errors, func(e wire.FieldProblem) bool { return e.Pointer == "/policy/ways_back/"+field }) {
			t.Errorf("%s: %s", field, c.body)
		}
	}
	o.owner.savePolicy(func(p *wire.Policy) { p.WaysBack.WaitHours = 73 }).wants(http.StatusUnprocessableEntity)
}

func backRead(t *testing.T, o *org) {
	ann := o.optional().member("ann", domain.RoleUser)
	check(t, o.h.db.In(t.Context(), tenancy.Of(o.owner.tenant()), func(tx *store.Tx) error {
		p, err := tx.User(t.Context(), ann.id)
		if err == nil {
			_, err = tx.ChangeUser(t.Context(), ann.id, p.SecurityVersion, store.UserChange{Role: domain.RoleAuditor, At: o.h.now()})
		}
		return err
	}))
	if w := read[wire.PolicyDocument](ann.client, wire.ReadPolicy, nil).Policy.WaysBack; w.TextHours != 48 {
		t.Errorf("reads %+v", w)
	}
	ann.confirm().savePolicy(func(p *wire.Policy) { p.WaysBack.WaitHours = 1 }).refused(http.StatusForbidden, domain.CodeForbidden)
}

// numberRests: a number that was changed is no way back in for so many hours,
// beside another that is one; at a sign-in it is what it was.
func numberRests(t *testing.T, o *org) {
	o.policy(sending)
	o.policy(func(p *wire.Policy) { p.WaysBack.CooldownHours = 24 })
	tom := o.texter("tom")
	in := tom.forgets(o)
	if got := in.opens(wire.NextSecondStep).Methods; slices.Contains(got, domain.MethodText) || !slices.Contains(got, domain.MethodRecovery) {
		t.Errorf("asked %v by a number of now", got)
	}
	in.resend("text").wants(http.StatusForbidden)
	if a := tom.elsewhere().begin(); !slices.Contains(a.Methods, domain.MethodText) {
		t.Errorf("the sign-in asks %v", a.Methods)
	}
	o.h.pass(24 * time.Hour)
	if got := tom.forgets(o).opens(wire.NextSecondStep).Methods; !slices.Contains(got, domain.MethodText) {
		t.Errorf("asked %v by a number of yesterday", got)
	}
	o.owner.signIn().confirm()
	o.policy(func(p *wire.Policy) { p.WaysBack.CooldownHours = 0 })
	sue := o.join("sue", domain.RoleUser).verifyAddress(domain.MethodText, second)
	if got := sue.forgets(o).opens(wire.NextSecondStep).Methods; !slices.Contains(got, domain.MethodText) {
		t.Errorf("asked %v where numbers don't rest", got)
	}
}
