package domain

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// Question is a security question. Its id stays the same for as long as its
// words do, also where the tenant's list changes around it.
type Question struct {
	ID   string `json:"id"`
	Text string `json:"text"` // in English, or as the tenant wrote it
}

// OwnQuestions is the service's own list. Each asks for what stays true, has
// many likely answers, and doesn't stand in a public register; and is short enough
// to be read whole in a closed list on a phone.
var OwnQuestions = []Question{
	{"childhood_street", "Which street did you grow up on?"},
	{"first_teacher", "Who was your first teacher?"},
	{"childhood_friend", "Who was your best friend as a child?"},
	{"first_job", "In which town was your first job?"},
	{"first_concert", "Which concert did you go to first?"},
	{"first_trip", "Where did your first flight go?"},
	{"first_vehicle", "Which was your first car or bicycle?"},
	{"favorite_book", "Which book did you love as a child?"},
	{"childhood_dish", "Which dish did you hate as a child?"},
	{"first_film", "Which film did you see first?"},
	{"learned_to_swim", "Where did you learn to swim?"},
	{"grandparents_town", "Where did your grandparents live?"},
	{"dream_job", "What was your dream job at ten?"},
	{"first_phone", "Which was your first mobile phone?"},
}

// tenantQuestion begins the id of a question that a tenant wrote.
const tenantQuestion = "own_"

// Asked are the questions that people choose from: the tenant's own list, or
// the service's.
func (w WaysBack) Asked() []Question {
	if len(w.QuestionList) == 0 {
		return OwnQuestions
	}
	out := make([]Question, len(w.QuestionList))
	for i, text := range w.QuestionList {
		text = strings.TrimSpace(text)
		sum := sha256.Sum256([]byte(strings.ToLower(text)))
		out[i] = Question{ID: tenantQuestion + hex.EncodeToString(sum[:8]), Text: text}
	}
	return out
}

// Answered reports whether that many answers are all that the tenant asks for.
func (w WaysBack) Answered(answers int) bool { return answers >= w.QuestionCount }

// QuestionsDue reports whether somebody with that many answers has to give
// them before two-step verification turns on (A10).
func (w WaysBack) QuestionsDue(answers int) bool {
	return w.Questions == QuestionsRequired && !w.Answered(answers)
}

// Leaves are the settings by which p leaves standards that the service keeps
// otherwise: questions leave OWASP ASVS 5.0 V6.4.2 and NIST SP 800-63B-4
// 3.1.1.2.
func (p Policy) Leaves() []string {
	if p.WaysBack.Questions == QuestionsOff {
		return nil
	}
	return []string{"questions"}
}

// CheckTries is how often a day the answers of one person may be checked, over
// all agents.
const CheckTries = 3

// AnswerLeast is the fewest letters and digits of an answer.
const AnswerLeast = 3

// AnswerMost is the most characters of an answer.
const AnswerMost = 200
