package rest_test

import (
	"strings"
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/tenancy/store"
)

func asking(mode domain.QuestionsMode) domain.Policy {
	p := optional()
	p.WaysBack.Questions = mode
	return p
}

// said are four right answers to the first four questions.
func said() wire.AnswersRequest {
	var in wire.AnswersRequest
	for i, words := range []string{"Elm Street", "Miss Finch", "Zoë", "Leeds"} {
		in.Answers = append(in.Answers, wire.AnswerInput{Question: domain.OwnQuestions[i].ID, Answer: words})
	}
	return in
}

func (c *client) questions() (q wire.Questions) {
	c.Helper()
	c.want(200, wire.ReadQuestions, nil, &q)
	return q
}

// checks compares what a caller says with the answers of a person, as support does.
func (o *org) checks(email string, answers ...string) (bool, error) {
	o.Helper()
	p := o.who(email)
	return o.flows.CheckAnswers(ctx, flow.Request{Scope: o.scope, Now: o.Now()}, p.ID, domain.User{ID: "usr_agent", Name: "Agnes Agent"}, answers)
}

func (o *org) who(email string) (p store.Person) {
	o.Helper()
	o.must(o.db.View(ctx, o.scope, func(tx *store.Tx) (err error) {
		p, err = tx.UserByEmail(ctx, email)
		return err
	}))
	return p
}

// of counts the rows of the audit log of a kind, and joins what they say.
func (o *org) of(kind domain.EventKind) (n int, all string) {
	o.Helper()
	o.must(o.db.View(ctx, o.scope, func(tx *store.Tx) error {
		rows, err := tx.Events(ctx, store.EventFilter{Limit: 1000})
		for _, e := range rows {
			if e.Kind == kind {
				n++
				all += e.ActorName + " " + e.Subject
			}
			for _, words := range e.Detail {
				all += " " + words
			}
		}
		return err
	}))
	return n, all
}

// A22, F13: as many different questions of the list as the tenant asks for, each
// answered by something of its own. What counts of an answer is what is left
// without capitals, punctuation and spaces.
func TestA22DifferentQuestionsWithDifferentAnswers(t *testing.T) {
	inHouses(t, func(h *house) {
		c := h.org(asking(domain.QuestionsOffered)).signedIn(domain.RoleUser)
		if q := c.questions(); q.Count != 4 || len(q.Questions) < 12 || q.Answered != 0 || q.Due {
			t.Errorf("%+v", q)
		}
		for name, spoil := range map[string]func(in *wire.AnswersRequest) (domain.Code, string){
			"too few": func(in *wire.AnswersRequest) (domain.Code, string) {
				in.Answers = in.Answers[:3]
				return domain.CodeQuestionsCount, "/answers"
			},
			"too many": func(in *wire.AnswersRequest) (domain.Code, string) {
				in.Answers = append(in.Answers, in.Answers[0])
				return domain.CodeQuestionsCount, "/answers"
			},
			"unknown": func(in *wire.AnswersRequest) (domain.Code, string) {
				in.Answers[1].Question = "own_1"
				return domain.CodeRequiredQuestion, "/answers/1/question"
			},
			"twice": func(in *wire.AnswersRequest) (domain.Code, string) {
				in.Answers[3].Question = in.Answers[0].Question
				return domain.CodeQuestionTwice, "/answers/3/question"
			},
			"short": func(in *wire.AnswersRequest) (domain.Code, string) {
				in.Answers[0].Answer = " A. b "
				return domain.CodeAnswerShort, "/answers/0/answer"
			},
			"punctuation": func(in *wire.AnswersRequest) (domain.Code, string) {
				in.Answers[0].Answer = "a-----b"
				return domain.CodeAnswerShort, "/answers/0/answer"
			},
			"equal": func(in *wire.AnswersRequest) (domain.Code, string) {
				in.Answers[3].Answer = " elm  STREET! "
				return domain.CodeAnswerTwice, "/answers/3/answer"
			},
			"in the question": func(in *wire.AnswersRequest) (domain.Code, string) {
				in.Answers[1].Answer = "First Teacher."
				return domain.CodeAnswerInQuestion, "/answers/1/answer"
			},
			"long": func(in *wire.AnswersRequest) (domain.Code, string) {
				in.Answers[1].Answer = strings.Repeat("ab", 101)
				return domain.CodeAnswerLong, "/answers/1/answer"
			},
		} {
			in := said()
			code, field := spoil(&in)
			a := c.call(wire.AnswerQuestions, in)
			if a.Code != 422 || len(a.problem.Errors) != 1 || a.problem.Errors[0].Code != code || a.problem.Errors[0].Pointer != field {
				t.Errorf("%s: %d %s", name, a.Code, a.Body)
			}
		}
		if q := c.questions(); q.Answered != 0 {
			t.Errorf("refused, but %d answered", q.Answered)
		}
		c.want(204, wire.AnswerQuestions, said(), nil)
	})
}

