package flow

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"twofold/domain"
)

// backWords is each setting about getting back in and its value, in the words
// of the API.
func backWords(w domain.WaysBack) [][2]string {
	var words []string
	for _, lang := range slices.Sorted(maps.Keys(w.NoCode)) {
		words = append(words, lang+": "+w.NoCode[lang])
	}
	s := w.Support
	return [][2]string{
		{"second_factor", string(w.SecondFactor)},
		{"code_after_off", string(w.CodeAfterOff)},
		{"ladder", listWords(w.Ladder)},
		{"support", strings.Join([]string{s.Who, s.Phone, s.Email, s.Hours}, "; ")},
		{"admins_shown", string(w.AdminsShown)},
		{"admins_text", w.AdminsText},
		{"admins_reset", strconv.FormatBool(w.AdminsReset)},
		{"effect", string(w.Effect)},
		{"access_code", string(w.AccessCode)},
		{"approve", listWords(w.Approve)},
		{"wait_hours", strconv.Itoa(w.WaitHours)},
		{"questions", string(w.Questions)},
		{"question_count", strconv.Itoa(w.QuestionCount)},
		{"question_list", strings.Join(w.QuestionList, "; ")},
		{"text_hours", strconv.Itoa(w.TextHours)},
		{"text_uses", strconv.Itoa(w.TextUses)},
		{"support_hours", strconv.Itoa(w.SupportHours)},
		{"cooldown_hours", strconv.Itoa(w.CooldownHours)},
		{"no_code", strings.Join(words, "; ")},
	}
}

func listWords[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, x := range list {
		words[i] = string(x)
	}
	return strings.Join(words, ", ")
}
