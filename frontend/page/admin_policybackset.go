package page

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"twofold/domain"
)

// setBack takes a field about getting back in into the draft and names its
// setting.
func (p *policy) setBack(name, value string) string {
	w := &p.draft.WaysBack
	if set, is := backWords(w)[name]; is {
		*set = value
		name, _, _ = strings.Cut(name, "-")
		return back + name
	}
	if set, is := backNumbers(w)[name]; is {
		*set, _ = strconv.Atoi(strings.TrimSpace(value))
		return back + name
	}
	if role, is := strings.CutPrefix(name, "approve-"); is {
		w.Approve = without(w.Approve, domain.Role(role), value == "1", p.saved.value.Policy.WaysBack.Approve)
		return back + "approve"
	}
	lang, words := strings.CutPrefix(name, "no_code-")
	switch {
	case words:
		w.NoCode = maps.Clone(w.NoCode)
		if w.NoCode == nil {
			w.NoCode = map[string]string{}
		}
		if w.NoCode[lang] = value; strings.TrimSpace(value) == "" {
			delete(w.NoCode, lang)
		}
		return back + "no_code"
	case name == "question_list":
		w.QuestionList = []string{}
		for line := range strings.Lines(value) {
			if line = strings.TrimSpace(line); line != "" {
				w.QuestionList = append(w.QuestionList, line)
			}
		}
	case name == "second_factor":
		w.SecondFactor = domain.ResetProof(value)
	case name == "code_after_off":
		w.CodeAfterOff = domain.CodeAfterOff(value)
	case name == "admins_shown":
		w.AdminsShown = domain.AdminsShown(value)
	case name == "admins_reset":
		w.AdminsReset = value == "1"
	case name == "effect":
		w.Effect = domain.ResetEffect(value)
	case name == "access_code":
		w.AccessCode = domain.AccessCodeRule(value)
	case name == "questions":
		w.Questions = domain.QuestionsMode(value)
	}
	return back + name
}

func backWords(w *domain.WaysBack) map[string]*string {
	return map[string]*string{"support-who": &w.Support.Who, "support-phone": &w.Support.Phone, "support-email": &w.Support.Email, "support-hours": &w.Support.Hours,
		"admins_text": &w.AdminsText}
}

func backNumbers(w *domain.WaysBack) map[string]*int {
	return map[string]*int{"question_count": &w.QuestionCount, "text_hours": &w.TextHours, "text_uses": &w.TextUses,
		"support_hours": &w.SupportHours, "cooldown_hours": &w.CooldownHours, "wait_hours": &w.WaitHours}
}

// tickBack takes a tick box of the ladder. A rung that is put back takes the
// place it had.
func (p *policy) tickBack(one string, in bool) string {
	w, saved := &p.draft.WaysBack, p.saved.value.Policy.WaysBack
	r := domain.Rung(one)
	if slices.Contains(saved.Ladder, r) && slices.Equal(without(w.Ladder, r, in, saved.Ladder), saved.Ladder) {
		w.Ladder = slices.Clone(saved.Ladder)
		return back + "ladder"
	}
	w.Ladder = slices.DeleteFunc(slices.Clone(w.Ladder), func(x domain.Rung) bool { return x == r })
	if in {
		w.Ladder = append(w.Ladder, r)
	}
	return back + "ladder"
}
