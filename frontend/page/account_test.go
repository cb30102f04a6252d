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

func TestSecurityButtonsCallWhatTheySay(t *testing.T) {
	for name, c := range map[string]struct {
		press []string
		want  string
		says  string
	}{
		"remove":        {[]string{"remove-fac_1", "removing-go"}, "DELETE /me/methods/fac_1", "That way to verify was removed."},
		"untrust":       {[]string{"untrust-trb_1"}, "DELETE /me/trusted-browsers/trb_1", "This browser will ask for a code next time."},
		"untrust all":   {[]string{"untrust-all"}, "DELETE /me/trusted-browsers", "Every browser will ask for a code next time."},
		"end":           {[]string{"end-ses_2"}, "DELETE /me/sessions/ses_2", "Signed out there."},
		"end others":    {[]string{"end-others"}, "DELETE /me/sessions", "Your other devices are signed out."},
		"turn off":      {[]string{"turnoff-open", "turnoff-now"}, "POST /me/two-step/off {}", "2-step verification is off."},
		"new codes":     {[]string{"new-codes"}, "POST /me/recovery-codes", ""},
		"kept by duty":  {[]string{"remove-fac_2"}, "", "requires 2-step verification. Add another way first."},
		"dialog closed": {[]string{"turnoff-open", "turnoff-dialog-close"}, "", "Ways to verify"},
	} {
		s := newStage(t, canned("Maria"), "/me/security")
		for _, id := range c.press {
			s.press(id)
		}
		if c.want != "" {
			s.called(c.want)
		} else {
			s.called()
		}
		s.says(c.says)
		if name == "new codes" && (len(s.left) != 1 || s.left[0] != "/t/northwind/setup/codes") {
			t.Errorf("new codes led to %v", s.left)
		}
	}
}

func TestTheLastWayToVerifyIsTwoStepItself(t *testing.T) {
	answers := canned("Maria")
	w := cannedSecurity("Maria")
	w.Methods = w.Methods[:1]
	answers["GET /me/security"] = ok(w)
	s := newStage(t, answers, "/me/security")
	s.press("remove-fac_1")
	s.says("Turn off 2-step verification?")
}

func TestR12TheCheckMarkStandsFromTheFirstVerifiedWay(t *testing.T) {
	for _, c := range []struct {
		ways []wire.OwnMethod
		want bool
	}{{nil, false}, {cannedWays("Maria")[:1], true}, {[]wire.OwnMethod{{ID: "fac_2", Kind: domain.MethodApp, Disabled: true}}, false}} {
		answers := canned("Maria")
		w := cannedSecurity("Maria")
		w.TwoStep, w.Methods = wire.TwoStep{State: domain.TwoStepNever, MaySetUp: true}, c.ways
		answers["GET /me/security"] = ok(w)
		s := newStage(t, answers, "/me/security")
		if got := strings.Contains(words(byID(s.page(), "methods")), "Verified"); got != c.want {
			t.Errorf("with %d ways to verify the check mark is there: %v", len(c.ways), got)
		}
	}
}

// Where ways to verify come first, the button says why it can't be pressed,
// and with one it goes on to what is left to do.
func TestR13TurnOnWaitsForAVerifiedWay(t *testing.T) {
	first := func(may bool, answer wire.SetupConfirmed) *stage {
		answers := canned("Maria")
		w := cannedSecurity("Maria")
		w.TwoStep = wire.TwoStep{State: domain.TwoStepNever, MaySetUp: true, MethodsFirst: true, MayTurnOn: may}
		answers["GET /me/security"], answers["POST /me/two-step/on"] = ok(w), ok(answer)
		return newStage(t, answers, "/me/security")
	}
	s := first(false, wire.SetupConfirmed{})
	s.says("Verify a way first")
	s.press("turn-on")
	s.called()
	for step, page := range map[string]string{wire.SetupStepCodes: "/t/northwind/setup/codes", wire.SetupStepBackup: "/t/northwind/setup/backup"} {
		s = first(true, wire.SetupConfirmed{Step: step})
		s.press("turn-on")
		s.called("POST /me/two-step/on")
		if len(s.left) != 1 || s.left[0] != page {
			t.Errorf("%s led to %v", step, s.left)
		}
	}
	s = first(true, wire.SetupConfirmed{Step: wire.SetupStepDone, Finished: &wire.SetupFinished{Renewal: wire.Renewal{CSRF: "renewed"}}})
	s.press("turn-on")
	if s.says("2-step verification is on"); s.d.page.CSRF != "renewed" || len(s.left) != 0 {
		t.Errorf("the token is %q, it led to %v", s.d.page.CSRF, s.left)
	}
}

