package flow

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// Answer is what somebody answers to one of the questions.
type Answer struct{ Question, Answer string }

// QuestionsView is what may be shown of a person's security questions: which
// there are, and whether they are answered, never an answer.
type QuestionsView struct {
	Mode     domain.QuestionsMode
	Count    int // how many are to be answered
	Asked    []domain.Question
	Answered int
	Set      store.AnswerSet
	Due      bool // before two-step verification turns on
}

// Questions reads the person's own security questions.
func (f *Flows) Questions(ctx context.Context, r Request, v *Visit) (out QuestionsView, err error) {
	err = f.db.View(ctx, r.Scope, func(tx *store.Tx) error {
		out, err = questions(tx, ctxt{ctx, r}, v)
		return err
	})
	return out, err
}

func questions(tx *store.Tx, c ctxt, v *Visit) (QuestionsView, error) {
	ways := v.Policy.WaysBack
	out := QuestionsView{Mode: ways.Questions, Count: ways.QuestionCount, Asked: ways.Asked()}
	if ways.Questions == domain.QuestionsOff {
		return out, nil
	}
	var err error
	out.Set, err = tx.Answers(c, v.Person.ID)
	out.Answered = len(out.Set.Questions)
	out.Due = v.Person.TwoStep != domain.TwoStepOn && ways.QuestionsDue(out.Answered)
	return out, err
}

// AnswerQuestions puts the answers in the place of those before, which stop
// working at once. It asks for a confirmation, but for the first answers in a
// set-up that this session began. The person is told at every address.
func (f *Flows) AnswerQuestions(ctx context.Context, r Request, v *Visit, answers []Answer) error {
	c := ctxt{ctx, r}
	if v.Policy.WaysBack.Questions == domain.QuestionsOff {
		return domain.Refuse(domain.Conflict, domain.CodeQuestionsOff)
	}
	setup, err := f.mayAnswer(c, v)
	if err != nil {
		return err
	}
	asked, words, err := readAnswers(v.Policy.WaysBack, answers)
	if err != nil {
		return err
	}
	hash, err := f.hasher.HashAnswers(c, words)
	if err != nil {
		return err
	}
	set := store.AnswerSet{Questions: asked, Hash: hash, At: c.Now}
	return f.db.In(c, c.Scope, func(tx *store.Tx) error {
		if err := f.changeAnswers(tx, c, v, set, domain.EventAnswersChanged, noticeAnswersChanged); err != nil || setup {
			return err
		}
		return f.spendFresh(tx, c, v)
	})
}

// MayAnswer refuses people who have to confirm that it's them first.
func (f *Flows) MayAnswer(ctx context.Context, r Request, v *Visit) error {
	_, err := f.mayAnswer(ctxt{ctx, r}, v)
	return err
}

// mayAnswer asks for a confirmation, but for the first answers of somebody who
// is held for a set-up, or in one that this session began and confirmed; setup
// reports that.
func (f *Flows) mayAnswer(c ctxt, v *Visit) (setup bool, err error) {
	err = f.db.View(c, c.Scope, func(tx *store.Tx) error {
		set, err := tx.Answers(c, v.Person.ID)
		if err != nil || set.Hash != "" {
			return err
		}
		if setup = v.ActsAs == domain.RolePending; setup {
			return nil
		}
		e, err := tx.Enrollment(c, v.Person.ID)
		if store.Missing(err) {
			return nil
		}
		setup = err == nil && live(e, v, c.Now) && !mainOf(e).ConfirmedAt.IsZero()
		return err
	})
	if err != nil || setup {
		return setup, err
	}
	return false, f.requireFresh(c, v)
}

// RemoveAnswers forgets the person's answers. Where the tenant requires them
// they can only be changed.
func (f *Flows) RemoveAnswers(ctx context.Context, r Request, v *Visit) error {
	c := ctxt{ctx, r}
	if v.Policy.WaysBack.Questions == domain.QuestionsRequired {
		return f.refused(c, v, domain.EventAnswersRemoved, domain.Refuse(domain.Forbidden, domain.CodeQuestionsRequired))
	}
	if err := f.requireFresh(c, v); err != nil {
		return err
	}
	return f.db.In(c, c.Scope, func(tx *store.Tx) error {
		if err := f.changeAnswers(tx, c, v, store.AnswerSet{}, domain.EventAnswersRemoved, noticeAnswersRemoved); err != nil {
			return err
		}
		return f.spendFresh(tx, c, v)
	})
}

