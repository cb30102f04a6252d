//go:build !wasm

package page

import (
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

func asked(mode domain.QuestionsMode, answered int) map[string]answer {
	api := canned("Maria")
	state := wire.QuestionsState{Mode: mode, Count: 4, Answered: answered, Due: mode == domain.QuestionsRequired && answered == 0}
	if answered > 0 {
		state.AnsweredAt = noon.Add(-48 * time.Hour)
	}
	api["GET /me/security"] = ok(wire.Security{TwoStep: wire.TwoStep{State: domain.TwoStepNever, MaySetUp: true}, Questions: &state})
	return api
}

// A10: "Turn on" can't be pressed before required questions are answered, and
// says so.
func TestA10TurnOnSaysThatTheQuestionsComeFirst(t *testing.T) {
	s := newStage(t, asked(domain.QuestionsRequired, 0), "/me/security")
	s.says("Answer the security questions first.")
	s.says("Support may ask you these. They will never ask for your password or codes.")
	s = newStage(t, asked(domain.QuestionsRequired, 4), "/me/security")
	if strings.Contains(words(s.page()), "Answer the security questions first.") {
		t.Error("the reason stands although they are answered")
	}
	s.says("Your organization requires answers to the security questions.")
}

// A13, F13: only how many are answered and since when; they can be removed
// where they are offered.
func TestA13OnlyHowManyAreAnswered(t *testing.T) {
	s := newStage(t, asked(domain.QuestionsOffered, 4), "/me/security")
	s.says("4 of 4 answered, on")
	s.press("questions-remove")
	s.says("Support can't check by them any more that it's you.")
	s.once["DELETE /me/questions"] = ok(nil)
	s.press("forgetting-go")
	s.called("DELETE /me/questions")
	s = newStage(t, canned("Maria"), "/me/security")
	if strings.Contains(words(s.page()), "Security questions") {
		t.Error("shown where the organization has none")
	}
}
