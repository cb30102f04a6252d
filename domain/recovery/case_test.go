package recovery_test

import (
	"strings"
	"testing"
	"time"

	"twofold/domain"
	"twofold/domain/recovery"
)

// passed are proofs that came out right, named by a line of ways.
func passed(ways string) (out []domain.CaseProof) {
	for _, w := range strings.Fields(ways) {
		out = append(out, domain.CaseProof{Way: domain.CaseWay(w), Result: domain.ProofPassed})
	}
	return out
}

func TestWhatCarriesAGrant(t *testing.T) {
	for _, c := range []struct {
		ways                 string
		code, text, unlocked bool
	}{
		{"", false, false, false},
		{"answers", false, false, false},
		{"answers answers", false, false, false},
		{"mail", false, false, false},
		{"mail mail", false, false, false},
		{"answers mail", true, true, false},
		{"phone_code call_back", false, false, false},
		{"mail phone_code", true, true, false},
		{"mail call_back", true, true, false},
		{"mail phone_code call_back", true, true, false},
		{"answers phone_code", true, true, true},
		{"answers call_back", true, true, true},
		{"answers mail call_back", true, true, true},
		{"owner_vouched", false, false, false},
		{"owner_vouched mail", true, true, false},
		{"owner_vouched call_back", true, true, true},
		{"owner_vouched answers", true, true, true},
		{"guess hunch", false, false, false},
	} {
		for kind, want := range map[domain.GrantKind]bool{domain.GrantAccessCode: c.code, domain.GrantText: c.text, domain.GrantUnlockMail: c.unlocked} {
			if got := recovery.Enough(kind, passed(c.ways)); got != want {
				t.Errorf("%q carries %s: %v", c.ways, kind, got)
			}
		}
	}
	failed := passed("answers call_back")
	failed[1].Result = domain.ProofFailed
	if recovery.Enough(domain.GrantText, failed) {
		t.Error("a proof that failed counts")
	}
}

// good is a decision that is made at once.
func good() recovery.Facts {
	return recovery.Facts{Case: domain.Case{Kind: domain.CaseLostDevice, State: domain.CaseOpen, Proofs: passed("mail call_back")}, Target: domain.User{ID: "usr_1", Role: domain.RoleUser, State: domain.UserActive},
		Kind: domain.GrantText, Agent: domain.Actor{ID: "agent_1", Role: domain.RoleSupport}, Now: now}
}

func TestDecide(t *testing.T) {
	owner := func(f *recovery.Facts) { f.Target.Role = domain.RoleOwner }
	lost := func(f *recovery.Facts) {
		owner(f)
		f.Case.Kind, f.Kind, f.Case.Proofs = domain.CaseOwnerLost, domain.GrantUnlockMail, passed("answers call_back")
	}
	waiting := func(f *recovery.Facts) {
		lost(f)
		f.Case.State, f.Case.Grant, f.Case.FirstBy, f.Case.WaitsUntil = domain.CaseWaiting, domain.GrantUnlockMail, "agent_0", now
	}
	for name, c := range map[string]struct {
		change  func(f *recovery.Facts)
		verdict recovery.Verdict
		code    domain.Code
	}{
		"a user":                      {func(*recovery.Facts) {}, recovery.GiveNow, ""},
		"an operator is an agent too": {func(f *recovery.Facts) { f.Agent.Role = domain.RoleOperator }, recovery.GiveNow, ""},
		"no agent":                    {func(f *recovery.Facts) { f.Agent.Role = domain.RoleOwner }, "", domain.CodeForbidden},
		"nobody":                      {func(f *recovery.Facts) { f.Agent.ID = "" }, "", domain.CodeForbidden},
		"a grant that isn't known":    {func(f *recovery.Facts) { f.Kind = "key" }, "", domain.CodeForbidden},
		"a case that isn't known":     {func(f *recovery.Facts) { f.Case.Kind = "other" }, "", domain.CodeForbidden},
		"settled":                     {func(f *recovery.Facts) { f.Case.State = domain.CaseGranted }, "", domain.CodeCaseSettled},
		"stopped":                     {func(f *recovery.Facts) { f.Case.State = domain.CaseStopped }, "", domain.CodeCaseSettled},
		"frozen":                      {func(f *recovery.Facts) { f.Target.Frozen = true }, "", domain.CodeFrozen},
		"suspended":                   {func(f *recovery.Facts) { f.Target.State = domain.UserSuspended }, "", domain.CodeSuspended},
		"one proof":                   {func(f *recovery.Facts) { f.Case.Proofs = passed("mail") }, "", domain.CodeCaseProofs},
		"a mail on mail and answers":  {func(f *recovery.Facts) { f.Kind, f.Case.Proofs = domain.GrantUnlockMail, passed("mail answers") }, "", domain.CodeCaseProofs},
		"a fourth in a year":          {func(f *recovery.Facts) { f.Given = []domain.Grant{staffs(now), staffs(now), staffs(now)} }, "", domain.CodeGrantLimit},
		"an admin":                    {func(f *recovery.Facts) { f.Target.Role = domain.RoleAdmin }, recovery.WaitFirst, ""},
		"an owner":                    {owner, recovery.WaitFirst, ""},
		"an owner's mail without wait": {func(f *recovery.Facts) {
			owner(f)
			f.Kind, f.Case.Proofs = domain.GrantUnlockMail, passed("answers call_back")
		}, "", domain.CodeCaseGrant},
		"an owner who lost all":         {lost, recovery.WaitFirst, ""},
		"lost all, but no owner":        {func(f *recovery.Facts) { lost(f); f.Target.Role = domain.RoleAdmin }, "", domain.CodeCaseGrant},
		"lost all, but a text":          {func(f *recovery.Facts) { lost(f); f.Kind = domain.GrantText }, "", domain.CodeCaseGrant},
		"the second agent in time":      {waiting, recovery.GiveNow, ""},
		"the second agent too early":    {func(f *recovery.Facts) { waiting(f); f.Case.WaitsUntil = now.Add(time.Second) }, "", domain.CodeCaseWaits},
		"the first agent again":         {func(f *recovery.Facts) { waiting(f); f.Agent.ID = "agent_0" }, "", domain.CodeCaseSecond},
		"a first agent who isn't known": {func(f *recovery.Facts) { waiting(f); f.Case.FirstBy = "" }, "", domain.CodeCaseSecond},
		"the second on something else":  {func(f *recovery.Facts) { waiting(f); f.Case.Grant = domain.GrantText }, "", domain.CodeConflict},
	} {
		f := good()
		c.change(&f)
		verdict, err := recovery.Decide(f)
		if verdict != c.verdict || err == nil && c.code != "" || err != nil && domain.CodeOf(err) != c.code {
			t.Errorf("%s: %q, %v", name, verdict, err)
		}
	}
}

func staffs(at time.Time) domain.Grant { return domain.Grant{ByStaff: true, CreatedAt: at} }

func TestOnlyAnOwnerWhoLostAllWaits(t *testing.T) {
	if !recovery.WaitsUntil(domain.CaseOwnerLost, now).Equal(now.Add(48*time.Hour)) || !recovery.WaitsUntil(domain.CaseLostDevice, now).IsZero() {
		t.Error("the wait is another")
	}
}
