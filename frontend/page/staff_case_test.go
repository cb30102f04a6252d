//go:build !wasm

package page

import (
	"strings"
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

// theCase is a case of somebody without a number, with s wherever a person may
// have written the words.
func theCase(s string) wire.CaseView {
	return wire.CaseView{CaseRow: wire.CaseRow{ID: "cas_1", Number: "C-100001", Short: "blue", Organization: s, Kind: domain.CaseLostDevice, State: domain.CaseOpen, Caller: s, CalledBy: s, OpenedAt: noon, DueAt: noon.Add(48 * time.Hour)},
		Person: wire.CasePerson{Name: s, Email: "maria@blue.example"}, Opener: s, Questions: []string{s, "Which?"},
		Proofs: []wire.CaseProof{{ID: "prf_1", Way: domain.WayMail, Result: domain.ProofOpen, By: s, At: noon}},
		Ways:   []wire.CaseCheck{{Way: domain.WayAnswers}, {Way: domain.WayMail, Hint: "m•••@b•••.example"}, {Way: domain.WayPhoneCode, Problem: domain.CodeCaseNoAddress}, {Way: domain.WayOwner}},
		Offers: []wire.CaseOffer{{Grant: domain.GrantUnlockMail, Problem: domain.CodeCaseProofs}, {Grant: domain.GrantText, Proofs: 1, Problem: domain.CodeSuspended}}}
}

func deskStage(t *testing.T, c wire.CaseView) *stage {
	answers := canned("Maria")
	answers["GET /cases"] = ok(wire.CaseQueue{Data: []wire.CaseRow{c.CaseRow}})
	answers["GET /cases/blue/cas_1"] = ok(c)
	answers["POST /cases"] = ok(wire.CaseOpened{ID: "cas_1", Number: "C-100001"})
	return newStage(t, answers, "/cases/blue/cas_1")
}

func TestACaseSaysWhatItCantDoNow(t *testing.T) {
	s := deskStage(t, theCase("Maria"))
	s.says("C-100001")
	s.says("Code by email to m•••@b•••.example")
	s.says("There is nothing on file to send a code to.")
	s.says("Two proofs by different ways are needed first.")
	s.says("This account isn't in use.")
	before := len(s.calls)
	s.press("give-unlock_mail")
	if len(s.calls) != before || s.d.dialog != nil {
		t.Error("what can't be given is asked for")
	}
	c := theCase("Maria")
	c.State, c.First, c.Grant, c.Reason, c.WaitsTill = domain.CaseWaiting, "Sue", domain.GrantUnlockMail, "checked", noon.Add(time.Hour)
	c.Overdue, c.Offers[0] = true, wire.CaseOffer{Grant: domain.GrantUnlockMail, Proofs: 3, Problem: domain.CodeCaseWaits, At: noon.Add(time.Hour)}
	s = deskStage(t, c)
	s.says("Sue decided: Link by email.")
	s.says("Nothing is given before 3 Nov 2026, 13:00")
	s.says("Overdue")
	s.says("2 of 2 proofs")
	c.State = domain.CaseStopped
	s = deskStage(t, c)
	s.says("The person or an owner stopped this case.")
	if byID(s.page(), "give-unlock_mail") != nil || byID(s.page(), "check-answers") != nil || byID(s.page(), "case-end") != nil {
		t.Error("something can be done in a case that ended")
	}
}

// S16: what the form says is shown as words of a stranger.
func TestACaseShowsWhatWasWrittenAndThatItProvesNothing(t *testing.T) {
	c := theCase("Maria")
	c.Form = &wire.CaseForm{Reason: "lost_phone", Message: "Please call", Reach: "Phone 4711", ByMail: true}
	s := deskStage(t, c)
	for _, words := range []string{"I lost my phone", "Please call", "Phone 4711", "without the password", "Call the number on file"} {
		s.says(words)
	}
	c.Form.Outdated = true
	deskStage(t, c).says("The account changed since this form was sent.")
}

// A21, F13: the answers go in the order of the questions, and nothing of them
// stays.
func TestA21AnswersAreAskedAsOneSet(t *testing.T) {
	s := deskStage(t, theCase("Maria"))
	s.press("check-answers")
	s.fill("asking-dialog-form", "answer-0", "Elm Street")
	s.fill("asking-dialog-form", "answer-1", "Leeds")
	s.once["POST /cases/blue/cas_1/answers"] = ok(wire.CasePassed{})
	s.submit("asking-dialog-form")
	s.called(`POST /cases/blue/cas_1/answers {"answers":["Elm Street","Leeds"]}`)
	s.says("No match")
	s.press("check-answers")
	if strings.Contains(words(s.page()), "Elm Street") {
		t.Error("an answer is still there")
	}
}

func TestAWrongCodeOfACallerStaysInItsField(t *testing.T) {
	s := deskStage(t, theCase("Maria"))
	s.fill("code-mail-form", "read-mail", "000000")
	s.once["POST /cases/blue/cas_1/code"] = ok(wire.CasePassed{})
	s.submit("code-mail-form")
	s.called(`POST /cases/blue/cas_1/code {"proof":"prf_1","code":"000000"}`)
	s.says("That's not the code we sent")
}
