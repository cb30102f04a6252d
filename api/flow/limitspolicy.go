package flow

import (
	"time"

	"twofold/domain"
)

// OrganizationLimits lists the numbers of one organization: those that its
// policy decides, and the caps of its text messages, which the operator sets.
func (f *Flows) OrganizationLimits(p domain.Policy) []Limit {
	texts := f.config.Texts
	return append(PolicyLimits(p),
		Limit{Name: "text.organization.daily", Unit: "count", Value: texts.Daily, About: "Text messages of the organization in 24 hours"},
		Limit{Name: "text.organization.monthly", Unit: "millionths of " + texts.Currency, Value: texts.Budget, About: "What the organization's text messages of a calendar month may cost"},
	)
}

// PolicyLimits lists every number an organization's policy decides.
func PolicyLimits(p domain.Policy) []Limit {
	w := p.WaysBack
	return []Limit{
		{Name: "signin.code.tries", Unit: "count", Value: int64(p.LockAttempts), Tenant: true, About: "Wrong codes in a row before codes are refused"},
		{Name: "signin.code.lock", Unit: "seconds", Value: seconds(p.LockFor()), Tenant: true, About: "How long codes are refused then"},
		{Name: "signin.half.organization", Unit: "seconds", Value: seconds(p.HalfFor()), Tenant: true, About: "Life of a half-finished sign-in here"},
		{Name: "trust.days", Unit: "days", Value: int64(p.TrustDays), Tenant: true, About: "How long a browser is trusted; 0 is never"},
		{Name: "trust.days_most", Unit: "days", Value: domain.TrustDaysMost, About: "The most that trust.days can be set to"},
		{Name: "recovery.codes", Unit: "count", Value: int64(p.RecoveryCodes), Tenant: true, About: "Recovery codes of a set; 0 is none"},
		{Name: "code.life", Unit: "seconds", Value: seconds(p.CodeFor()), Tenant: true, About: "How long a sent code can be used"},
		{Name: "code.resend.wait", Unit: "seconds", Value: int64(p.ResendSeconds), Tenant: true, About: "Wait before the first resend of a code; then twice and four times as long"},
		{Name: "reset.guarded.wait", Unit: "seconds", Value: seconds(w.Wait()), Tenant: true, About: "Wait between an administrator's reset and its effect; 0 is none"},
		{Name: "questions.count", Unit: "count", Value: int64(w.QuestionCount), Tenant: true, About: "Security questions a person answers, where there are any"},
		{Name: "recovery.text.life", Unit: "seconds", Value: hours(w.TextHours), Tenant: true, About: "How long support's text recovery stays open"},
		{Name: "recovery.text.uses", Unit: "count", Value: int64(w.TextUses), Tenant: true, About: "Sign-ins that one text recovery is good for"},
		{Name: "case.due", Unit: "seconds", Value: hours(w.SupportHours), Tenant: true, About: "Time after which a support case is due"},
		{Name: "number.cooldown", Unit: "seconds", Value: hours(w.CooldownHours), Tenant: true, About: "How long a changed number is no way back in; 0 is not at all"},
	}
}

func hours(n int) int64 { return seconds(time.Duration(n) * time.Hour) }
