//go:build !wasm

package page

import (
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

func TestPersonButtonsCallWhatTheySay(t *testing.T) {
	for name, c := range map[string]struct {
		press []string
		want  string
		says  string
	}{
		"unlock":       {[]string{"unlock"}, "POST /people/usr_1/unlock", "Maria can enter codes again."},
		"end all":      {[]string{"end-all", "end-go"}, "DELETE /people/usr_1/sessions", "Maria is signed out everywhere."},
		"end from top": {[]string{"end-open", "end-go"}, "DELETE /people/usr_1/sessions", "Maria is signed out everywhere."},
		"end one":      {[]string{"end-ses_1"}, "DELETE /people/usr_1/sessions/ses_1", "Maria is signed out there."},
		"untrust":      {[]string{"untrust-trb_1"}, "DELETE /people/usr_1/trusted-browsers/trb_1", "That browser will ask"},
		"share trust":  {[]string{"share-trb_1"}, `POST /people/usr_1/trusted-browsers/trb_1/shared-browser {"shared":true}`, "Marked as shared."},
		"share place":  {[]string{"share-ses_1"}, `POST /people/usr_1/sessions/ses_1/shared-browser {"shared":true}`, "Marked as shared."},
		"untrust all":  {[]string{"untrust-all"}, "DELETE /people/usr_1/trusted-browsers", "Every browser will ask"},
		"suspend":      {[]string{"suspend-open", "suspend-go"}, "POST /people/usr_1/suspend", "Maria is suspended."},
		"keep":         {[]string{"suspend-open", "suspend-dialog-close"}, "", "Signed-in devices"},
	} {
		s := newStage(t, canned("Maria"), "/admin/people/usr_1")
		for _, id := range c.press {
			s.press(id)
		}
		if c.want != "" {
			s.called(c.want)
		} else {
			s.called()
		}
		s.says(c.says)
		if s.d.dialog != nil {
			t.Errorf("%s: the dialog is still open", name)
		}
	}
}

func TestInvitedAndSuspendedPeople(t *testing.T) {
	for status, c := range map[domain.UserState]struct{ press, want string }{
		domain.UserInvited:   {"resend", "POST /people/usr_1/invitation"},
		domain.UserSuspended: {"resume", "POST /people/usr_1/resume"},
	} {
		answers := canned("Maria")
		p := cannedPerson("Maria", nil)
		p.Status = status
		answers["GET /people/usr_1"] = ok(p)
		s := newStage(t, answers, "/admin/people/usr_1")
		s.press(c.press)
		s.called(c.want)
		if status == domain.UserInvited {
			s.press("revoke")
			s.called("DELETE /people/usr_1/invitation")
		}
	}
}

// TestForbiddenButtonsSayWhy: an owner's second step is nobody else's (O12),
// and nobody resets themselves.
func TestForbiddenButtonsSayWhy(t *testing.T) {
	for code, want := range map[domain.Code]string{
		domain.CodeOwnerProtected: "Only an owner can change their own second step.",
		domain.CodeSelfForbidden:  "You can't do this to yourself here.",
	} {
		answers := canned("Maria")
		p := cannedPerson("Maria", nil)
		p.May = wire.PersonActions{Reset: code, Unlock: code, Manage: code}
		answers["GET /people/usr_1"] = ok(p)
		s := newStage(t, answers, "/admin/people/usr_1")
		for _, id := range []string{"reset-open", "role-open", "suspend-open", "end-open", "unlock", "end-all", "untrust-all", "untrust-trb_1", "end-ses_1", "share-trb_1", "share-ses_1"} {
			button := byID(s.page(), id)
			if attr(button, "aria-disabled") != "true" || !strings.Contains(words(byID(s.page(), attr(button, "aria-describedby"))), want) {
				t.Errorf("%s: %s doesn't say why it can't be pressed", code, id)
			}
			s.press(id)
		}
		s.called()
		if s.d.dialog != nil {
			t.Errorf("%s: a dialog opened", code)
		}
	}
}

func TestReset(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/people/usr_1")
	s.press("reset-open")
	s.says("Reset 2-step verification for Maria?")
	s.says("Was reset 20 minutes ago by Sam.")
	s.says("recovery codes 7, trusted browsers 1.")
	s.submit("reset-dialog-form")
	s.says("Choose how you checked who is asking")
	s.choose("reset-dialog-form", "checked", "other")
	s.submit("reset-dialog-form")
	s.says("Write what you did")
	s.choose("reset-dialog-form", "checked", "ticket")
	s.fill("reset-dialog-form", "note", "HD-7")
	s.once["POST /people/usr_1/reset"] = problem(409, "nothing_to_reset")
	s.submit("reset-dialog-form")
	s.says("There is nothing to reset.")
	s.submit("reset-dialog-form")
	s.called(`POST /people/usr_1/reset {"checked":"ticket","reason":"HD-7","next":"access_code"}`)
	s.says("2-step verification was reset for Maria. Ways to verify removed: 1, recovery codes: 7, devices signed out: 2, trusted browsers removed: 1.")
}

// TestResetHandsOutACode: a code that the caller reads out lets the choice
// through, and the access code stays on the screen until it is put away.
func TestResetHandsOutACode(t *testing.T) {
	answers := canned("Maria")
	answers["POST /people/usr_1/reset"] = ok(wire.ResetAnswer{Methods: 1, AccessCode: "12345678", AccessCodeUntil: noon.Add(48 * time.Hour)})
	s := newStage(t, answers, "/admin/people/usr_1")
	s.press("reset-open")
	s.choose("reset-dialog-form", "checked", "email_code")
	s.submit("reset-dialog-form")
	s.says("Enter the")
	s.press("reset-send")
	s.fill("reset-dialog-form", "code", "123456")
	s.once["POST /people/usr_1/reset"] = problem(403, "second_step_required")
	s.submit("reset-dialog-form")
	s.says("Confirm it's you")
	s.fill("confirm-form", "confirm-code", "654321")
	s.submit("confirm-form")
	s.says("Access code for Maria")
	s.says("1234 5678")
	s.press("reset-dialog-close")
	if strings.Contains(words(s.page()), "1234 5678") {
		t.Error("the access code can be seen again")
	}
}

// TestResetSaysWhyNot: states in which there is nothing to decide.
func TestResetSaysWhyNot(t *testing.T) {
	for want, facts := range map[string]wire.ResetFacts{
		"There is nothing to reset.":                       {Nothing: true},
		"This account is frozen":                           {Frozen: true, Next: []domain.ResetNext{domain.ResetAccessCode}},
		"Nothing to reset. Give an access code instead?":   {Nothing: true, Next: []domain.ResetNext{domain.ResetAccessCode}},
		"Sign in with the password only, and set up again": {SignsIn: true, Next: []domain.ResetNext{domain.ResetAccessCode, domain.ResetSetUp}},
		"Whoever knows the password could sign in first.":  {Next: []domain.ResetNext{domain.ResetSetUp}},
	} {
		answers := canned("Maria")
		p := cannedPerson("Maria", nil)
		p.Reset = facts
		answers["GET /people/usr_1"] = ok(p)
		s := newStage(t, answers, "/admin/people/usr_1")
		s.press("reset-open")
		s.says(want)
	}
}

func TestChangeRole(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/people/usr_1")
	s.press("role-open")
	s.choose("role-dialog-form", "role", "admin")
	s.submit("role-dialog-form")
	s.called(`PUT /people/usr_1/role {"role":"admin"}`)
	s.says("The role of Maria is changed.")
}

func TestInvite(t *testing.T) {
	s := newStage(t, canned("b@x"), "/admin/invite")
	s.submit("invite-form")
	s.says("Enter at least one email address")
	s.fill("invite-form", "emails", "a@x.example; Bo <b@x>,\n a@X.example")
	s.choose("invite-form", "role", "admin")
	s.submit("invite-form")
	s.called(`POST /invitations {"emails":["a@x.example","b@x"],"role":"admin"}`)
	s.says("Enter an email address in the correct format")
	if got := words(byID(s.page(), "emails")); got != "b@x" {
		t.Errorf("the field keeps %q, want the address that failed", got)
	}
}

func TestChecklistAndOrganization(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin")
	s.says("Get Northwind ready – 1 of 5 done")
	s.press("checklist-hide")
	s.called(`PUT /checklist/hidden {"hidden":true}`)
	if s.says("Put away."); byID(s.page(), "checklist") != nil {
		t.Error("the list stays in sight")
	}
	put := canned("Maria")
	put["GET /checklist"] = ok(wire.Checklist{Items: []wire.ChecklistItem{{ID: "owners"}}, Hidden: true})
	if s = newStage(t, put, "/admin"); byID(s.page(), "checklist") != nil {
		t.Error("the list that was put away is in sight")
	}
	s = newStage(t, put, "/admin?checklist=1")
	s.press("checklist-hide")
	s.called(`PUT /checklist/hidden {"hidden":false}`)
	s.says("The list stays on Home.")

	s = newStage(t, canned("Maria"), "/admin/organization")
	s.fill("organization-form", "name", "New")
	s.fill("organization-form", "email", "help@x.example")
	s.once["PUT /organization"] = answer{status: 422, body: map[string]any{"status": 422, "code": "email_format",
		"errors": []map[string]any{{"pointer": "/contact/email", "code": "email_format"}}}}
	s.submit("organization-form")
	s.says("Enter an email address in the correct format")
	s.submit("organization-form")
	s.called(`PUT /organization {"name":"New","contact":{"name":"Maria","email":"help@x.example","phone":"Maria","hours":"Maria"}}`)
	s.says("Saved.")
	if s.d.page.Org.Name != "New" {
		t.Errorf("the top bar still says %s", s.d.page.Org.Name)
	}
}

func TestPeopleFiltersStandInTheAddress(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/people")
	s.fill("filters", "by_two_step", "not_set_up")
	s.fill("filters", "q", "mar")
	s.tick("filters", "few_codes", true)
	if s.d.address != "/t/northwind/admin/people?few_codes=true&q=mar&two_step=not_set_up" {
		t.Errorf("the address is %s", s.d.address)
	}
	last := s.calls[len(s.calls)-1].Path
	if last != "/t/northwind/api/v1/people?few_codes=true&q=mar&two_step=not_set_up" {
		t.Errorf("the table was asked by %s", last)
	}
	s.press("more")
	if last = s.calls[len(s.calls)-1].Path; !strings.Contains(last, "cursor=next") || !strings.Contains(last, "q=mar") {
		t.Errorf("more asked by %s", last)
	}
	s.says("Showing 4 of 70")
	s.press("chip-two_step")
	s.press("clear-all")
	if s.d.address != "/t/northwind/admin/people" {
		t.Errorf("the address is %s after Clear all", s.d.address)
	}
}

// TestO2OwnRowOffersToTurnOn explains before it leads to the wizard.
func TestO2OwnRowOffersToTurnOn(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/people")
	s.press("turn-on")
	s.says("After your password you enter a code from an app on your phone.")
	s.press("turn-on-go")
	if !slices.Equal(s.left, []string{"/t/northwind/setup"}) {
		t.Errorf("led to %v", s.left)
	}
}

func TestAuditFilters(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/audit?person=usr_1")
	s.fill("filters", "group", "codes")
	s.fill("filters", "days", "7")
	s.fill("filters", "ip", "192.0.2.1")
	last := s.calls[len(s.calls)-1].Path
	for _, want := range []string{"kind=recovery_code.used%2Crecovery_code.replaced", "person=usr_1", "ip=192.0.2.1", "from="} {
		if !strings.Contains(last, want) {
			t.Errorf("%s lacks %s", last, want)
		}
	}
	s.press("chip-person")
	if last = s.calls[len(s.calls)-1].Path; strings.Contains(last, "person=") {
		t.Errorf("still asks for one person: %s", last)
	}
	s.press("clear-all")
	s.fill("filters", "days", "custom")
	s.fill("filters", "to", "2026-11-03")
	if q := s.d.panel.(*audit).query(); !q.To.Equal(time.Date(2026, 11, 4, 0, 0, 0, 0, time.Local)) {
		t.Errorf("a range to the 3rd ends at %s", q.To)
	}
}

// TestEveryKindOfEventHasItsGroupAndWords keeps new kinds from staying silent.
func TestEveryKindOfEventHasItsGroupAndWords(t *testing.T) {
	v := newStage(t, canned("Maria"), "/admin/audit").d.view()
	grouped := map[domain.EventKind]int{}
	for _, g := range auditGroups {
		for _, k := range g.kinds {
			grouped[k]++
		}
	}
	for _, k := range domain.EventKinds {
		e := wire.Event{Kind: k}
		if grouped[k] != 1 {
			t.Errorf("%s is in %d groups", k, grouped[k])
		}
		if sentence(v, e) == string(k) || eventName(v, e) == string(k) {
			t.Errorf("no words for %s", k)
		}
	}
}
