//go:build !wasm

package page

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
)

func TestPolicyIsReviewedAndApplied(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/policy")
	s.choose("policy-form", "mode", "required")
	s.fill("policy-form", "lock_minutes", "45")
	s.says("Unsaved changes: 2-step verification for everyone: Required; Minutes of refusal: 45 minutes")
	s.says("7 people will have to set up.")
	s.press("review")
	s.says("For example: Maria")
	s.says("Email the 7 people now")
	if got := words(byID(s.page(), "review-dialog")); !strings.Contains(got, "By email: Set up, Maria") || !strings.Contains(got, "Dear Maria") {
		t.Errorf("the e-mail doesn't stand in the review: %s", got)
	}
	s.fill("review-dialog-form", "why", "Our insurer asks")
	s.once["PUT /policy"] = problem(403, "step_up_required")
	s.press("apply")
	s.says("Confirm it's you to change the policy.")
	s.fill("confirm-form", "confirm-code", "123456")
	s.submit("confirm-form")
	last := s.calls[len(s.calls)-2]
	var sent wire.SavePolicyRequest
	if err := json.Unmarshal(last.Body, &sent); err != nil || last.Header["If-Match"] != `"1"` {
		t.Fatalf("%s %s with If-Match %s: %v", last.Method, last.Path, last.Header["If-Match"], err)
	}
	if sent.Policy.Mode != domain.ModeRequired || sent.Policy.LockMinutes != 45 || !sent.Notify || sent.Reason != "Our insurer asks" {
		t.Errorf("sent %+v", sent)
	}
	s.says("The policy is saved and in force.")
	if s.d.panel.(*policy).unsaved() {
		t.Error("still unsaved")
	}
}

func TestPolicyCanBeDiscarded(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/policy")
	s.press("trust-14")
	s.tick("policy-form", "user_may_disable", false)
	s.tick("policy-form", "method-recovery", false)
	s.tick("policy-form", "method-recovery", true)
	s.says("Unsaved changes: Days a browser can be trusted: 14 days; People may turn it off themselves: No")
	if strings.Contains(words(s.page()), "Accepted methods:") {
		t.Error("a method taken off and put back counts as a change")
	}
	s.press("discard")
	if s.d.panel.(*policy).unsaved() {
		t.Error("still unsaved")
	}
}

func TestPolicyOfTheSetup(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/policy")
	s.choose("policy-form", "backup", "any_second_method")
	s.tick("policy-form", "methods_first", true)
	s.says("Unsaved changes: Backup asked for in the set-up: A second way of any kind; Ways to verify come first: Yes")
	s.once["POST /policy/preview"] = answer{status: 422, body: map[string]any{"status": 422, "code": "backup_text",
		"errors": []map[string]any{{"pointer": "/policy/backup", "code": "backup_text"}}}}
	s.choose("policy-form", "backup", "phone")
	s.says("Accept text messages first")
}

// TestPolicyRails: it can't be required by somebody without a working method.
func TestPolicyRails(t *testing.T) {
	answers := canned("Maria")
	answers["POST /policy/preview"] = ok(wire.PolicyPreview{SelfNotReady: true, FewOwners: true})
	s := newStage(t, answers, "/admin/policy")
	s.choose("policy-form", "mode", "required")
	s.press("review")
	s.says("Turn on 2-step verification for yourself first")
	s.press("apply")
	for _, c := range s.calls {
		if c.Method == "PUT" {
			t.Error("the policy was saved against the rail")
		}
	}
}

// TestPreviewNamesWhoIsLeft: who loses what they set up isn't among those who
// have not set up.
func TestPreviewNamesWhoIsLeft(t *testing.T) {
	answers := canned("Maria")
	answers["POST /policy/preview"] = ok(wire.PolicyPreview{MustSetUp: 2, LeftWithout: 2, LeftNames: []string{"Noah", "Ida"}})
	s := newStage(t, answers, "/admin/policy")
	s.press("trust-14")
	s.says("2 people have only ways to verify that are no longer accepted.")
	s.says("For example: \u2068Noah\u2069, \u2068Ida\u2069")
	if strings.Contains(words(s.page()), "See who has not set up") {
		t.Error("the link leads to others")
	}
}

// TestPolicyErrorsStandAtTheirFields while the field stays the same element,
// or who is typing in it would lose the focus.
func TestPolicyErrorsStandAtTheirFields(t *testing.T) {
	answers := canned("Maria")
	answers["POST /policy/preview"] = answer{status: 422, body: map[string]any{"status": 422, "code": "out_of_range", "errors": []map[string]any{{"pointer": "/policy/lock_attempts", "code": "out_of_range"}}}}
	s := newStage(t, answers, "/admin/policy")
	field := func() app.UI {
		return findUI(s.d, func(as map[string]string) bool { return as["id"] == "lock_attempts" })
	}
	before := field()
	s.fill("policy-form", "lock_attempts", "99")
	if field() != before {
		t.Error("the error has made a new field")
	}
	if attr(byID(s.page(), "lock_attempts"), "aria-invalid") != "true" {
		t.Error("the field isn't in error")
	}
	s.says("Correct what is marked to see whom it affects.")
	if s.press("review"); s.d.dialog != nil {
		t.Error("the review opened on a policy that can't be saved")
	}
}

