package rest_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"twofold/api/wire"
	"twofold/domain"
)

// samples are bodies that can be read, one for every operation that takes one.
func samples() map[string]any {
	policy := wire.PolicyOf(domain.DefaultPolicy())
	return map[string]any{
		wire.CreateOrganization.ID:  wire.CreateOrganizationRequest{Organization: "Contoso", Short: "contoso", Name: "Ida", Email: "ida@contoso.example", Password: strong},
		wire.ResendConfirmation.ID:  wire.ResendConfirmationRequest{Short: "contoso"},
		wire.FindOrganizations.ID:   wire.FindRequest{Email: "ida@contoso.example"},
		wire.ReadConfirmation.ID:    wire.LinkRequest{Token: "none"},
		wire.AcceptConfirmation.ID:  wire.LinkRequest{Token: "none"},
		wire.ReadInvitation.ID:      wire.LinkRequest{Token: "none"},
		wire.AcceptInvitation.ID:    wire.AcceptInvitationRequest{Token: "none", Name: "Ida", Password: strong},
		wire.ReadUnlock.ID:          wire.LinkRequest{Token: "none"},
		wire.AcceptUnlock.ID:        wire.AcceptUnlockRequest{Token: "none", Password: strong},
		wire.ReadObjection.ID:       wire.LinkRequest{Token: "none"},
		wire.Object.ID:              wire.LinkRequest{Token: "none"},
		wire.AskReset.ID:            wire.AskResetRequest{Email: "ida@north.example"},
		wire.OpenReset.ID:           wire.OpenResetRequest{Token: "none"},
		wire.ChoosePassword.ID:      wire.ChoosePasswordRequest{Password: strong},
		wire.StartSignIn.ID:         wire.SignInRequest{Email: "ida@contoso.example", Password: "wrong"},
		wire.VerifyCode.ID:          wire.CodeRequest{Code: "123456"},
		wire.VerifyRecovery.ID:      wire.RecoveryRequest{Code: "k7m2-p9xw-4t3h-q8rz"},
		wire.AskAnyPasskey.ID:       wire.PasskeyAskRequest{Bearer: true},
		wire.SignInPasskey.ID:       wire.PasskeySignInRequest{PasskeyAnswer: wire.PasskeyAnswer{Ceremony: "cer_none", Response: "{}"}},
		wire.VerifyPasskey.ID:       wire.PasskeyVerifyRequest{PasskeyAnswer: wire.PasskeyAnswer{Ceremony: "cer_none", Response: "{}"}},
		wire.CreatePasskey.ID:       wire.CreatePasskeyRequest{Kind: wire.KindPasskey},
		wire.PasskeyCreated.ID:      wire.PasskeyCreatedRequest{PasskeyAnswer: wire.PasskeyAnswer{Ceremony: "cer_none", Response: "{}"}},
		wire.NamePasskey.ID:         wire.NamePasskeyRequest{Name: "MacBook"},
		wire.ConfirmSession.ID:      wire.ConfirmRequest{Method: domain.ConfirmByPassword, Password: strong},
		wire.StartSetup.ID:          wire.StartSetupRequest{Replaces: "fac_none"},
		wire.ChooseSetupApp.ID:      wire.ChooseAppRequest{App: "other"},
		wire.SendCode.ID:            wire.SendCodeRequest{Way: "text"},
		wire.SendConfirm.ID:         wire.SendConfirmRequest{Method: domain.ConfirmByText},
		wire.StartAddress.ID:        wire.AddressRequest{Method: domain.MethodText, Phone: "+44 7700 900123"},
		wire.ConfirmSetup.ID:        wire.ConfirmSetupRequest{Code: "123456", Name: "Phone"},
		wire.FinishSetup.ID:         wire.FinishSetupRequest{Saved: true},
		wire.RenameMethod.ID:        wire.RenameRequest{Name: "Phone"},
		wire.TurnOffTwoStep.ID:      wire.TurnOffRequest{Reason: "new phone"},
		wire.MarkSharedBrowser.ID:   wire.SharedBrowserRequest{Shared: true},
		wire.MarkPersonSession.ID:   wire.SharedBrowserRequest{Shared: true},
		wire.MarkPersonTrust.ID:     wire.SharedBrowserRequest{Shared: true},
		wire.ChangePassword.ID:      wire.ChangePasswordRequest{Password: strong, NewPassword: strong + " again"},
		wire.StartEmailChange.ID:    wire.ChangeEmailRequest{Email: "new@northwind.example"},
		wire.SaveOwnNumber.ID:       wire.NumberRequest{Phone: "+44 7700 900123"},
		wire.SavePersonNumber.ID:    wire.NumberRequest{Phone: "+44 7700 900123"},
		wire.AskForHelp.ID:          wire.AskForHelpRequest{Kind: "lost_device", Reason: "other", Reach: "Phone 4711"},
		wire.AskSupport.ID:          wire.AskSupportRequest{Reason: "other", Reach: "Phone 4711"},
		wire.ReadStop.ID:            wire.LinkRequest{Token: "token"},
		wire.StopHelpRequest.ID:     wire.LinkRequest{Token: "token"},
		wire.TakeRequest.ID:         wire.TakeRequestRequest{Over: true},
		wire.SendCallerCode.ID:      wire.CallerSendRequest{Method: "email"},
		wire.CheckCaller.ID:         wire.CallerCheckRequest{Method: "email", Code: "123456"},
		wire.DeclineRequest.ID:      wire.DeclineRequestRequest{Reason: "no"},
		wire.AnswerCheckUp.ID:       wire.CheckUpRequest{Code: "123456"},
		wire.ChooseLanguage.ID:      wire.LanguageRequest{Language: "de"},
		wire.InvitePeople.ID:        wire.InviteRequest{Emails: []string{"sam@northwind.example"}, Role: domain.RoleUser},
		wire.ResetPerson.ID:         wire.ResetRequest{Checked: domain.CheckInPerson, Reason: "ticket 7", Next: domain.ResetSetUp},
		wire.ChangeRole.ID:          wire.RoleRequest{Role: domain.RoleAdmin},
		wire.SavePolicy.ID:          wire.SavePolicyRequest{Policy: policy},
		wire.PreviewPolicy.ID:       wire.PreviewPolicyRequest{Policy: policy},
		wire.SaveTemplate.ID:        wire.TemplateWords{Fields: map[string]string{"subject": "Hello"}},
		wire.TestTemplate.ID:        wire.TemplateWords{Fields: map[string]string{"subject": "Hello"}},
		wire.PreviewTemplate.ID:     wire.PreviewTemplateRequest{Fields: map[string]string{"subject": "Hello"}},
		wire.SaveOrganization.ID:    wire.SaveOrganizationRequest{Name: "Northwind"},
		wire.HideChecklist.ID:       wire.HideChecklistRequest{Hidden: true},
		wire.ConfirmEmailChange.ID:  wire.ContactCodeRequest{Code: "123456"},
		wire.ConfirmNumberChange.ID: wire.ContactCodeRequest{Code: "123456"},
		wire.PreviewResets.ID:       wire.ResetPreviewRequest{People: []string{"usr_none"}},
		wire.ResetPeople.ID:         wire.ResetManyRequest{People: []string{"usr_none"}, Reason: "stolen phones"},
		wire.SetUpInstance.ID:       wire.SetUpInstanceRequest{Code: "none", Name: "Olga", Email: "olga@staff.example", Password: strong},
		wire.AddOrganization.ID:     wire.AddOrganizationRequest{Organization: "Contoso", Short: "contoso-two", Name: "Ida", Email: "ida@contoso.example"},
		wire.SuspendOrganization.ID: wire.StaffReason{Reason: "asked for"},
		wire.ResumeOrganization.ID:  wire.StaffReason{Reason: "asked for"},
		wire.OpenForSupport.ID:      wire.OpenRequest{Reason: "ticket 7", Minutes: 30},
		wire.InviteStaff.ID:         wire.InviteStaffRequest{Email: "sven@staff.example", Role: domain.RoleSupport},
		wire.ResetStaff.ID:          wire.ResetRequest{Checked: domain.CheckInPerson, Reason: "ticket 7", Next: domain.ResetSetUp},
		wire.ChangeStaffRole.ID:     wire.StaffRoleRequest{Role: domain.RoleOperator},
		wire.OpenCase.ID:            wire.OpenCaseRequest{Organization: "northwind", Email: "maria@northwind.example", Kind: domain.CaseLostDevice, Caller: "Maria", CalledBy: "phone"},
		wire.SendCaseCode.ID:        wire.CaseSendRequest{Way: domain.WayMail},
		wire.CheckCaseCode.ID:       wire.CaseCodeRequest{Proof: "prf_none", Code: "123456"},
		wire.CheckAnswers.ID:        wire.CaseAnswersRequest{Answers: []string{"Leeds"}},
		wire.NoteCallBack.ID:        wire.CaseCallBackRequest{Reached: true},
		wire.DecideCase.ID:          wire.CaseDecisionRequest{Grant: domain.GrantText, Reason: "two proofs"},
		wire.EndCase.ID:             wire.EndCaseRequest{State: domain.CaseClosed, Reason: "helped"},
		wire.AnswerQuestions.ID:     wire.AnswersRequest{Answers: []wire.AnswerInput{{Question: "first_job", Answer: "Leeds"}}},
	}
}

