package rest_test

import (
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

// A10, S8: where answers are required, two-step verification doesn't turn on
// before them: at the end of a set-up, and with the methods there are.
func TestA10TwoStepWaitsForTheAnswers(t *testing.T) {
	inHouses(t, func(h *house) {
		c := h.org(asking(domain.QuestionsRequired)).signedIn(domain.RoleUser)
		if s := c.me(); !s.Questions.Due {
			t.Errorf("%+v", s.Questions)
		}
		var set wire.Setup
		c.want(200, wire.StartSetup, wire.StartSetupRequest{}, &set)
		c.want(200, wire.ChooseSetupApp, wire.ChooseAppRequest{App: wire.OtherApp}, &set)
		app := phone{h, set.Key}
		var step wire.SetupConfirmed
		c.want(200, wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: app.code(), Name: "Phone"}, &step)
		if step.Step != wire.SetupStepQuestions {
			t.Fatalf("a right code leads to %s", step.Step)
		}
		c.refused(410, domain.CodeEnrollmentExpired, wire.ReadSetupCodes, nil)
		c.refused(409, domain.CodeQuestionsRequired, wire.FinishSetup, wire.FinishSetupRequest{Saved: true})
		h.Pass(11 * time.Minute) // the set-up outlasts a confirmation
		c.want(204, wire.AnswerQuestions, said(), nil)
		var codes wire.RecoverySet
		c.want(200, wire.ReadSetupCodes, nil, &codes)
		var on wire.SetupFinished
		c.want(200, wire.FinishSetup, wire.FinishSetupRequest{Saved: true}, &on)
		c.renew(on.Renewal)
		if s := c.me(); !on.First || s.Questions.Due || s.TwoStep.State != domain.TwoStepOn {
			t.Errorf("%+v %+v", on, s.TwoStep)
		}
	})
}

// A10, R13: the same where methods come first and there are no recovery codes.
func TestA10TurnOnIsRefusedBeforeTheAnswers(t *testing.T) {
	inHouses(t, func(h *house) {
		p := asking(domain.QuestionsRequired)
		p.MethodsFirst, p.RecoveryCodes = true, 0
		c := h.org(p).signedIn(domain.RoleUser)
		var set wire.Setup
		c.want(200, wire.StartSetup, wire.StartSetupRequest{}, &set)
		c.want(200, wire.ChooseSetupApp, wire.ChooseAppRequest{App: wire.OtherApp}, &set)
		var step wire.SetupConfirmed
		c.want(200, wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: phone{h, set.Key}.code(), Name: "Phone"}, &step)
		c.renew(step.Finished.Renewal)
		if s := c.me(); s.TwoStep.MayTurnOn || !s.Questions.Due || !step.Finished.Verified {
			t.Errorf("%+v %+v", s.TwoStep, s.Questions)
		}
		c.refused(409, domain.CodeQuestionsRequired, wire.TurnOnTwoStep, nil)
		c.want(204, wire.AnswerQuestions, said(), nil)
		if s := c.me(); !s.TwoStep.MayTurnOn {
			t.Errorf("%+v", s.TwoStep)
		}
		c.want(200, wire.TurnOnTwoStep, nil, &step)
		if step.Step != wire.SetupStepDone {
			t.Errorf("leads to %s", step.Step)
		}
	})
}

// A10: at the gate the sign-in counts, and without recovery codes the last
// button is left.
func TestA10AtTheGate(t *testing.T) {
	inHouses(t, func(h *house) {
		p := asking(domain.QuestionsRequired)
		p.Mode, p.RecoveryCodes, p.WaysBack.QuestionCount, p.WaysBack.QuestionList = domain.ModeRequired, 0, 2, []string{"Which pet?", "Which tree?", "Which hill?"}
		o := h.org(p)
		c := h.client(o.ShortName)
		c.signIn(o.person(domain.RoleUser, "Ida").Email, strong)
		var set wire.Setup
		c.want(200, wire.StartSetup, wire.StartSetupRequest{}, &set)
		c.want(200, wire.ChooseSetupApp, wire.ChooseAppRequest{App: wire.OtherApp}, &set)
		var step wire.SetupConfirmed
		c.want(200, wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: phone{h, set.Key}.code(), Name: "Phone"}, &step)
		c.refused(409, domain.CodeQuestionsRequired, wire.FinishSetup, wire.FinishSetupRequest{Saved: true})
		q := c.questions()
		if len(q.Questions) != 3 || q.Questions[2].Text != "Which hill?" || !q.Due {
			t.Fatalf("%+v", q)
		}
		c.want(204, wire.AnswerQuestions, wire.AnswersRequest{Answers: []wire.AnswerInput{{Question: q.Questions[2].ID, Answer: "Ben More"}, {Question: q.Questions[0].ID, Answer: "Rex"}}}, nil)
		c.want(200, wire.ReadSetup, nil, &set)
		if set.Step != wire.SetupStepFinish {
			t.Errorf("then comes %s", set.Step)
		}
		var on wire.SetupFinished
		c.want(200, wire.FinishSetup, wire.FinishSetupRequest{Saved: true}, &on)
		if c.renew(on.Renewal); !on.First {
			t.Errorf("%+v", on)
		}
		// Once there are answers, changing them asks to confirm.
		h.Pass(11 * time.Minute)
		c.refused(403, domain.CodeStepUpRequired, wire.AnswerQuestions, said())
	})
}