// A13, F13: nobody reads an answer, by any call; they are there as one slow hash.
func TestA13AnswersAreNeverShown(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(asking(domain.QuestionsOffered))
		c, owner := o.signedIn(domain.RoleUser), o.signedIn(domain.RoleOwner)
		c.want(204, wire.AnswerQuestions, said(), nil)
		p := o.who(c.me().Email)
		if q := c.me().Questions; q == nil || q.Answered != 4 || q.Count != 4 || !q.AnsweredAt.Equal(h.Now()) {
			t.Errorf("%+v", q)
		}
		var set store.AnswerSet
		o.must(o.db.View(ctx, o.scope, func(tx *store.Tx) (err error) {
			set, err = tx.Answers(ctx, p.ID)
			return err
		}))
		if !strings.HasPrefix(set.Hash, "$argon2id$") {
			t.Errorf("stored as %s", set.Hash)
		}
		_, shown := o.of(domain.EventAnswersChanged)
		for _, who := range []*client{c, owner} {
			for _, e := range wire.Endpoints() {
				if e.Method == "GET" && e.Root != wire.ServiceRoot {
					shown += who.call(e, nil, p.ID, p.ID).Body.String()
				}
			}
		}
		mails, err := h.db.Outbox(ctx, "", 100)
		h.must(err)
		for _, m := range mails {
			l, err := h.flows.OpenLetter(m)
			h.must(err)
			for _, words := range l.Args {
				shown += words
			}
		}
		for _, secret := range append(strings.Fields(set.Hash), "Elm Street", "elm street", "Miss Finch", "Zoë", "Leeds") {
			if strings.Contains(shown+h.log.String(), secret) {
				t.Errorf("%q is shown", secret)
			}
		}
	})
}

// A14, F13: answers are changed after a confirmation; the old ones stop working
// at once; the log says so without them.
func TestA14ChangedAnswersStopWorkingAtOnce(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(asking(domain.QuestionsOffered))
		c := o.signedIn(domain.RoleUser)
		c.want(204, wire.AnswerQuestions, said(), nil)
		h.Pass(11 * time.Minute)
		next := said()
		next.Answers[3].Answer = "York"
		c.refused(403, domain.CodeStepUpRequired, wire.AnswerQuestions, next)
		c.refused(403, domain.CodeStepUpRequired, wire.RemoveAnswers, nil)
		email := c.me().Email
		if match, err := o.checks(email, "Elm Street", "Miss Finch", "Zoë", "Leeds"); !match || err != nil {
			t.Errorf("the answers don't fit: %v", err)
		}
		c.confirm(domain.ConfirmByPassword, strong)
		c.want(204, wire.AnswerQuestions, next, nil)
		if match, _ := o.checks(email, "Elm Street", "Miss Finch", "Zoë", "Leeds"); match {
			t.Error("the old answers fit")
		}
		if match, err := o.checks(email, "elm street", "MISS FINCH.", "  zoë ", "york"); !match || err != nil {
			t.Errorf("the new answers don't fit: %v", err)
		}
		if n, words := o.of(domain.EventAnswersChanged); n != 2 || strings.Contains(words, "York") {
			t.Errorf("%d rows: %s", n, words)
		}
		c.want(200, wire.ReadSession, nil, nil) // nobody is signed out by it
	})
}

// F13: where they are only offered, answers are removed at any time, and then
// nothing can be checked. Where they are required they can only be changed.
func TestF13RemovedWhereOffered(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(asking(domain.QuestionsOffered))
		c := o.signedIn(domain.RoleUser)
		c.want(204, wire.AnswerQuestions, said(), nil)
		c.want(204, wire.RemoveAnswers, nil, nil)
		if q := c.questions(); q.Answered != 0 || !q.AnsweredAt.IsZero() {
			t.Errorf("%+v", q)
		}
		var session wire.Session
		c.want(200, wire.ReadSession, nil, &session)
		who := session.Person.ID
		h.must(h.db.View(ctx, o.scope, func(tx *store.Tx) error {
			e, err := tx.Events(ctx, store.EventFilter{Kinds: []domain.EventKind{domain.EventAnswersRemoved}, Limit: 10})
			if len(e) != 1 || !e[0].OK || e[0].ActorID != who || e[0].SubjectID != who {
				t.Errorf("the log tells %+v", e)
			}
			return err
		}))
		if _, err := o.checks(c.me().Email, "Elm Street", "Miss Finch", "Zoë", "Leeds"); domain.CodeOf(err) != domain.CodeQuestionsNone {
			t.Errorf("checked: %v", err)
		}
		required := h.org(asking(domain.QuestionsRequired)).signedIn(domain.RoleUser)
		required.want(204, wire.AnswerQuestions, said(), nil)
		required.refused(403, domain.CodeQuestionsRequired, wire.RemoveAnswers, nil)
		off := h.org(optional()).signedIn(domain.RoleUser)
		off.refused(409, domain.CodeQuestionsOff, wire.AnswerQuestions, said())
		if off.me().Questions != nil {
			t.Error("shown where they are off")
		}
	})
}

