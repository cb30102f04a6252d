package page

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
	"twofold/frontend/text"
)

// setupQuestions asks to choose and answer security questions, all at once.
func setupQuestions(v part.View, d wire.SetupQuestions) (app.UI, string) {
	options := []part.Option{{Label: v.T("questions.choose")}}
	for _, q := range d.Questions {
		options = append(options, part.Option{Value: q.ID, Label: questionText(v, q)})
	}
	var fields []app.UI
	for i, a := range d.Answers {
		at, n := strconv.Itoa(i), strconv.Itoa(i+1)
		fields = append(fields,
			v.Select(part.Field{Name: "answers/" + at + "/question", Label: v.T("questions.question", "n", n), Value: a.Question}, options),
			v.Field(part.Field{Name: "answers/" + at + "/answer", Label: v.T("questions.answer", "n", n), Value: a.Answer}))
	}
	var old app.UI
	if d.Change {
		old = v.Callout("info", v.T("questions.change.text"))
	}
	return v.Card(part.Card{Title: "questions.title", Step: d.Step, Back: d.Back, Body: []app.UI{
		v.Text("questions.text"), v.Text("questions.never"), old,
		v.Muted("questions.how", part.Plain("n", strconv.Itoa(d.Least))),
		v.Form(v.Path("/setup/questions"), append(fields, part.Actions(v.Submit(part.Primary, v.T("questions.save"))))...),
	}})
}

// questionText is a question in the reader's language, or as the organization
// wrote it.
func questionText(v part.View, q wire.Question) string {
	if key := "question." + q.ID; text.Has(v.Page.Lang, key) {
		return v.T(key)
	}
	return q.Text
}