func TestPolicyApps(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/policy")
	names := func() (out []string) {
		for _, a := range s.d.panel.(*policy).draft.Apps {
			out = append(out, a.Name)
		}
		return out
	}
	s.press("app-down-0")
	s.press("app-remove-3")
	s.press("app-add")
	s.fill("apps-form", "app-name-3", "Ente")
	s.fill("apps-form", "app-note-3", "Open source")
	s.fill("apps-form", "app-android-3", "https://a.example")
	s.fill("apps-form", "app-apple-3", "https://b.example")
	s.fill("apps-form", "app-help-3", "https://c.example")
	s.press("app-up-3")
	if got := strings.Join(names(), ","); got != "Google Authenticator,Maria,Ente,Duo Mobile" {
		t.Errorf("the list is %s", got)
	}
	a := s.d.panel.(*policy).draft.Apps[2]
	if a.Note != "Open source" || a.Android != "https://a.example" || a.Apple != "https://b.example" || a.Help != "https://c.example" {
		t.Errorf("the new app is %+v", a)
	}
	if saved := s.d.panel.(*policy).saved.value.Policy.Apps[0].Name; saved != "Maria" {
		t.Errorf("the draft changed what is saved: %s", saved)
	}
}

// TestPolicyConflictLosesNothing: of two admins at once, each keeps what only
// they changed, and chooses where both did.
func TestPolicyConflictLosesNothing(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/policy")
	s.choose("policy-form", "mode", "required")
	s.fill("policy-form", "lock_minutes", "45")
	theirs := wire.PolicyOf(domain.DefaultPolicy())
	theirs.Apps[0] = domain.App{Name: "Maria", Note: "Maria", Android: theirs.Apps[0].Android, Apple: theirs.Apps[0].Apple}
	theirs.TrustDays, theirs.LockMinutes = 7, 60
	s.answers["GET /policy"] = answer{status: 200, etag: `"2"`, body: wire.PolicyDocument{Version: 3, Policy: theirs, Offered: domain.Offered, ChangedBy: "Amir", ChangedAt: noon}}
	s.once["PUT /policy"] = answer{status: 412, etag: `"2"`, body: map[string]any{"status": 412, "code": "conflict"}}
	s.press("review")
	s.press("apply")
	s.says("Amir changed this")
	s.fill("clash-dialog-form", "clash-lock_minutes", "theirs")
	s.press("clash-merge")
	draft := s.d.panel.(*policy).draft
	if draft.Mode != domain.ModeRequired || draft.LockMinutes != 60 || draft.TrustDays != 7 {
		t.Errorf("merged to %+v", draft)
	}
	s.press("apply")
	var sent wire.SavePolicyRequest
	for _, c := range s.calls {
		if c.Method == "PUT" {
			if err := json.Unmarshal(c.Body, &sent); err != nil {
				t.Fatal(err)
			}
			if sent.Policy.TrustDays == 7 && c.Header["If-Match"] != `"2"` {
				t.Errorf("saved over %s", c.Header["If-Match"])
			}
		}
	}
	if sent.Policy.TrustDays != 7 {
		t.Error("the merged policy was not sent")
	}
}

// Who chooses the same as somebody before them is told that nothing is left.
func TestPolicyConflictOfTheSameEndsInWords(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/policy")
	s.choose("policy-form", "mode", "required")
	theirs := s.d.panel.(*policy).draft
	s.answers["GET /policy"] = answer{status: 200, etag: `"2"`, body: wire.PolicyDocument{Version: 3, Policy: theirs, Offered: domain.Offered, ChangedBy: "Amir", ChangedAt: noon}}
	s.once["PUT /policy"] = answer{status: 412, etag: `"2"`, body: map[string]any{"status": 412, "code": "conflict"}}
	s.press("review")
	s.press("apply")
	s.press("clash-merge")
	s.says("Nothing is left to save: the policy is as you chose.")
	if s.d.dialog != nil || s.d.panel.(*policy).unsaved() {
		t.Error("something is left to save")
	}
}

