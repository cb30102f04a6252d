//go:build !wasm

package page

import (
	"strings"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

func TestRowMenuDoesWhatItSays(t *testing.T) {
	for name, c := range map[string]struct {
		press []string
		want  string
		says  string
	}{
		"unlock":        {[]string{"unlock-usr_1"}, "POST /people/usr_1/unlock", "Maria can enter codes again."},
		"sign out":      {[]string{"end-open-usr_1", "end-go"}, "DELETE /people/usr_1/sessions", "Maria is signed out everywhere."},
		"suspend":       {[]string{"suspend-open-usr_1", "suspend-go"}, "POST /people/usr_1/suspend", "Maria is suspended."},
		"thought again": {[]string{"suspend-open-usr_1", "suspend-dialog-close"}, "", "Showing 2 of 70"},
	} {
		s := newStage(t, canned("Maria"), "/admin/people")
		for _, id := range append([]string{"acts-usr_1"}, c.press...) {
			s.press(id)
		}
		if c.want == "" {
			s.called()
		} else {
			s.called(c.want)
		}
		s.says(c.says)
		if s.d.dialog != nil || byID(s.page(), "acts-usr_1-list") != nil {
			t.Errorf("%s: the dialog or the menu is still open", name)
		}
	}
}

// TestRowMenuReset asks how the admin checked, says what was taken away, and
// brings the row up to date without reading the others again.
func TestRowMenuReset(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/people")
	after := cannedPerson("Maria", nil)
	after.TwoStep, after.Sessions = domain.TwoStepReset, nil
	s.answers["GET /people/usr_1"] = ok(after)
	s.press("acts-usr_1")
	s.press("reset-open-usr_1")
	s.says("Reset 2-step verification for Maria?")
	s.says("0 signed-in devices are signed out.")
	s.choose("reset-dialog-form", "checked", "in_person")
	s.submit("reset-dialog-form")
	s.called(`POST /people/usr_1/reset {"checked":"in_person","next":"access_code"}`)
	s.says("2-step verification was reset for Maria. Ways to verify removed: 1")
	s.says("Must set up")
	if last := s.calls[len(s.calls)-1]; last.Method+" "+last.Path != "GET /t/northwind/api/v1/people/usr_1" {
		t.Errorf("the last call is %s %s", last.Method, last.Path)
	}
}

// TestResetOfMany shows who and how many before its button works, asks why,
// and says of each what became of them.
func TestResetOfMany(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/people")
	if byID(s.page(), "choose-usr_me") != nil {
		t.Error("one can choose oneself")
	}
	s.press("choose-usr_1")
	s.says("1 person chosen")
	s.press("resets-open")
	s.says("1 of 2 will be reset.")
	s.says("Only an owner can change their own second step.")
	s.submit("resets-dialog-form")
	s.says("Write what you did")
	s.fill("resets-dialog-form", "reason", "Stolen laptops")
	s.submit("resets-dialog-form")
	s.called(`POST /resets/preview {"people":["usr_1"]}`, `POST /resets {"people":["usr_1"],"reason":"Stolen laptops"}`)
	s.says("1 person was reset.")
	s.press("resets-dialog-close")
	if strings.Contains(words(s.page()), "chosen") {
		t.Error("the selection is still there")
	}
}

// TestP23NoResetNoButton: without the permission nothing of a reset is drawn.
func TestP23NoResetNoButton(t *testing.T) {
	answers := canned("Maria")
	session := cannedSession()
	session.May = []string{"people.read", "people.invite", "people.role"}
	answers["GET /session"] = ok(session)
	s := newStage(t, answers, "/admin/people")
	s.press("acts-usr_1")
	if byID(s.page(), "reset-open-usr_1") != nil || byID(s.page(), "choose-usr_1") != nil || byID(s.page(), "role-open-usr_1") == nil {
		t.Error("a row offers a reset")
	}
	if p := newStage(t, answers, "/admin/people/usr_1"); byID(p.page(), "reset-open") != nil {
		t.Error("the page offers a reset")
	}
}

func TestRowMenuOffersWhatTheServerAllows(t *testing.T) {
	answers := canned("Maria")
	owner := row("usr_1", "Maria")
	owner.May = wire.PersonActions{Reset: domain.CodeOwnerProtected, Unlock: domain.CodeOwnerProtected, Manage: domain.CodeOwnerProtected}
	answers["GET /people"] = ok(wire.People{Data: []wire.PersonRow{owner}, Total: 1, All: 1})
	s := newStage(t, answers, "/admin/people")
	s.press("acts-usr_1")
	for _, id := range []string{"reset-open-usr_1", "role-open-usr_1", "suspend-open-usr_1", "end-open-usr_1", "unlock-usr_1"} {
		if attr(byID(s.page(), id), "aria-disabled") != "true" {
			t.Errorf("%s can be pressed", id)
		}
		s.press(id)
	}
	s.called()
	if s.d.dialog != nil {
		t.Error("a dialog opened")
	}
}

func TestOnlyOneRowMenuIsOpen(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/people")
	s.press("acts-usr_1")
	s.press("acts-usr_me")
	if byID(s.page(), "acts-usr_1-list") != nil || byID(s.page(), "acts-usr_me-list") == nil {
		t.Error("the menu of the other row is not the one that is open")
	}
	s.fire("acts-usr_me-menu", "keydown", event{"key": "Escape"})
	if byID(s.page(), "acts-usr_me-list") != nil {
		t.Error("Escape leaves the menu open")
	}
	if got := attr(byID(s.page(), "acts-usr_1"), "aria-label"); got != "Actions for Maria" {
		t.Errorf("the button is called %q", got)
	}
}

func TestPeopleAreSortedByTheHeads(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/people?role=user&sort=-name")
	for _, step := range []struct{ press, address, sorted, as string }{
		{"", "?role=user&sort=-name", "sort-name", "descending"},
		{"sort-name", "?role=user", "sort-name", "ascending"},
		{"sort-last_sign_in", "?role=user&sort=last_sign_in", "sort-last_sign_in", "ascending"},
		{"sort-last_sign_in", "?role=user&sort=-last_sign_in", "sort-last_sign_in", "descending"},
	} {
		if step.press != "" {
			s.press(step.press)
		}
		if want := "/t/northwind/admin/people" + step.address; step.press != "" && s.d.address != want {
			t.Errorf("%s leads to %s, want %s", step.press, s.d.address, want)
		}
		last := ""
		for _, c := range s.calls {
			if strings.Contains(c.Path, "/people") {
				last = c.Path
			}
		}
		if last != "/t/northwind/api/v1/people"+step.address {
			t.Errorf("%s asks %s", step.press, last)
		}
		if got := attr(byID(s.page(), step.sorted).Parent, "aria-sort"); got != step.as {
			t.Errorf("%s is sorted %q, want %s", step.sorted, got, step.as)
		}
	}
}

// TestChecklistBeginsWithOneself leads to one's own set-up first and to the
// other owners afterwards.
func TestChecklistBeginsWithOneself(t *testing.T) {
	answers := canned("Maria")
	s := newStage(t, answers, "/admin")
	s.press("turn-on")
	s.says("After your password you enter a code from an app on your phone.")
	s.press("turn-on-go")
	if len(s.left) != 1 || s.left[0] != "/t/northwind/setup" {
		t.Errorf("led to %v", s.left)
	}
	answers["GET /checklist"] = ok(wire.Checklist{Items: []wire.ChecklistItem{{ID: "owners", Mine: true}}})
	s = newStage(t, answers, "/admin")
	if s.says("Show owners"); byID(s.page(), "turn-on") != nil {
		t.Error("offers to turn on what is on")
	}
}

// TestPreviewShowsWhatPeopleWillSee has the card's own words and the mail that
// the service would write,
// and only while the draft requires anything.
func TestPreviewShowsWhatPeopleWillSee(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/policy")
	s.fill("policy-form", "lock_minutes", "45")
	if byID(s.page(), "seen-mail") != nil {
		t.Error("shows a mail that nobody will get")
	}
	s.choose("policy-form", "mode", "required")
	s.says("Northwind requires 2-step verification. It takes about 2 minutes.")
	if got := words(byID(s.page(), "seen-mail")); strings.TrimSpace(got) != "Dear Maria,\n\nset it up." {
		t.Errorf("the mail reads\n%s", got)
	}
	s.says("By email: Set up, Maria")
}

func TestPeopleAreFilteredByEveryMethod(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/people")
	for method, word := range map[string]string{"passkey": "Passkey", "app": "Authenticator app", "text": "Text message", "email": "Email"} {
		s.choose("filters", "by_method", method)
		if last := s.calls[len(s.calls)-1].Path; !strings.Contains(last, "method="+method) {
			t.Errorf("asked for %s", last)
		}
		s.says("Method: " + word)
	}
}

func TestPersonTellsSinceWhenItIsRequired(t *testing.T) {
	answers := canned("Maria")
	w := cannedPerson("Maria", nil)
	w.RequiredOn = noon
	answers["GET /people/usr_1"] = ok(w)
	newStage(t, answers, "/admin/people/usr_1").says("Required since 3 Nov 2026.")
}