// changeAnswers writes a set, or that there is none, and tells of it. It
// raises no security version: answers open nothing.
func (f *Flows) changeAnswers(tx *store.Tx, c ctxt, v *Visit, set store.AnswerSet, kind domain.EventKind, letter string) error {
	old, err := tx.Answers(c, v.Person.ID)
	if err != nil {
		return err
	}
	if old.Hash == "" && set.Hash == "" {
		return nil
	}
	if err := tx.SaveAnswers(c, v.Person.ID, set); err != nil {
		return err
	}
	if err := f.record(tx, c, kind, true, v.Person.User, "questions", count(max(len(set.Questions), len(old.Questions)))); err != nil {
		return err
	}
	return f.notify(tx, c, v.Tenant, v.Person.User, letter, nil, before{answers: &old})
}

// readAnswers checks what somebody answered, and is the questions and the
// answers apart. Every refusal names its field: answers/0/question,
// answers/0/answer and on.
func readAnswers(ways domain.WaysBack, in []Answer) (asked []domain.Question, words []string, err error) {
	if len(in) != ways.QuestionCount {
		return nil, nil, domain.RefuseField(domain.Invalid, domain.CodeQuestionsCount, "answers").With("n", ways.QuestionCount)
	}
	var errs []*domain.Error
	seen, said := map[string]bool{}, map[string]bool{}
	for i, a := range in {
		q, known := questionOf(ways, a.Question)
		switch field := fmt.Sprintf("answers/%d/question", i); {
		case !known:
			errs = append(errs, domain.RefuseField(domain.Invalid, domain.CodeRequiredQuestion, field))
		case seen[q.ID]:
			errs = append(errs, domain.RefuseField(domain.Invalid, domain.CodeQuestionTwice, field))
		}
		if code := answerFault(q, a.Answer, said); code != "" {
			errs = append(errs, domain.RefuseField(domain.Invalid, code, fmt.Sprintf("answers/%d/answer", i)).With("n", domain.AnswerLeast))
		}
		seen[q.ID], said[factor.NormalizeAnswer(a.Answer)] = true, true
		asked, words = append(asked, q), append(words, a.Answer)
	}
	return asked, words, domain.Collect(errs...)
}

func questionOf(ways domain.WaysBack, id string) (domain.Question, bool) {
	for _, q := range ways.Asked() {
		if q.ID == id {
			return q, true
		}
	}
	return domain.Question{}, false
}

// answerFault is what is wrong with an answer, by what counts of it.
func answerFault(q domain.Question, answer string, said map[string]bool) domain.Code {
	bare := factor.NormalizeAnswer(answer)
	switch {
	case utf8.RuneCountInString(answer) > domain.AnswerMost:
		return domain.CodeAnswerLong
	case utf8.RuneCountInString(strings.ReplaceAll(bare, " ", "")) < domain.AnswerLeast:
		return domain.CodeAnswerShort
	case said[bare]:
		return domain.CodeAnswerTwice
	case strings.Contains(factor.NormalizeAnswer(q.Text), bare):
		return domain.CodeAnswerInQuestion
	}
	return ""
}

// answersFirst refuses to turn two-step verification on before the questions
// are answered, where the tenant requires them (A10).
func (f *Flows) answersFirst(c ctxt, v *Visit) error {
	if v.Policy.WaysBack.Questions != domain.QuestionsRequired {
		return nil
	}
	q, err := f.Questions(c, c.Request, v)
	if err == nil && q.Due {
		err = domain.Refuse(domain.Conflict, domain.CodeQuestionsRequired)
	}
	return err
}

// turnsOn reports whether finishing a set-up turns two-step verification on.
func turnsOn(v *Visit, e store.Enrollment) bool {
	main := mainOf(e)
	return v.Person.TwoStep != domain.TwoStepOn && (keptOnly(main) || !v.Policy.OnlyVerifies(v.Person.User, main.Method))
}

// askQuestions adds to a set-up whether the questions are due in it, and
// whether they are one of its steps.
func askQuestions(tx *store.Tx, c ctxt, v *Visit, e store.Enrollment, view *SetupView) error {
	if v.Policy.WaysBack.Questions != domain.QuestionsRequired || !turnsOn(v, e) {
		return nil
	}
	q, err := questions(tx, c, v)
	view.Questions = q.Due && !mainOf(e).ConfirmedAt.IsZero()
	view.AsksQuestions = q.Due || !q.Set.At.Before(mainOf(e).CreatedAt)
	return err
}
