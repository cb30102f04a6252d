package rest

import (
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
)

func (s *Server) readQuestions(c *door.Call, _ *none) (*body[wire.Questions], error) {
	q, err := c.Flows().Questions(c, c.Request, c.Visit)
	if err != nil {
		return nil, err
	}
	out := wire.Questions{QuestionsState: questionsState(q), Questions: []wire.Question{}}
	for _, one := range q.Asked {
		out.Questions = append(out.Questions, wire.Question(one))
	}
	return ok(out), nil
}

func questionsState(q flow.QuestionsView) wire.QuestionsState {
	return wire.QuestionsState{Mode: q.Mode, Count: q.Count, Answered: q.Answered, AnsweredAt: q.Set.At, Due: q.Due}
}

func (s *Server) answerQuestions(c *door.Call, in *body[wire.AnswersRequest]) (*none, error) {
	var answers []flow.Answer
	for _, a := range in.Body.Answers {
		answers = append(answers, flow.Answer(a))
	}
	return done(c.Flows().AnswerQuestions(c, c.Request, c.Visit, answers))
}

func (s *Server) removeAnswers(c *door.Call, _ *none) (*none, error) {
	return done(c.Flows().RemoveAnswers(c, c.Request, c.Visit))
}
