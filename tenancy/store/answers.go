package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"twofold/domain"
	"twofold/tenancy/scoped"
)

type answersRow struct {
	bun.BaseModel `bun:"table:security_answers"`
	scoped.Row
	UserID     string `bun:"user_id,pk"`
	Questions  string
	Hash       string
	AnsweredAt Stamp
	Try1At     Stamp `bun:"try_1_at"`
	Try2At     Stamp `bun:"try_2_at"`
	Try3At     Stamp `bun:"try_3_at"`
}

// AnswerSet are the security questions somebody answered, in their order, and
// one hash of all answers. The zero one is none.
type AnswerSet struct {
	Questions []domain.Question
	Hash      string
	At        time.Time
}

// SaveAnswers puts a set in the place of the person's old one; the zero one
// removes it. Tries that were spent stay spent.
func (tx *Tx) SaveAnswers(ctx context.Context, userID string, set AnswerSet) error {
	questions := ""
	if len(set.Questions) > 0 {
		raw, err := json.Marshal(set.Questions)
		if err != nil {
			return fmt.Errorf("write security questions: %w", err)
		}
		questions = string(raw)
	}
	if err := tx.tx.InsertMissing(ctx, &answersRow{UserID: userID}); err != nil {
		return wrap("add security answers", err)
	}
	_, err := tx.tx.Update((*answersRow)(nil)).Set("questions = ?", questions).Set("hash = ?", set.Hash).Set("answered_at = ?", At(set.At)).Where("user_id = ?", userID).Exec(ctx)
	return wrap("save security answers", err)
}

// Answers reads the person's set, the zero one without it.
func (tx *Tx) Answers(ctx context.Context, userID string) (set AnswerSet, err error) {
	var row answersRow
	err = tx.tx.Select(&row).Where("user_id = ?", userID).Where("hash <> ''").Scan(ctx)
	if Missing(err) {
		return set, nil
	}
	if err != nil {
		return set, wrap("read security answers", err)
	}
	if err := json.Unmarshal([]byte(row.Questions), &set.Questions); err != nil {
		return set, fmt.Errorf("read security questions: %w", err)
	}
	set.Hash, set.At = row.Hash, row.AnsweredAt.Time()
	return set, nil
}

// ForgetAnswers removes everybody's answers.
func (tx *Tx) ForgetAnswers(ctx context.Context) error {
	_, err := tx.tx.Delete((*answersRow)(nil)).Where("TRUE").Exec(ctx)
	return wrap("forget security answers", err)
}

// SpendAnswerTry counts one check of the person's answers, and reports false
// where domain.CheckTries of them began within the span before now.
func (tx *Tx) SpendAnswerTry(ctx context.Context, userID string, span time.Duration, now time.Time) (bool, error) {
	n, err := tx.tx.Update((*answersRow)(nil)).Set("try_3_at = try_2_at").Set("try_2_at = try_1_at").Set("try_1_at = ?", At(now)).
		Where("user_id = ?", userID).Where("hash <> ''").Where("try_3_at <= ?", At(now.Add(-span))).Exec(ctx)
	return n == 1, wrap("spend a check of answers", err)
}

// NextAnswerTry is when the person's answers may be checked again.
func (tx *Tx) NextAnswerTry(ctx context.Context, userID string, span time.Duration) (time.Time, error) {
	var row answersRow
	err := tx.tx.Select(&row).Column("try_3_at").Where("user_id = ?", userID).Scan(ctx)
	if Missing(err) || err == nil && row.Try3At == 0 {
		return time.Time{}, nil
	}
	return row.Try3At.Time().Add(span), wrap("read checks of answers", err)
}
