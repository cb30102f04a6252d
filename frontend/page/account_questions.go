package page

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// questions are the security questions, where the organization has them.
func (s *security) questions(v part.View, w wire.Security) app.UI {
	q := w.Questions
	if q == nil {
		return part.Group()
	}
	change := v.LinkButton(part.Secondary, v.T("questions.go"), v.Path("/setup/questions"))
	if q.Answered == 0 {
		return part.Anchor("questions", v.T("questions.own"), v.Text("questions.text"), v.Text("questions.never"), part.Actions(change))
	}
	change = v.LinkButton(part.Secondary, v.T("questions.change"), v.Path("/setup/questions"))
	state := v.Sentence("questions.answered", part.Plain("n", strconv.Itoa(min(q.Answered, q.Count))), part.Plain("of", strconv.Itoa(q.Count)), part.Plain("date", v.Day(q.AnsweredAt)))
	why := ""
	if q.Mode == domain.QuestionsRequired {
		why = v.Problem(wire.Message{Code: string(domain.CodeQuestionsRequired)})
	}
	return part.Anchor("questions", v.T("questions.own"), state, v.Text("questions.never"),
		part.Actions(change, v.Act(part.Act{Key: "questions-remove", Label: v.T("questions.remove"), Why: why, Press: s.removeAnswers})))
}

// removeAnswers asks before the answers are forgotten.
func (s *security) removeAnswers() {
	s.d.ask(func(v part.View) part.Dialog {
		return part.Dialog{ID: "forgetting", Title: v.T("questions.remove.title"), Danger: true, Close: s.d.shut,
			Body: []app.UI{part.Consequences(v.T("questions.remove.check"), v.T("questions.remove.again"))},
			Actions: []app.UI{s.d.act(v, part.Act{Key: "forgetting-go", Kind: part.Danger, Label: v.T("remove"), Press: func() {
				s.d.do(call{to: wire.RemoveAnswers, key: "forgetting-go", why: reason{word: "questions"},
					done: func(string) { s.d.shut(); s.changed("questions", v.T("questions.removed")) },
					fail: func(p *client.Problem) { s.d.shut(); s.d.tell(p) }})
			}})}}
	})
}
