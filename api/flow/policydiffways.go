package flow

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"twofold/domain"
)

// waysBackChanges lists what differs in how people get back in.
func waysBackChanges(from, to domain.WaysBack) []Change {
	var out []Change
	a, b := waysBackWords(from), waysBackWords(to)
	for i := range a {
		if a[i][1] != b[i][1] {
			out = append(out, Change{a[i][0], a[i][1], b[i][1]})
		}
	}
	return out
}

// waysBackWords are the settings, each with its value in words.
func waysBackWords(w domain.WaysBack) [][2]string {
	support := strings.Join([]string{w.Support.Who, w.Support.Phone, w.Support.Email, w.Support.Hours}, "; ")
	var codes []string
	for _, lang := range slices.Sorted(maps.Keys(w.NoCode)) {
		codes = append(codes, lang+": "+w.NoCode[lang])
	}
	return [][2]string{
		{"second_factor", string(w.SecondFactor)}, {"code_after_off", string(w.CodeAfterOff)}, {"ladder", joined(w.Ladder)}, {"support", support},
		{"admins_shown", string(w.AdminsShown)}, {"admins_text", w.AdminsText}, {"admins_reset", strconv.FormatBool(w.AdminsReset)}, {"effect", string(w.Effect)},
		{"access_code", string(w.AccessCode)}, {"approve", joined(w.Approve)}, {"wait_hours", count(w.WaitHours)},
		{"questions", string(w.Questions)}, {"question_count", count(w.QuestionCount)}, {"question_list", strings.Join(w.QuestionList, "; ")},
		{"text_hours", count(w.TextHours)}, {"text_uses", count(w.TextUses)}, {"support_hours", count(w.SupportHours)},
		{"cooldown_hours", count(w.CooldownHours)}, {"no_code", strings.Join(codes, "; ")},
	}
}

func joined[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, x := range list {
		words[i] = string(x)
	}
	return strings.Join(words, ", ")
}
