package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

func door(v part.View, d wire.Door) (app.UI, string) {
	body := []app.UI{
		v.Form("/",
			v.Field(part.Field{Name: "org", Label: v.T("door.short"), Hint: v.T("door.short.hint"), Value: d.Short,
				Autocomplete: "organization", Ltr: true, Focus: true}),
			part.Actions(v.Submit(part.Primary, v.T("door.continue")))),
	}
	if len(d.Sessions) > 0 {
		body = append(body, part.Section(v.T("door.sessions"), sessions(v, d.Sessions)))
	}
	if d.Find {
		body = append(body, part.Section(v.T("door.find"), v.Form("/find",
			v.Field(part.Field{Name: "email", Label: v.T("door.find.email"), Hint: v.T("door.find.hint"), Value: d.Email,
				Type: "email", Autocomplete: "email", Ltr: true}),
			part.Actions(v.Submit(part.Secondary, v.T("door.find.send"))))))
	}
	if d.Start {
		body = append(body, part.Links(v.Link(v.T("door.start"), "/start")))
	}
	return v.Card(part.Card{Title: "door.title", Lean: true, Fields: []string{"org", "email"}, Body: body})
}

func sessions(v part.View, list []wire.OrgSession) app.UI {
	var choices []part.Choice
	for _, s := range list {
		note := ""
		if s.Role != "" {
			note = v.T("role." + s.Role)
		}
		if !s.LastUsed.IsZero() {
			note = join(note, v.T("organizations.used", "when", v.Ago(s.LastUsed)))
		}
		choices = append(choices, part.Choice{Icon: "building", Label: s.Name, Note: note, Href: s.Href})
	}
	return v.Choices(choices...)
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " · " + b
}

func findSent(v part.View, d wire.FindSent) (app.UI, string) {
	return v.Card(part.Card{Title: "find.sent.title", Body: []app.UI{
		v.Sentence("find.sent.text", part.Ltr("email", d.Email)),
		part.Links(v.Link(v.T("find.sent.back"), "/")),
	}})
}