func TestSecurityStates(t *testing.T) {
	for want, change := range map[string]func(*wire.Security){
		"2-step verification is off": func(w *wire.Security) {
			w.TwoStep = wire.TwoStep{State: domain.TwoStepNever, MaySetUp: true}
			w.Methods = nil
		},
		"Northwind doesn't use 2-step verification.": func(w *wire.Security) { w.TwoStep = wire.TwoStep{State: domain.TwoStepNever} },
		"Required by Northwind since 3 Nov 2026.": func(w *wire.Security) {
			w.TwoStep.MayTurnOff, w.TwoStep.Required, w.TwoStep.RequiredOn = false, true, noon
		},
		"doesn't let people turn it off themselves":       func(w *wire.Security) { w.TwoStep.MayTurnOff = false },
		"Get new recovery codes (2 left)":                 func(*wire.Security) {},
		"Northwind doesn't use recovery codes.":           func(w *wire.Security) { w.Recovery.Offered = false },
		"Northwind turned this off.":                      func(w *wire.Security) { w.TrustDays = 0 },
		"No trusted browsers. You're asked for a code at": func(w *wire.Security) { w.TrustedBrowsers = nil },
		"Not changed yet.":                                func(w *wire.Security) { w.PasswordSince = wire.Security{}.PasswordSince },
	} {
		answers := canned("Maria")
		w := cannedSecurity("Maria")
		change(&w)
		answers["GET /me/security"] = ok(w)
		newStage(t, answers, "/me/security").says(want)
	}
}

func TestRename(t *testing.T) {
	s := newStage(t, canned("Maria"), "/me/security")
	s.press("rename-fac_1")
	s.fill("rename", "name", `"><h2>`)
	s.once["PATCH /me/methods/fac_1"] = answer{status: 422, body: map[string]any{"status": 422, "code": "name_long",
		"errors": []map[string]any{{"pointer": "/name", "code": "name_long", "args": map[string]string{"n": "40"}}}}}
	s.submit("rename")
	s.says("Use at most 40 characters")
	s.submit("rename")
	s.called(`PATCH /me/methods/fac_1 {"name":"\"\u003e\u003ch2\u003e"}`)
	s.says("Renamed.")
	s.press("rename-fac_1")
	s.press("rename-cancel")
	if byID(s.page(), "rename") != nil {
		t.Error("the form is still there")
	}
}

func TestSharedBrowser(t *testing.T) {
	s := newStage(t, canned("Maria"), "/me/security")
	s.tick("shared", "shared-browser", true)
	s.called(`POST /me/shared-browser {"shared":true}`)
}

func TestTrustedBrowsersTellTheirLastUseAndPlace(t *testing.T) {
	answers := canned("Maria")
	own, other := cannedSecurity("Maria"), cannedPerson("Maria", nil)
	own.TrustedBrowsers[0].UsedAt, other.TrustedBrowsers[0].UsedAt = noon.Add(-5*time.Hour), noon.Add(-6*time.Hour)
	answers["GET /me/security"], answers["GET /people/usr_1"] = ok(own), ok(other)
	own.TrustedBrowsers[0].Place = "Berlin, Germany"
	s := newStage(t, answers, "/me/security")
	s.says("Last used 5 hours ago")
	s.says("Berlin, Germany (approximate) 192.0.2.1")
	newStage(t, answers, "/admin/people/usr_1").says("Last used 6 hours ago")
}

func TestBrowserSharedByAnother(t *testing.T) {
	c := canned("Maria")
	w := cannedSecurity("Maria")
	w.SharedBrowser, w.SharedByOther = true, true
	c["GET /me/security"] = ok(w)
	s := newStage(t, c, "/me/security")
	s.says("Somebody marked this computer as shared")
	if byID(s.page(), "shared-browser") != nil {
		t.Error("the box is there")
	}
}

func TestTurnOffWithAReason(t *testing.T) {
	s := newStage(t, canned("Maria"), "/me/security")
	s.press("turnoff-open")
	s.fill("turnoff-dialog-form", "why", "New job")
	s.press("turnoff-now")
	s.called(`POST /me/two-step/off {"reason":"New job"}`)
	s.says("2-step verification is off.")
}

func TestChangePassword(t *testing.T) {
	s := newStage(t, canned("Maria"), "/me/security")
	s.press("password-open")
	s.submit("password-form")
	s.called()
	s.says("Enter your password")
	s.fill("password-form", "password", "old")
	s.fill("password-form", "new_password", "new")
	s.once["POST /me/password"] = problem(422, "password_wrong")
	s.submit("password-form")
	s.says("That password is not correct.")
	s.submit("password-form")
	s.called(`POST /me/password {"password":"old","new_password":"new"}`)
	s.says("Your password is changed.")
	if s.d.page.CSRF != "renewed" {
		t.Errorf("the token after the change is %q", s.d.page.CSRF)
	}
}

