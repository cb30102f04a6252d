package domain_test

import (
	"testing"
	"time"

	"twofold/domain"
)

// S24: for so many hours a number that was changed is no way back in.
func TestS24ANumberRestsBeforeItHelpsBackIn(t *testing.T) {
	now := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		hours  int
		method domain.Method
		age    time.Duration
		rested bool
	}{
		{0, domain.MethodText, 0, true},
		{24, domain.MethodText, 0, false},
		{24, domain.MethodText, 24*time.Hour - time.Millisecond, false},
		{24, domain.MethodText, 24 * time.Hour, true},
		{24, domain.MethodApp, 0, true},
		{24, domain.MethodPasskey, 0, true},
	} {
		w := domain.WaysBack{CooldownHours: c.hours}
		if got := w.Rested(c.method, now.Add(-c.age), now); got != c.rested {
			t.Errorf("%d hours, %s of %s: rested is %v", c.hours, c.method, c.age, got)
		}
	}
}

// Each setting is weaker one way round, and never both.
func TestWeakerWaysBack(t *testing.T) {
	was := domain.DefaultWaysBack()
	is := was
	was.SecondFactor, was.AccessCode, was.Approve = domain.ResetVerifiedMethod, domain.AccessCodeRequired, []domain.Role{domain.RoleAdmin}
	was.WaitHours, was.CooldownHours, was.AdminsReset = 24, 24, false
	is.CodeAfterOff, is.Effect, is.Questions, is.QuestionCount, is.TextHours, is.TextUses = domain.CodeAfterOffNone, domain.ResetMaySignIn, domain.QuestionsOffered, 2, 72, 5
	if got := is.Weaker(was); len(got) != 12 {
		t.Errorf("weaker are %v", got)
	}
	if got := was.Weaker(is); len(got) != 0 {
		t.Errorf("the other way round, weaker are %v", got)
	}
}
