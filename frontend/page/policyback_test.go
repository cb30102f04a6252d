//go:build !wasm

package page

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"twofold/domain"
)

func (s *stage) draft() domain.WaysBack { return s.d.panel.(*policy).draft.WaysBack }

func TestEverySettingAboutGettingBackInCanBeChangedAndHasWords(t *testing.T) {
	fields := reflect.TypeFor[domain.WaysBack]()
	for i := range fields.NumField() {
		name := back + fields.Field(i).Tag.Get("json")
		if !slices.ContainsFunc(settings(), func(s setting) bool { return s.key == name }) {
			t.Errorf("%s is no setting of the page", name)
		}
	}
	s := newStage(t, canned("Maria"), "/admin/policy")
	for name, value := range map[string]string{"second_factor": "verified_method", "code_after_off": "none", "admins_shown": "text", "admins_text": "Ask at the front desk.",
		"effect": "may_sign_in_then_enroll", "access_code": "required", "questions": "offered", "question_count": "2", "question_list": "Which?\n\n Where? \n",
		"approve-admin": "1", "wait_hours": "24", "text_hours": "24", "text_uses": "2", "support_hours": "72", "cooldown_hours": "48", "no_code-de": "Kein Code",
		"support-who": "The desk", "support-phone": "+44 20 7946 0018", "support-email": "desk@x.example", "support-hours": "9 to 5"} {
		// What a choice brings is drawn once it is made.
		s.d.panel.(*policy).set(back+name, value)
	}
	s.tick("policy-form", back+"admins_reset", false)
	s.press("rung-down-other_method")
	want := domain.WaysBack{SecondFactor: domain.ResetVerifiedMethod, CodeAfterOff: domain.CodeAfterOffNone,
		Ladder:  []domain.Rung{domain.RungRecoveryCode, domain.RungOtherMethod, domain.RungAdmins, domain.RungSupportPhone, domain.RungSupportMail},
		Support: domain.Support{Who: "The desk", Phone: "+44 20 7946 0018", Email: "desk@x.example", Hours: "9 to 5"}, AdminsShown: domain.AdminsByText, AdminsText: "Ask at the front desk.",
		Effect: domain.ResetMaySignIn, AccessCode: domain.AccessCodeRequired, Approve: []domain.Role{domain.RoleAdmin}, WaitHours: 24, Questions: domain.QuestionsOffered, QuestionCount: 2,
		QuestionList: []string{"Which?", "Where?"}, TextHours: 24, TextUses: 2, SupportHours: 72, CooldownHours: 48, NoCode: map[string]string{"de": "Kein Code"}}
	if got := s.draft(); !reflect.DeepEqual(got, want) {
		t.Fatalf("the draft is\n%+v, want\n%+v", got, want)
	}
	for _, words := range []string{"leaves OWASP ASVS 6.4.2", "Ways out of a lost second step: Recovery code, Another way to verify, Your administrators",
		"Questions to choose from: Which? · Where?"} {
		s.says(words)
	}
	draft := s.d.panel.(*policy).draft
	if err := draft.Domain().Check(); err != nil {
		t.Error(err)
	}
	if saved := s.d.panel.(*policy).saved.value.Policy.WaysBack; !reflect.DeepEqual(saved, domain.DefaultWaysBack()) {
		t.Errorf("the draft changed what is saved: %+v", saved)
	}
	s.press("review")
	page := words(s.page())
	if n := strings.Count(page, "Less safe than before"); n != 5 { // the code, the effect, the questions, their number, the uses
		t.Errorf("%d changes are marked as weaker", n)
	}
}

func TestS16ARungThatIsPutBackChangesNothing(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/policy")
	s.tick("policy-form", "rung-tenant_admin", false)
	s.says("Ways out of a lost second step: Another way to verify, Recovery code, Support by phone, Support by email")
	s.tick("policy-form", "rung-tenant_admin", true)
	if s.d.panel.(*policy).unsaved() {
		t.Errorf("still unsaved: %+v", s.draft())
	}
}

func TestErrorsAboutGettingBackInStandAtTheirFields(t *testing.T) {
	answers := canned("Maria")
	answers["POST /policy/preview"] = answer{status: 422, body: map[string]any{"status": 422, "code": "out_of_range", "errors": []map[string]any{
		{"pointer": "/ways_back.text_hours", "code": "out_of_range"}, {"pointer": "/policy/ways_back/ladder/0", "code": "out_of_range"}}}}
	s := newStage(t, answers, "/admin/policy")
	s.fill("policy-form", back+"text_hours", "99")
	if attr(byID(s.page(), back+"text_hours"), "aria-invalid") != "true" || byID(s.page(), back+"ladder-error") == nil {
		t.Error("an error isn't at its field")
	}
}

func TestAnAuditorReadsWhatIsSettledAboutGettingBackIn(t *testing.T) {
	answers := canned("Maria")
	session := cannedSession()
	session.May = []string{"policy.read"}
	answers["GET /session"] = ok(session)
	s := newStage(t, answers, "/admin/policy")
	s.says("Forgot password after 2-step verification was turned off")
	s.says("The link and a code by email")
	if byID(s.page(), back+"text_hours") != nil {
		t.Error("a field is there")
	}
}

// TestS17ResetsOfOwnersCantBeApproved: nobody resets an owner, with a second
// administrator neither.
func TestS17ResetsOfOwnersCantBeApproved(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/policy")
	if byID(s.page(), back+"approve-admin") == nil || byID(s.page(), back+"wait_hours") == nil {
		t.Fatal("the settings aren't drawn")
	}
	if byID(s.page(), back+"approve-owner") != nil {
		t.Error("owners can be ticked")
	}
	s.tick("policy-form", back+"approve-admin", true)
	s.says("Resets that need a second administrator: Administrator")
	s.tick("policy-form", back+"approve-admin", false)
	if s.d.panel.(*policy).unsaved() {
		t.Errorf("still unsaved: %+v", s.draft())
	}
}