func TestActivity(t *testing.T) {
	s := newStage(t, canned("Maria"), "/me/activity")
	s.says("2 wrong codes between 11:59 and 12:00")
	s.press("more")
	if last := s.calls[len(s.calls)-1].Path; last != "/t/northwind/api/v1/me/activity?cursor=next" {
		t.Errorf("more asked %s", last)
	}
	asked := func(want ...string) {
		t.Helper()
		var got []string
		for _, c := range s.calls[len(s.calls)-len(want):] {
			got = append(got, strings.TrimPrefix(c.Path, "/t/northwind/api/v1/me/activity?"))
		}
		if !slices.Equal(got, want) {
			t.Errorf("asked %q, want %q", got, want)
		}
	}
	s.once["GET /me/activity"] = ok(wire.List[wire.Event]{})
	s.press("show-changes")
	asked("show=changes")
	s.says("Nothing happened here yet.")
	s.press("show-sign_ins")
	asked("show=sign_ins")
	s.says("2 wrong codes")

	// The file has all pages, not only those that were read.
	s.answers["GET /me/activity"] = ok(wire.List[wire.Event]{})
	s.once["GET /me/activity"] = ok(wire.List[wire.Event]{NextCursor: "older"})
	s.press("csv")
	asked("limit=200&show=sign_ins", "cursor=older&limit=200&show=sign_ins")
	s.says("2 wrong codes")
	s.once["GET /me/activity"] = problem(503, "unavailable")
	s.press("csv")
	asked("limit=200&show=sign_ins")
	s.press("csv") // again
	asked("limit=200&show=sign_ins", "limit=200&show=sign_ins")
}

func TestSpreadsheetsDoNotRunNames(t *testing.T) {
	for typed, want := range map[string]string{`=1+1`: `"'=1+1"`, `a"b`: `"a""b"`, "": `""`, "@x": `"'@x"`} {
		if got := csvCell(typed); got != want {
			t.Errorf("%q became %s, want %s", typed, got, want)
		}
	}
}

func TestStrengthInWords(t *testing.T) {
	way := func(m domain.Method) wire.OwnMethod { return wire.OwnMethod{ID: string(m), Kind: m} }
	for want, w := range map[string]wire.Security{
		"Strong: passkey and authenticator app":           {Strength: domain.StrengthStrong, Methods: []wire.OwnMethod{way("app"), way("passkey")}},
		"Strong: passkey, authenticator app and email":    {Strength: domain.StrengthStrong, Methods: []wire.OwnMethod{way("email"), way("app"), way("passkey"), way("app")}},
		"Good: authenticator app":                         {Strength: domain.StrengthGood, Methods: []wire.OwnMethod{way("app"), {Kind: "passkey", Disabled: true}}},
		"Basic: text message – add an app or passkey":     {Strength: domain.StrengthBasic, Methods: []wire.OwnMethod{way("text")}},
		"Add an authenticator app or a passkey":           {Tasks: []domain.Task{domain.TaskStronger}},
		"What to do next Add a backup way to verify":      {Tasks: []domain.Task{domain.TaskBackup}},
		"What to do next Get new recovery codes (1 left)": {Tasks: []domain.Task{domain.TaskCodes}, Recovery: wire.RecoveryState{Left: 1, Of: 10}},
	} {
		answers := canned("Maria")
		w.TwoStep = cannedSecurity("Maria").TwoStep
		answers["GET /me/security"] = ok(w)
		newStage(t, answers, "/me/security").says(want)
	}
	answers := canned("Maria")
	w := cannedSecurity("Maria")
	w.Tasks, w.CheckUp = nil, nil
	answers["GET /me/security"] = ok(w)
	s := newStage(t, answers, "/me/security")
	for _, text := range []string{"What to do next", "Quick check"} {
		if strings.Contains(words(s.page()), text) {
			t.Errorf("where all is well the page says %q", text)
		}
	}
}

func TestCheckUp(t *testing.T) {
	s := newStage(t, canned("Maria"), "/me/security")
	s.says("Quick check: does your authenticator app still work?")
	s.submit("checkup-form")
	s.called()
	s.says("Enter the code")
	s.fill("checkup-form", "checkup_code", "123456")
	s.once["POST /me/check-up"] = answer{status: 422, body: map[string]any{"status": 422, "code": "code_wrong",
		"errors": []map[string]any{{"pointer": "/code", "code": "code_wrong", "args": map[string]string{"left": "1", "clock_hint": "true", "minutes": "4", "fast": "false"}}}}}
	s.submit("checkup-form")
	s.called(`POST /me/check-up {"code":"123456"}`)
	s.says("That code is not correct.")
	s.says("You can try 1 more time.")
	s.says("Your phone is about 4 minutes slow.")
	s.submit("checkup-form")
	s.says("Thank you. Your authenticator app works.")

	s = newStage(t, canned("Maria"), "/me/security")
	s.press("checkup-no")
	s.says("sign in with a recovery code and choose “Set up again now”")
	s.press("checkup-again-close")
	s.press("checkup-later")
	s.called("DELETE /me/check-up")
}
