package flow

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// Change is one changed setting of the policy, in the words of the API.
type Change struct{ Setting, From, To string }

// policyChanges lists what differs between two policies. The time required
// was switched on is the service's own note, not a setting.
func policyChanges(from, to domain.Policy) []Change {
	var out []Change
	add := func(setting, a, b string) {
		if a != b {
			out = append(out, Change{setting, a, b})
		}
	}
	add("mode", string(from.Mode), string(to.Mode))
	add("start", string(from.Start), string(to.Start))
	add("methods", methodWords(from.Methods), methodWords(to.Methods))
	add("picked_by", string(from.PickedBy), string(to.PickedBy))
	add("trust_days", strconv.Itoa(from.TrustDays), strconv.Itoa(to.TrustDays))
	add("trust_placement", string(from.TrustPlacement), string(to.TrustPlacement))
	add("lock_attempts", strconv.Itoa(from.LockAttempts), strconv.Itoa(to.LockAttempts))
	add("lock_minutes", strconv.Itoa(from.LockMinutes), strconv.Itoa(to.LockMinutes))
	add("user_may_disable", strconv.FormatBool(from.UserMayDisable), strconv.FormatBool(to.UserMayDisable))
	add("recovery_codes", strconv.Itoa(from.RecoveryCodes), strconv.Itoa(to.RecoveryCodes))
	add("reauth", string(from.Reauth), string(to.Reauth))
	add("lock_scope", string(from.LockScope), string(to.LockScope))
	add("recovery_only", methodWords(from.RecoveryOnly), methodWords(to.RecoveryOnly))
	add("backup", string(from.Backup), string(to.Backup))
	add("methods_first", strconv.FormatBool(from.MethodsFirst), strconv.FormatBool(to.MethodsFirst))
	add("profile_numbers", strconv.FormatBool(from.ProfileNumbers), strconv.FormatBool(to.ProfileNumbers))
	add("code_minutes", strconv.Itoa(from.CodeMinutes), strconv.Itoa(to.CodeMinutes))
	add("resend_seconds", strconv.Itoa(from.ResendSeconds), strconv.Itoa(to.ResendSeconds))
	add("auto_send", strconv.FormatBool(from.AutoSend), strconv.FormatBool(to.AutoSend))
	add("earlier_codes", strconv.FormatBool(from.EarlierCodes), strconv.FormatBool(to.EarlierCodes))
	add("codes_wait", strconv.FormatBool(from.CodesWait), strconv.FormatBool(to.CodesWait))
	add("countries", strings.Join(from.Countries, ", "), strings.Join(to.Countries, ", "))
	for i, was := range backWords(from.WaysBack) {
		add("ways_back."+was[0], was[1], backWords(to.WaysBack)[i][1])
	}
	if !slices.Equal(from.Apps, to.Apps) {
		out = append(out, Change{"apps", appWords(from.Apps, to.Apps), appWords(to.Apps, from.Apps)})
	}
	return append(out, waysBackChanges(from.WaysBack, to.WaysBack)...)
}

// methodWords names methods in the order of the vocabulary: the policy's own
// order means nothing.
func methodWords(list []domain.Method) string {
	var words []string
	for _, m := range domain.Methods {
		if slices.Contains(list, m) {
			words = append(words, string(m))
		}
	}
	return strings.Join(words, ", ")
}

// appWords names apps in their order, each that differs from the other list's
// of the same name with its note and links: people are sent there.
func appWords(list, other []domain.App) string {
	var words []string
	for _, a := range list {
		word := a.Name
		if slices.ContainsFunc(other, func(b domain.App) bool { return a.Name == b.Name && a != b }) {
			word += " (" + strings.Join(slices.DeleteFunc([]string{a.Note, a.Android, a.Apple, a.Help}, func(s string) bool { return s == "" }), "; ") + ")"
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

// settled is a draft as it will stand: RequiredSince is the moment required
// was switched on, kept while it stays on.
func settled(draft, old domain.Policy, now time.Time) domain.Policy {
	draft.RequiredSince = time.Time{}
	if draft.Mode == domain.ModeRequired {
		draft.RequiredSince = now
		if old.Mode == domain.ModeRequired {
			draft.RequiredSince = old.RequiredSince
		}
	}
	return draft
}

// acceptedBy lists the methods that can be a second step under p.
func acceptedBy(p domain.Policy) []domain.Method { return p.AcceptedOf(domain.Methods) }

// ready reports whether somebody's second step works under p.
func ready(p domain.Policy, u domain.User, methods []domain.Method) bool {
	return u.TwoStep == domain.TwoStepOn && len(p.AcceptedOf(methods)) > 0
}

// readyUnder says whom p lets in without a set-up when it requires one.
func (f *Flows) readyUnder(p domain.Policy) store.Ready {
	out := store.Ready{Methods: acceptedBy(p)}
	if p.Mode == domain.ModeRequired && p.ProfileNumbers && p.Accepts(domain.MethodText) {
		out.Countries = f.textCountries(p)
	}
	return out
}
