package site

import (
	"fmt"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
)

// questions asks for the security questions: as a step of the set-up, or to
// answer or change them for themselves.
func (s *Site) questions(c *door.Call) error {
	screen, done, err := s.questionsScreen(c)
	if done || err != nil {
		return err
	}
	return s.draw(c, screen)
}

// questionsScreen is the page; done reports that the answer was given:
// somebody has to confirm first, or there is nothing to answer.
func (s *Site) questionsScreen(c *door.Call) (out wire.SetupQuestions, done bool, err error) {
	q, err := s.flows.Questions(c, c.Request, c.Visit)
	if err != nil {
		return out, false, err
	}
	if q.Mode == domain.QuestionsOff {
		return out, false, notFound()
	}
	if asked, err := confirmed(c, s.flows.MayAnswer(c, c.Request, c.Visit), "questions", c.Base()+"/setup/questions"); asked || err != nil {
		return out, true, err
	}
	out = wire.SetupQuestions{Change: q.Answered > 0, Least: domain.AnswerLeast}
	for _, one := range q.Asked {
		out.Questions = append(out.Questions, wire.Question(one))
	}
	for i := range q.Count {
		out.Answers = append(out.Answers, wire.AnswerInput{Question: c.Gin.PostForm(fmt.Sprintf("answers/%d/question", i)), Answer: c.Gin.PostForm(fmt.Sprintf("answers/%d/answer", i))})
	}
	view, err := s.flows.Setup(c, c.Request, c.Visit)
	if view.Questions {
		out.Step = wizardStep(c, view, view.Main, stepQuestions)
	} else if c.Visit.ActsAs != domain.RolePending {
		out.Back = c.Base() + "/me/security"
	}
	return out, false, err
}

func (s *Site) questionsNow(c *door.Call) error {
	screen, done, err := s.questionsScreen(c)
	if done || err != nil {
		return err
	}
	var answers []flow.Answer
	for _, a := range screen.Answers {
		answers = append(answers, flow.Answer(a))
	}
	if err := s.flows.AnswerQuestions(c, c.Request, c.Visit, answers); err != nil {
		return s.again(c, err, screen)
	}
	return s.afterQuestions(c)
}

// afterQuestions goes on with the set-up in progress, else back to where
// somebody came from.
func (s *Site) afterQuestions(c *door.Call) error {
	view, err := s.flows.Setup(c, c.Request, c.Visit)
	switch {
	case err != nil && domain.CodeOf(err) != domain.CodeStepUpRequired:
		return err
	case err == nil && view.Found && view.Confirmed && len(view.Codes) > 0:
		return see(c, c.Base()+"/setup/codes")
	case err == nil && view.Found && view.Confirmed && view.AsksQuestions:
		turned, err := s.flows.TurnOn(c, c.Request, c.Visit, true)
		if err != nil {
			return err
		}
		return s.turnedOn(c, turned)
	case c.Visit.ActsAs == domain.RolePending:
		return see(c, c.Base()+"/setup?choose=1")
	}
	return see(c, c.Base()+"/me/security#questions")
}
