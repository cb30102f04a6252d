package page

import (
	"reflect"
	"slices"
	"strings"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

// setting is one thing the policy decides: text policy.<key>, its value in
// words, and how it goes from one document into another. The words of countries
// are the policy's own to tell.
type setting struct {
	key   string
	words func(part.View, wire.Policy) string
	take  func(to *wire.Policy, from wire.Policy)
}

// settings are all of them, in their order. A table that is made as the program
// starts would be part of both binaries.
func settings() []setting {
	return append([]setting{
		{"mode", func(v part.View, p wire.Policy) string { return v.T("policy.mode." + string(p.Mode)) }, func(to *wire.Policy, from wire.Policy) { to.Mode = from.Mode }},
		{"start", func(v part.View, p wire.Policy) string { return v.T("policy.start." + string(p.Start)) }, func(to *wire.Policy, from wire.Policy) { to.Start = from.Start }},
		{"methods", acceptedWords, func(to *wire.Policy, from wire.Policy) { to.Methods = slices.Clone(from.Methods) }},
		{"recovery_only", func(v part.View, p wire.Policy) string { return kindWords(v, p.RecoveryOnly) }, func(to *wire.Policy, from wire.Policy) {
			to.RecoveryOnly = append([]domain.Method{}, from.RecoveryOnly...)
		}},
		{"picked_by", func(v part.View, p wire.Policy) string { return v.T("policy.picked_by." + string(p.PickedBy)) }, func(to *wire.Policy, from wire.Policy) { to.PickedBy = from.PickedBy }},
		{"trust_days", trustWords, func(to *wire.Policy, from wire.Policy) { to.TrustDays = from.TrustDays }},
		{"trust_placement", func(v part.View, p wire.Policy) string {
			return v.T("policy.trust_placement." + string(p.TrustPlacement))
		}, func(to *wire.Policy, from wire.Policy) { to.TrustPlacement = from.TrustPlacement }},
		{"lock_attempts", func(v part.View, p wire.Policy) string { return v.N("policy.tries", p.LockAttempts) }, func(to *wire.Policy, from wire.Policy) { to.LockAttempts = from.LockAttempts }},
		{"lock_minutes", func(v part.View, p wire.Policy) string { return v.N("time.minutes", p.LockMinutes) }, func(to *wire.Policy, from wire.Policy) { to.LockMinutes = from.LockMinutes }},
		{"lock_scope", func(v part.View, p wire.Policy) string { return v.T("policy.lock_scope." + string(p.LockScope)) }, func(to *wire.Policy, from wire.Policy) { to.LockScope = from.LockScope }},
		{"countries", nil, func(to *wire.Policy, from wire.Policy) { to.Countries = append([]string{}, from.Countries...) }},
		{"code_minutes", func(v part.View, p wire.Policy) string { return v.N("time.minutes", p.CodeMinutes) }, func(to *wire.Policy, from wire.Policy) { to.CodeMinutes = from.CodeMinutes }},
		{"resend_seconds", func(v part.View, p wire.Policy) string { return itoa(p.ResendSeconds) }, func(to *wire.Policy, from wire.Policy) { to.ResendSeconds = from.ResendSeconds }},
		{"profile_numbers", func(v part.View, p wire.Policy) string { return yesNo(v, p.ProfileNumbers) }, func(to *wire.Policy, from wire.Policy) { to.ProfileNumbers = from.ProfileNumbers }},
		{"auto_send", func(v part.View, p wire.Policy) string { return yesNo(v, p.AutoSend) }, func(to *wire.Policy, from wire.Policy) { to.AutoSend = from.AutoSend }},
		{"earlier_codes", func(v part.View, p wire.Policy) string { return yesNo(v, p.EarlierCodes) }, func(to *wire.Policy, from wire.Policy) { to.EarlierCodes = from.EarlierCodes }},
		{"codes_wait", func(v part.View, p wire.Policy) string { return yesNo(v, p.CodesWait) }, func(to *wire.Policy, from wire.Policy) { to.CodesWait = from.CodesWait }},
		{"user_may_disable", func(v part.View, p wire.Policy) string { return yesNo(v, p.UserMayDisable) }, func(to *wire.Policy, from wire.Policy) { to.UserMayDisable = from.UserMayDisable }},
		{"recovery_codes", codesWords, func(to *wire.Policy, from wire.Policy) { to.RecoveryCodes = from.RecoveryCodes }},
		{"reauth", func(v part.View, p wire.Policy) string { return v.T("policy.reauth." + string(p.Reauth)) }, func(to *wire.Policy, from wire.Policy) { to.Reauth = from.Reauth }},
		{"backup", func(v part.View, p wire.Policy) string { return v.T("policy.backup." + string(p.Backup)) }, func(to *wire.Policy, from wire.Policy) { to.Backup = from.Backup }},
		{"methods_first", func(v part.View, p wire.Policy) string { return yesNo(v, p.MethodsFirst) }, func(to *wire.Policy, from wire.Policy) { to.MethodsFirst = from.MethodsFirst }},
		{"apps", appWords, func(to *wire.Policy, from wire.Policy) { to.Apps = slices.Clone(from.Apps) }},
	}, backSettings()...)
}

// differs tells whether two documents disagree on a setting.
func (s setting) differs(a, b wire.Policy) bool {
	var only, other wire.Policy
	s.take(&only, a)
	s.take(&other, b)
	return !reflect.DeepEqual(only, other)
}

// changes are the settings two documents disagree on.
func changes(a, b wire.Policy) []setting {
	var out []setting
	for _, s := range settings() {
		if s.differs(a, b) {
			out = append(out, s)
		}
	}
	return out
}

func copyPolicy(p wire.Policy) wire.Policy {
	for _, s := range settings() {
		s.take(&p, p)
	}
	return p
}

// inWords is a setting's value in words.
func (p *policy) inWords(v part.View, s setting, w wire.Policy) string {
	if s.key == "countries" {
		return p.countryWords(v, w.Countries)
	}
	return s.words(v, w)
}

func acceptedWords(v part.View, p wire.Policy) string { return kindWords(v, p.Methods) }

func kindWords(v part.View, list []domain.Method) string {
	var words []string
	for _, m := range list {
		if slices.Contains(domain.Offered, m) {
			words = append(words, v.T("methods."+string(m)))
		}
	}
	if len(words) == 0 {
		return v.T("policy.none")
	}
	return strings.Join(words, ", ")
}

func trustWords(v part.View, p wire.Policy) string {
	if p.TrustDays == 0 {
		return v.T("policy.off")
	}
	return v.N("policy.days", p.TrustDays)
}

func codesWords(v part.View, p wire.Policy) string {
	if p.RecoveryCodes == 0 {
		return v.T("policy.none")
	}
	return itoa(p.RecoveryCodes)
}

func yesNo(v part.View, yes bool) string {
	if yes {
		return v.T("yes")
	}
	return v.T("no")
}

func appWords(v part.View, p wire.Policy) string {
	var names []string
	for _, a := range p.Apps {
		names = append(names, a.Name)
	}
	return strings.Join(names, ", ")
}
