package page

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

// questionSettings are those of the security questions.
var questionSettings = []setting{
	{"questions", func(v part.View, p wire.Policy) string {
		return v.T("policy.questions." + string(p.WaysBack.Questions))
	}, func(to *wire.Policy, from wire.Policy) { to.WaysBack.Questions = from.WaysBack.Questions }},
	{"question_count", func(v part.View, p wire.Policy) string { return itoa(p.WaysBack.QuestionCount) }, func(to *wire.Policy, from wire.Policy) {
		to.WaysBack.QuestionCount = from.WaysBack.QuestionCount
	}},
	{"question_list", questionListWords, func(to *wire.Policy, from wire.Policy) {
		to.WaysBack.QuestionList = append([]string{}, from.WaysBack.QuestionList...)
	}},
}

func questionListWords(v part.View, p wire.Policy) string {
	if len(p.WaysBack.QuestionList) == 0 {
		return v.T("policy.question_list.own")
	}
	return strings.Join(p.WaysBack.QuestionList, " ")
}

// questions is whether people answer security questions, and which. The
// standards that are left stand on the switch.
func (p *policy) questions(v part.View) app.UI {
	w := p.draft.WaysBack
	return part.Anchor("questions-settings", v.T("policy.section.questions"), p.radios(v, "questions", string(w.Questions), []string{"off", "offered", "required"}),
		part.If(w.Questions != domain.QuestionsOff, func() app.UI {
			return part.Group(v.Callout("warn", v.T("leaves.questions")),
				v.Number(part.Field{Name: "question_count", Label: v.T("policy.question_count"), Hint: v.T("policy.question_count.hint"), Value: itoa(w.QuestionCount)}, 2, 6),
				v.Area(part.Field{Name: "question_list", Label: v.T("policy.question_list"), Hint: v.T("policy.question_list.hint"), Value: p.listText(), Optional: true}, 4))
		}),
		part.If(w.Questions == domain.QuestionsOff && p.saved.value.Policy.WaysBack.Questions != domain.QuestionsOff, func() app.UI {
			return v.Callout("warn", v.T("policy.questions.gone"))
		}))
}

// listText is the list as it is being typed, else as it stands.
func (p *policy) listText() string {
	if list := p.draft.WaysBack.QuestionList; !slices.Equal(lines(p.listed), list) {
		return strings.Join(list, "\n")
	}
	return p.listed
}

// lines are the lines of a text that say something.
func lines(typed string) []string {
	out := []string{}
	for _, line := range strings.Split(typed, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
