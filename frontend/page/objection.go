package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

// objection asks before it acts: programs that read mail open links too.
func objection(v part.View, d wire.Objection) (app.UI, string) {
	then := []string{v.T("objection.out"), v.T("objection.undo"), v.T("objection.tell")}
	if d.Freezes {
		then = []string{v.T("objection.freeze"), v.T("objection.out"), v.T("objection.freeze.shut"), v.T("objection.tell")}
	}
	return v.Card(part.Card{Title: "objection.title", Body: []app.UI{
		v.Sentence("objection.about", part.Plain("what", v.T("objection.about."+d.Kind)), part.Plain("when", v.Day(d.At))),
		v.Text("objection.then"),
		part.Consequences(then...),
		v.Form(v.Path("/objection"), part.Actions(v.Submit(part.Danger, v.T("objection.submit")))),
		v.Muted("objection.was"),
	}})
}

func objectionDone(v part.View, d wire.ObjectionDone) (app.UI, string) {
	if d.Frozen {
		return v.Card(part.Card{Title: "objection.done", Body: []app.UI{v.Text("objection.done.frozen"), v.Sentence("objection.done.told", part.Name("org", v.Site()))}})
	}
	words := "objection.done.text"
	if d.Undone {
		words = "objection.done.undone"
	}
	return v.Card(part.Card{Title: "objection.done", Body: []app.UI{
		v.Text(words), v.Sentence("objection.done.told", part.Name("org", v.Site())), v.Text("objection.done.next"),
		part.Actions(v.LinkButton(part.Primary, v.T("objection.done.signin"), d.SignIn)),
	}})
}