// TestReviewCountsOnce: a count that a change still had coming isn't made while
// the review is open, where it would hold back "Apply" under the pointer.
func TestReviewCountsOnce(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/policy")
	var waiting []func()
	s.d.later = func(after time.Duration, f func()) {
		if after == previewPause {
			waiting = append(waiting, f)
		}
	}
	previews := func() (n int) {
		for _, c := range s.calls {
			if strings.HasSuffix(c.Path, "/policy/preview") {
				n++
			}
		}
		return n
	}
	s.press("trust-14")
	if len(waiting) == 0 || previews() != 0 {
		t.Fatalf("%d counts wait, %d were made", len(waiting), previews())
	}
	s.press("review")
	s.run(s.d, func(app.Context) {
		for _, f := range waiting {
			f()
		}
	})
	if n := previews(); n != 1 {
		t.Errorf("%d counts were made", n)
	}
}

func TestPolicyHistoryComesBackAsADraft(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/policy")
	s.press("back-1")
	if got := s.d.panel.(*policy).draft.Mode; got != domain.ModeOptional {
		t.Errorf("the draft is %s", got)
	}
	s.called("POST /policy/preview " + string(s.calls[len(s.calls)-1].Body))
}

func TestWhoMayOnlyReadSeesFacts(t *testing.T) {
	answers := canned("Maria")
	session := cannedSession()
	session.May = []string{"policy.read", "organization.read"}
	answers["GET /session"] = ok(session)
	s := newStage(t, answers, "/admin/policy")
	s.says("You can read this. Owners and administrators can change it.")
	if byID(s.page(), "policy-form") != nil {
		t.Error("the form is there")
	}
	s = newStage(t, answers, "/admin/organization")
	if attr(byID(s.page(), "organization-save"), "aria-disabled") != "true" {
		t.Error("Save can be pressed")
	}
}

// TestPolicyControls: what the lock closes, methods that are no second step, and
// where text messages go, each into the document and told in words.
func TestPolicyControls(t *testing.T) {
	s := newStage(t, canned("Germany"), "/admin/policy")
	p := s.d.panel.(*policy)
	if strings.Contains(words(s.page()), "Where text messages go") {
		t.Error("countries are asked for while no text message is accepted")
	}
	s.tick("policy-form", "method-text", true)
	s.tick("policy-form", "recovery_only-text", true)
	s.choose("policy-form", "lock_scope", "account")
	s.says("As chosen now: Wherever the service sends: 3 countries")
	s.fill("policy-form", "country", "+4")
	if page := words(s.page()); strings.Contains(page, "France") || !strings.Contains(page, "United Kingdom (+44)") {
		t.Error("the search doesn't narrow the list")
	}
	s.tick("policy-form", "countries-GB", true)
	s.fill("policy-form", "country", "nowhere")
	s.says("The service sends to no country that matches “nowhere”.")
	s.fill("policy-form", "country", "GER")
	s.tick("policy-form", "countries-DE", true)
	s.says("As chosen now: Germany, United Kingdom")
	s.says("Only to get back in: Text message")
	s.says("What is refused meanwhile: Everything")
	s.says("Countries: Germany, United Kingdom")
	if d := p.draft; d.LockScope != domain.LockAccount || !slices.Equal(d.RecoveryOnly, []domain.Method{domain.MethodText}) || !slices.Equal(d.Countries, []string{"GB", "DE"}) {
		t.Errorf("the draft is %+v", d)
	}
	s.press("countries-clear")
	s.choose("policy-form", "lock_scope", "second_step")
	s.tick("policy-form", "method-text", false)
	if p.unsaved() {
		t.Errorf("put back, something is unsaved: %+v", p.draft)
	}
}

// S4: with one method for everybody the accepted ones become a choice of one.
func TestS4PolicyPicksOneMethod(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/policy")
	s.choose("policy-form", "picked_by", "admin")
	s.says("Who picks the method: You: everyone uses the same one")
	draft := func() wire.Policy { return s.d.panel.(*policy).draft }
	accepted := func() []domain.Method { return draft().Domain().AcceptedOf(domain.Methods) }
	if got := accepted(); len(got) != 1 {
		t.Fatalf("accepted are %v", got)
	}
	s.choose("policy-form", "method", "passkey")
	s.tick("policy-form", "recovery_only-app", true)
	if got := accepted(); !slices.Equal(got, []domain.Method{domain.MethodPasskey}) || !slices.Equal(draft().RecoveryOnly, []domain.Method{domain.MethodApp}) || !slices.Contains(draft().Methods, domain.MethodRecovery) {
		t.Fatalf("%+v", draft())
	}
	if err := draft().Domain().Check(); err != nil {
		t.Error(err)
	}
	s.tick("policy-form", "recovery_only-app", false)
	if slices.Contains(draft().Methods, domain.MethodApp) {
		t.Error("a way back in that was taken off is left as a second step")
	}
	s.choose("policy-form", "picked_by", "user")
	if s.d.panel.(*policy).unsaved() {
		t.Error("going back leaves a change")
	}
}
