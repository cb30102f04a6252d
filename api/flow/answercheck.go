package flow

import (
	"context"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// answerSpan is the day in which domain.CheckTries checks of one person's
// answers may begin.
const answerSpan = 24 * time.Hour

// CheckAnswers compares what a caller answered to a support agent, all at
// once and in the order of the questions, with the answers of a person of
// r.Scope, which is the person's tenant and never the agent's. It tells whether
// all of them are right and nothing of a single one, opens nothing, and is no
// proof at sign-in. A try is counted,
// committed, before anything is compared: answer_tries past
// domain.CheckTries a day over all agents. questions_none where there is
// nothing to check. Each check and refusal stands in the person's tenant's
// audit log under the agent's name.
func (f *Flows) CheckAnswers(ctx context.Context, r Request, personID string, agent domain.User, answers []string) (match bool, err error) {
	c := ctxt{ctx, r}
	var set store.AnswerSet
	var p store.Person
	var refusal *domain.Error
	err = f.db.In(c, c.Scope, func(tx *store.Tx) (err error) {
		if p, err = tx.User(c, personID); store.Missing(err) {
			return domain.Refuse(domain.NotFound, domain.CodeNotFound)
		}
		if err != nil {
			return err
		}
		set, refusal, err = f.spendCheck(tx, c, p, agent)
		return err
	})
	switch {
	case err != nil:
		return false, err
	case refusal != nil:
		return false, refusal
	}
	if match, err = f.hasher.MatchAnswers(c, set.Hash, answers); err != nil {
		return false, err
	}
	err = f.db.In(c, c.Scope, func(tx *store.Tx) error {
		now, err := tx.Answers(c, p.ID)
		if err != nil {
			return err
		}
		match = match && now.Hash == set.Hash // they may have been changed meanwhile
		return f.recordOn(tx, c, domain.EventAnswersChecked, match, agent, p.User)
	})
	return match && err == nil, err
}

// spendCheck counts one check, or says why there is none and writes that down.
func (f *Flows) spendCheck(tx *store.Tx, c ctxt, p store.Person, agent domain.User) (set store.AnswerSet, refusal *domain.Error, err error) {
	if set, err = checkable(tx, c, p.ID); err != nil {
		return set, nil, err
	}
	if set.Hash == "" {
		refusal = domain.Refuse(domain.Conflict, domain.CodeQuestionsNone)
	} else if spent, err := tx.SpendAnswerTry(c, p.ID, answerSpan, c.Now); err != nil {
		return set, nil, err
	} else if !spent {
		again, err := tx.NextAnswerTry(c, p.ID, answerSpan)
		if err != nil {
			return set, nil, err
		}
		refusal = domain.Refuse(domain.TooMany, domain.CodeAnswerTries).After(again.Sub(c.Now))
	}
	if refusal == nil {
		return set, nil, nil
	}
	return set, refusal, f.recordOn(tx, c, domain.EventRefused, false, agent, p.User, "what", string(domain.EventAnswersChecked), "reason", string(refusal.Code))
}

// checkable is the set that support may check somebody by, the zero one
// without.
func checkable(tx *store.Tx, c ctxt, personID string) (store.AnswerSet, error) {
	change, err := tx.CurrentPolicy(c)
	if err != nil {
		return store.AnswerSet{}, err
	}
	ways := change.Policy.WaysBack
	set, err := tx.Answers(c, personID)
	if ways.Questions == domain.QuestionsOff || !ways.Answered(len(set.Questions)) {
		return store.AnswerSet{}, err
	}
	return set, err
}
