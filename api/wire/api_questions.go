package wire

import (
	"time"

	"twofold/domain"
)

// Questions are a person's own security questions. An answer can never be
// read, by anybody.
type Questions struct {
	QuestionsState
	Questions []Question `json:"questions" nullable:"false" doc:"What to choose from"`
}

// QuestionsState is how far somebody is with the security questions.
type QuestionsState struct {
	Mode       domain.QuestionsMode `json:"mode" enum:"off,offered,required"`
	Count      int                  `json:"count" doc:"How many different ones are to be answered"`
	Answered   int                  `json:"answered"`
	AnsweredAt time.Time            `json:"answered_at,omitzero"`
	Due        bool                 `json:"due" doc:"2-step verification can't be turned on before they are answered"`
}

// Question is a security question.
type Question struct {
	ID   string `json:"id"`
	Text string `json:"text" doc:"In English, or as the organization wrote it"`
}

// AnswersRequest is the body of AnswerQuestions: as many different questions
// as Questions.count, each with its answer.
type AnswersRequest struct {
	Answers []AnswerInput `json:"answers" nullable:"false" maxItems:"6"`
}

// AnswerInput is one answer. Capitals, punctuation and extra spaces don't
// count; at least 3 other characters have to be there.
type AnswerInput struct {
	Question string `json:"question" maxLength:"100" doc:"Id of the question"`
	Answer   string `json:"answer" maxLength:"1000" doc:"Up to 200 characters"`
}