// A21, F28: support's check tells whether all answers fit and nothing of one.
// Three checks a day, counted before they are compared, over all agents.
func TestA21ThreeChecksADayOfTheWholeSet(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(asking(domain.QuestionsOffered))
		c := o.signedIn(domain.RoleUser)
		c.want(204, wire.AnswerQuestions, said(), nil)
		email := c.me().Email
		for i, wrong := range [][]string{{"Elm Street", "Miss Finch", "Zoë", "York"}, {}, {"Miss Finch", "Elm Street", "Zoë", "Leeds"}} {
			if match, err := o.checks(email, wrong...); match || err != nil {
				t.Errorf("check %d: %v, %v", i, match, err)
			}
		}
		if match, err := o.checks(email, "Elm Street", "Miss Finch", "Zoë", "Leeds"); match || domain.CodeOf(err) != domain.CodeAnswerTries {
			t.Errorf("a fourth check: %v, %v", match, err)
		}
		if n, words := o.of(domain.EventAnswersChecked); n != 3 || !strings.Contains(words, "Agnes Agent Ida Somebody") || strings.Contains(words, "York") {
			t.Errorf("%d rows: %s", n, words)
		}
		if n, _ := o.of(domain.EventRefused); n != 1 {
			t.Errorf("%d refusals recorded", n)
		}
		// A change of the answers gives no try back.
		c.want(204, wire.AnswerQuestions, said(), nil)
		if _, err := o.checks(email, "Elm Street"); domain.CodeOf(err) != domain.CodeAnswerTries {
			t.Errorf("after a change: %v", err)
		}
		h.Pass(24 * time.Hour)
		if match, err := o.checks(email, "Elm Street", "Miss Finch", "Zoë", "Leeds"); !match || err != nil {
			t.Errorf("the next day: %v, %v", match, err)
		}
	})
}

// F13, F39: the person is told of a change and a removal, and "this wasn't me"
// brings the answers back that were there.
func TestF39AnObjectionBringsTheAnswersBack(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(asking(domain.QuestionsOffered))
		c := o.signedIn(domain.RoleUser)
		email := c.me().Email
		c.want(204, wire.AnswerQuestions, said(), nil)
		h.Pass(time.Second)
		c.want(204, wire.RemoveAnswers, nil, nil)
		_, token := h.link(email)
		var shown wire.Objection
		c.want(200, wire.ReadObjection, wire.LinkRequest{Token: token}, &shown)
		if shown.Kind != "answers_removed" {
			t.Errorf("told of %s", shown.Kind)
		}
		c.want(200, wire.Object, wire.LinkRequest{Token: token}, nil)
		if match, err := o.checks(email, "Elm Street", "Miss Finch", "Zoë", "Leeds"); !match || err != nil {
			t.Errorf("not brought back: %v", err)
		}
		c.refused(401, domain.CodeSignedOut, wire.ReadSession, nil)
	})
}

// S7, F13: the switch names the standards it leaves; what nobody may ask any
// more is deleted.
func TestS7TheSwitchSaysWhatItLeaves(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org(optional())
		owner := o.signedIn(domain.RoleOwner)
		var list wire.Checklist
		owner.want(200, wire.ReadChecklist, nil, &list)
		if len(list.Leaves) != 0 {
			t.Errorf("leaves %v", list.Leaves)
		}
		set := func(mode domain.QuestionsMode) {
			var doc wire.PolicyDocument
			tag := owner.want(200, wire.ReadPolicy, nil, &doc).Header().Get("ETag")
			doc.Policy.WaysBack.Questions = mode
			owner.header = map[string]string{"If-Match": tag}
			owner.want(200, wire.SavePolicy, wire.SavePolicyRequest{Policy: doc.Policy}, &doc)
			if doc.Policy.WaysBack.Questions != mode {
				t.Fatalf("saved as %s", doc.Policy.WaysBack.Questions)
			}
		}
		set(domain.QuestionsRequired)
		owner.want(200, wire.ReadChecklist, nil, &list)
		if len(list.Leaves) != 1 || list.Leaves[0] != "questions" {
			t.Errorf("leaves %v", list.Leaves)
		}
		if _, words := o.of(domain.EventPolicyChanged); !strings.Contains(words, "off → required") {
			t.Errorf("recorded %s", words)
		}
		c := o.signedIn(domain.RoleUser)
		c.want(204, wire.AnswerQuestions, said(), nil)
		set(domain.QuestionsOff)
		set(domain.QuestionsOffered)
		if q := c.questions(); q.Answered != 0 {
			t.Errorf("%d answers were kept", q.Answered)
		}
	})
}
