package page

import (
	"testing"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
	"twofold/frontend/text"
)

// TestOurNotesOnAppsAreInTheReadersWords draws the notes that a policy begins
// with in another language, and an organization's own as they are.
func TestOurNotesOnAppsAreInTheReadersWords(t *testing.T) {
	words := map[string]string{}
	for _, key := range []string{"authy", "google_authenticator", "duo_mobile", "1password"} {
		words["app.note."+key] = "une note"
	}
	text.Add("fr", words)
	v := part.Of(wire.Page{Lang: "fr"})
	for _, a := range domain.DefaultPolicy().Apps {
		if got := appNote(v, wire.AppChoice{ID: a.Name, Note: a.Note}); got != "une note" {
			t.Errorf("the note on %s is %q", a.Name, got)
		}
		for _, own := range []string{"", "Ask Maria for it."} {
			if got := appNote(v, wire.AppChoice{ID: a.Name, Note: own}); got != own {
				t.Errorf("the note %q on %s became %q", own, a.Name, got)
			}
		}
	}
}