// mutation spoils a body. Code is how it is refused.
type mutation struct {
	name   string
	status int
	code   domain.Code
	spoil  func(text []byte) []byte
	header map[string]string
}

var mutations = []mutation{
	{name: "unknown field", status: 400, code: domain.CodeUnknownField, spoil: front(`"surprise":1,`)},
	{name: "unknown field that hides another", status: 400, code: domain.CodeUnknownField, spoil: front(`"__proto__":{},`)},
	{name: "field in another case", status: 400, code: domain.CodeUnknownField, spoil: otherCase},
	{name: "field twice", status: 400, code: domain.CodeMalformed, spoil: twice},
	{name: "field twice, the second escaped", status: 400, code: domain.CodeMalformed, spoil: twiceEscaped},
	{name: "field of another type", status: 400, code: domain.CodeMalformed, spoil: firstValue(`-1.5`)},
	{name: "field null", status: 400, code: domain.CodeMalformed, spoil: firstValue(`null`)},
	{name: "text no database keeps", status: 400, code: domain.CodeMalformed, spoil: firstValue(`"a\u0000b"`)},
	{name: "array", status: 400, code: domain.CodeMalformed, spoil: func(text []byte) []byte { return []byte("[" + string(text) + "]") }},
	{name: "trailing garbage", status: 400, code: domain.CodeMalformed, spoil: back("}")},
	{name: "two documents", status: 400, code: domain.CodeMalformed, spoil: func(text []byte) []byte { return append(slices.Clone(text), text...) }},
	{name: "cut off", status: 400, code: domain.CodeMalformed, spoil: func(text []byte) []byte { return text[:len(text)-1] }},
	{name: "empty", status: 400, code: domain.CodeMalformed, spoil: func([]byte) []byte { return []byte{} }},
	{name: "not UTF-8", status: 400, code: domain.CodeMalformed, spoil: front("\"a\":\"\xff\",")},
	{name: "comment", status: 400, code: domain.CodeMalformed, spoil: front("/* */")},
	{name: "deep", status: 400, code: domain.CodeMalformed, spoil: front(`"a":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + ",")},
	{name: "too large", status: 413, code: domain.CodeTooLarge, spoil: back(strings.Repeat(" ", 64<<10))},
	{name: "form", status: 415, code: domain.CodeUnsupportedMedia, header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}},
	{name: "plain text", status: 415, code: domain.CodeUnsupportedMedia, header: map[string]string{"Content-Type": "text/plain"}},
	{name: "almost JSON", status: 415, code: domain.CodeUnsupportedMedia, header: map[string]string{"Content-Type": "application/merge-patch+json"}},
	{name: "problem", status: 415, code: domain.CodeUnsupportedMedia, header: map[string]string{"Content-Type": wire.ProblemType}},
	{name: "another charset", status: 415, code: domain.CodeUnsupportedMedia, header: map[string]string{"Content-Type": "application/json; charset=utf-16"}},
	{name: "no type", status: 415, code: domain.CodeUnsupportedMedia, header: map[string]string{"Content-Type": ""}},
	{name: "compressed", status: 415, code: domain.CodeUnsupportedMedia, header: map[string]string{"Content-Encoding": "gzip"}},
}

func front(s string) func([]byte) []byte {
	return func(text []byte) []byte { return []byte("{" + s + string(text[1:])) }
}

func back(s string) func([]byte) []byte {
	return func(text []byte) []byte { return append(slices.Clone(text), s...) }
}

func firstField(text []byte) (name string, value json.RawMessage) {
	d := json.NewDecoder(bytes.NewReader(text))
	_, _ = d.Token()
	token, _ := d.Token()
	_ = d.Decode(&value)
	name, _ = token.(string)
	return name, value
}

func firstValue(s string) func([]byte) []byte {
	return func(text []byte) []byte {
		name, value := firstField(text)
		return bytes.Replace(text, []byte(`"`+name+`":`+string(value)), []byte(`"`+name+`":`+s), 1)
	}
}

func otherCase(text []byte) []byte {
	name, _ := firstField(text)
	return bytes.Replace(text, []byte(`"`+name+`"`), []byte(`"`+strings.ToUpper(name[:1])+name[1:]+`"`), 1)
}

func twice(text []byte) []byte {
	name, value := firstField(text)
	return front(`"` + name + `":` + string(value) + `,`)(text)
}

func twiceEscaped(text []byte) []byte {
	name, value := firstField(text)
	return front(`"\u00` + hex(name[0]) + name[1:] + `":` + string(value) + `,`)(text)
}

func hex(b byte) string { return string("0123456789abcdef"[b>>4]) + string("0123456789abcdef"[b&15]) }

// ASVS V1.5.3, V3.5.2, V15.3.3, V15.3.5: what two parsers could read
// differently is refused on every operation with a body, and changes nothing.
func TestBodiesAreReadStrictly(t *testing.T) {
	inHouses(t, func(h *house) {
		bodies := samples()
		o := h.org(domain.DefaultPolicy())
		owner := o.signedIn(domain.RoleOwner)
		operator := h.client(domain.StaffShort)
		operator.token = h.staff().session(domain.RoleOperator)
		takes := takesBody(described(h))
		for _, e := range wire.Endpoints() {
			if !takes[e.ID] {
				continue
			}
			sample, there := bodies[e.ID]
			if !there {
				t.Errorf("no sample for %s", e.ID)
				continue
			}
			text, err := json.Marshal(sample)
			h.must(err)
			before, asker := o.events(), owner
			if staffs(e) {
				asker = operator
			}
			for _, m := range mutations {
				spoiled := text
				if m.spoil != nil {
					spoiled = m.spoil(text)
				}
				owner.header = m.header
				if e.Permission == "public" {
					spoilPublic(t, h.client(o.ShortName), e, m, spoiled)
				}
				asker.header = m.header
				checkRefused(t, asker.send(e.Method, asker.address(e, nobody(e)...), spoiled), e, m)
			}
			if after := o.events(); after != before {
				t.Errorf("%s: refused bodies left %d events", e.ID, after-before)
			}
			if a := asker.send(e.Method, asker.address(e, nobody(e)...), text); a.Code == 400 || a.Code == 415 {
				t.Errorf("%s: the sample itself is refused: %s", e.ID, a.Body)
			}
			if e == wire.ChangePassword || e == wire.SaveOwnNumber {
				owner = o.signedIn(domain.RoleOwner)
			}
		}
	})
}

func spoilPublic(t *testing.T, c *client, e wire.Endpoint, m mutation, spoiled []byte) {
	t.Helper()
	c.header = m.header
	checkRefused(t, c.send(e.Method, c.address(e), spoiled), e, m)
}

func checkRefused(t *testing.T, a *answer, e wire.Endpoint, m mutation) {
	t.Helper()
	code := m.code
	if a.Code != m.status || a.problem.Code != code {
		t.Errorf("%s, %s: %d %s, want %d %s", e.ID, m.name, a.Code, a.Body, m.status, code)
	}
}

func takesBody(d document) map[string]bool {
	out := map[string]bool{}
	for _, methods := range d.Paths {
		for _, op := range methods {
			out[op.OperationID] = op.RequestBody != nil
		}
	}
	return out
}

// ASVS V15.3.7: a parameter given twice, one nobody knows and one of another
// type are refused.
func TestQueriesAreReadStrictly(t *testing.T) {
	h := inHouse(t)
	owner := h.org(domain.DefaultPolicy()).signedIn(domain.RoleOwner)
	tries := []struct {
		query  string
		status int
		code   domain.Code
		where  string
	}{
		{"?surprise=1", 400, domain.CodeUnknownField, "?surprise"},
		{"?Q=a", 400, domain.CodeUnknownField, "?Q"},
		{"?q=a&q=b", 400, domain.CodeMalformed, "?q"},
		{"?q=%00", 400, domain.CodeMalformed, "?q"},
		{"?q=%ff", 400, domain.CodeMalformed, "?q"},
		{"?q=%zz", 400, domain.CodeMalformed, "?"},
		{"?limit=ten", 400, domain.CodeMalformed, "?limit"},
		{"?limit=0", 422, domain.CodeOutOfRange, "?limit"},
		{"?limit=201", 422, domain.CodeOutOfRange, "?limit"},
		{"?few_codes=perhaps", 400, domain.CodeMalformed, "?few_codes"},
		{"?role=root", 422, domain.CodeOutOfRange, "?role"},
		{"?two_step=yes", 422, domain.CodeOutOfRange, "?two_step"},
		{"?cursor=AAAA", 422, domain.CodeMalformed, "?cursor"},
	}
	for _, try := range tries {
		a := owner.send("GET", owner.address(wire.ListPeople)+try.query, nil)
		if a.Code != try.status || a.problem.Code != try.code || len(a.problem.Errors) != 1 || a.problem.Errors[0].Pointer != try.where {
			t.Errorf("%s: %d %s", try.query, a.Code, a.Body)
		}
	}
	for _, e := range []wire.Endpoint{wire.ReadSession, wire.ReadLimits, wire.ReadPolicy} {
		if a := owner.send("GET", owner.address(e)+"?x=1", nil); a.Code != 400 || a.problem.Code != domain.CodeUnknownField {
			t.Errorf("%s: %d %s", e.ID, a.Code, a.Body)
		}
	}
}

// A body where none is described is refused too, and an id that can't be one
// is not found.
func TestWhatIsNotDescribedIsRefused(t *testing.T) {
	h := inHouse(t)
	owner := h.org(domain.DefaultPolicy()).signedIn(domain.RoleOwner)
	if a := owner.send("POST", owner.address(wire.IssueToken), []byte(`{}`)); a.Code != 400 || a.problem.Code != domain.CodeMalformed {
		t.Errorf("a body for %s: %d %s", wire.IssueToken.ID, a.Code, a.Body)
	}
	for _, id := range []string{"%00", "a'b", "..", strings.Repeat("a", 65), "A"} {
		if a := owner.send("GET", "/t/"+owner.org+"/api/v1/people/"+id, nil); a.Code != 404 {
			t.Errorf("person %q: %d %s", id, a.Code, a.Body)
		}
	}
}

// staffs reports whether e is the company's own people's.
func staffs(e wire.Endpoint) bool {
	area, _, _ := strings.Cut(e.Permission, ".")
	return area == "cases" || area == "tenants" || area == "staff"
}

// nobody fills a path with what is nobody's.
func nobody(e wire.Endpoint) []string {
	if strings.Contains(e.Path, "{short}") {
		return []string{"nowhere", "usr_none"}
	}
	return []string{"usr_none", "x"}
}
