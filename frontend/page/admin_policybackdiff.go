package page

import (
	"strings"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

// backSetting is a setting about getting back in: where it lies, and its value
// in words.
func backSetting[T any](name string, in func(*domain.WaysBack) *T, words func(part.View, T) string) setting {
	return setting{back + name,
		func(v part.View, p wire.Policy) string { return words(v, *in(&p.WaysBack)) },
		func(to *wire.Policy, from wire.Policy) { *in(&to.WaysBack) = *in(&from.WaysBack) }}
}

// named are the words of a choice: text policy.ways_back.<name>.<value>.
func named[T ~string](name string) func(part.View, T) string {
	return func(v part.View, value T) string { return v.T("policy." + back + name + "." + string(value)) }
}

func hours(v part.View, n int) string { return v.N("policy.hours", n) }

func plainNumber(_ part.View, n int) string { return itoa(n) }

func orNone(v part.View, words ...string) string {
	said := ""
	for _, w := range words {
		if w == "" {
			continue
		}
		if said != "" {
			said += ", "
		}
		said += w
	}
	return or(said, v.T("policy.none"))
}

// joined are the words of a list, each by its text.
func joined[T ~string](prefix string) func(part.View, []T) string {
	return func(v part.View, list []T) string {
		var words []string
		for _, x := range list {
			words = append(words, v.T(prefix+string(x)))
		}
		return orNone(v, words...)
	}
}

func backSettings() []setting {
	return []setting{
		backSetting("second_factor", func(w *domain.WaysBack) *domain.ResetProof { return &w.SecondFactor }, named[domain.ResetProof]("second_factor")),
		backSetting("code_after_off", func(w *domain.WaysBack) *domain.CodeAfterOff { return &w.CodeAfterOff }, named[domain.CodeAfterOff]("code_after_off")),
		backSetting("ladder", func(w *domain.WaysBack) *[]domain.Rung { return &w.Ladder }, joined[domain.Rung]("policy."+back+"ladder.")),
		backSetting("support", func(w *domain.WaysBack) *domain.Support { return &w.Support }, func(v part.View, s domain.Support) string {
			return orNone(v, s.Who, s.Phone, s.Email, s.Hours)
		}),
		backSetting("admins_shown", func(w *domain.WaysBack) *domain.AdminsShown { return &w.AdminsShown }, named[domain.AdminsShown]("admins_shown")),
		backSetting("admins_text", func(w *domain.WaysBack) *string { return &w.AdminsText }, func(v part.View, s string) string { return orNone(v, s) }),
		backSetting("admins_reset", func(w *domain.WaysBack) *bool { return &w.AdminsReset }, yesNo),
		backSetting("effect", func(w *domain.WaysBack) *domain.ResetEffect { return &w.Effect }, named[domain.ResetEffect]("effect")),
		backSetting("access_code", func(w *domain.WaysBack) *domain.AccessCodeRule { return &w.AccessCode }, named[domain.AccessCodeRule]("access_code")),
		backSetting("approve", func(w *domain.WaysBack) *[]domain.Role { return &w.Approve }, joined[domain.Role]("role.")),
		backSetting("wait_hours", func(w *domain.WaysBack) *int { return &w.WaitHours }, hours),
		backSetting("questions", func(w *domain.WaysBack) *domain.QuestionsMode { return &w.Questions }, named[domain.QuestionsMode]("questions")),
		backSetting("question_count", func(w *domain.WaysBack) *int { return &w.QuestionCount }, plainNumber),
		backSetting("question_list", func(w *domain.WaysBack) *[]string { return &w.QuestionList }, func(v part.View, list []string) string {
			return or(strings.Join(list, " · "), v.T("policy."+back+"question_list.service"))
		}),
		backSetting("text_hours", func(w *domain.WaysBack) *int { return &w.TextHours }, hours),
		backSetting("text_uses", func(w *domain.WaysBack) *int { return &w.TextUses }, plainNumber),
		backSetting("support_hours", func(w *domain.WaysBack) *int { return &w.SupportHours }, hours),
		backSetting("cooldown_hours", func(w *domain.WaysBack) *int { return &w.CooldownHours }, hours),
		backSetting("no_code", func(w *domain.WaysBack) *map[string]string { return &w.NoCode }, func(v part.View, by map[string]string) string {
			var words []string
			for _, lang := range domain.Languages {
				words = append(words, by[lang])
			}
			return orNone(v, words...)
		}),
	}
}
