package text

import "twofold/domain"

// enQuestions says what the security questions are for, and asks them.
var enQuestions = withQuestions(map[string]string{
	"questions.own":            "Security questions",
	"questions.title":          "Security questions",
	"questions.text":           "If you're locked out and call support, they check by these that it's you. Nobody can sign in with them.",
	"questions.never":          "Support may ask you these. They will never ask for your password or codes.",
	"questions.how":            "Choose different questions. An answer has at least {n} letters or digits; capitals, punctuation and extra spaces don't count.",
	"questions.choose":         "Choose a question",
	"questions.question":       "Question {n}",
	"questions.answer":         "Answer {n}",
	"questions.save":           "Save the answers",
	"questions.go":             "Answer the questions",
	"questions.answered":       "{n} of {of} answered, on {date}. Answers can't be shown, only changed.",
	"questions.change":         "Change",
	"questions.change.text":    "The answers you gave before stop working when you save.",
	"questions.remove":         "Remove the answers",
	"questions.remove.title":   "Remove your answers?",
	"questions.remove.check":   "Support can't check by them any more that it's you.",
	"questions.remove.again":   "You can answer the questions again at any time.",
	"questions.removed":        "Your answers are removed",
	"security.off.questions":   "Answer the security questions first.",
	"confirm.reason.questions": "to answer the security questions",
})

// withQuestions adds the service's own questions under their ids.
func withQuestions(words map[string]string) map[string]string {
	for _, q := range domain.OwnQuestions {
		words["question."+q.ID] = q.Text
	}
	return words
}
