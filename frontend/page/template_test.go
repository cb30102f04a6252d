//go:build !wasm

package page

import (
	"net/http"
	"strings"
	"testing"

	"twofold/api/wire"
	"twofold/frontend/client"
)

func cannedTemplates(s string) map[string]answer {
	api := canned(s)
	session := cannedSession()
	session.May = append(session.May, "messages.read", "messages.write")
	rows := []wire.TemplateRow{{Kind: "code_text", Language: "en", Channel: "text", Version: 1}, {Kind: "code_text", Language: "de", Channel: "text", Version: 2, Changed: true},
		{Kind: "code_text", Language: "ar", Channel: "text", Version: 1}, {Kind: "invite", Language: "en", Channel: "mail", Version: 1}}
	invite := wire.Template{TemplateRow: wire.TemplateRow{Kind: "invite", Language: "de", Channel: "mail", Version: 3, Changed: true, ChangedAt: noon, ChangedBy: s},
		Fields:    []wire.TemplateField{{Name: "subject", Words: s + " {by}", Default: "d", Line: true, Most: 120}, {Name: "text", Words: s, Default: "d", Most: 1000, Required: []string{"by", "days"}}},
		Variables: []wire.TemplateVariable{{Name: "org", Sample: s}, {Name: "by", Sample: s}}}
	code := wire.Template{TemplateRow: wire.TemplateRow{Kind: "code_text", Language: "ar", Channel: "text", Version: 1},
		Fields: []wire.TemplateField{{Name: "text", Words: s, Default: s, Line: true, Most: 120, Required: []string{"code"}}}, Variables: []wire.TemplateVariable{{Name: "code", Sample: "123456"}}}
	api["GET /session"] = ok(session)
	api["GET /messages/templates"] = ok(wire.List[wire.TemplateRow]{Data: rows})
	api["GET /messages/templates/invite/de"], api["GET /messages/templates/code_text/ar"] = answer{200, invite, `"3"`}, ok(code)
	api["GET /messages/templates/invite/de/history"] = ok(wire.List[wire.TemplateVersion]{Data: []wire.TemplateVersion{
		{Version: 3, At: noon, By: s, Changed: true, Words: map[string]string{"subject": s, "text": s}}, {Version: 2, At: noon, By: s, Words: map[string]string{"subject": "old", "text": "older"}}}})
	api["GET /messages/templates/code_text/ar/history"] = ok(wire.List[wire.TemplateVersion]{Data: []wire.TemplateVersion{}})
	api["POST /messages/templates/invite/de/preview"] = ok(wire.TemplatePreview{Language: "de", Subject: s, Text: "as plain " + s,
		Paragraphs: []wire.PreviewParagraph{{Kind: "words", Lines: []string{s, s}}, {Kind: "links", Lines: []string{"https://id.example"}}, {Kind: "code", Lines: []string{"123456"}}}})
	api["POST /messages/templates/code_text/ar/preview"] = ok(wire.TemplatePreview{Language: "ar", Text: s, Paragraphs: []wire.PreviewParagraph{}, Segments: 2, Characters: 90, Alphabet: "ucs2"})
	api["PUT /messages/templates/invite/de"] = answer{200, invite, `"4"`}
	api["DELETE /messages/templates/invite/de"] = answer{200, invite, `"5"`}
	api["POST /messages/templates/invite/de/test"] = ok(wire.TestSent{To: "sam@northwind.example"})
	return api
}

func TestTemplatesAreListed(t *testing.T) {
	s := newStage(t, cannedTemplates("Maria"), "/admin/messages/templates")
	for _, want := range []string{"Code by text message", "Invitation", "Own words", "Changed", "Default", "Deutsch", "Delivery"} {
		s.says(want)
	}
}

func TestTemplateIsEdited(t *testing.T) {
	s := newStage(t, cannedTemplates(`"><h2>`), "/admin/messages/templates/invite.de")
	for _, want := range []string{"Wording: Invitation", `"><h2>`, "Needs {by}, {days}.", "chose these words", "https://id.example", "Go back to this"} {
		s.says(want)
	}
	s.press("look-plain")
	s.says("as plain")
	s.fill("template-form", "subject", "Hallo {by}")
	s.says("These words are not saved.")
	s.press("template-save")
	last := s.last("PUT")
	if last.Header["If-Match"] != `"3"` || !strings.Contains(string(last.Body), `"subject":"Hallo {by}"`) {
		t.Errorf("saved %s with %v", last.Body, last.Header)
	}
	s.press("test")
	s.says("on its way to sam@northwind.example")
	s.press("back-2")
	s.says("These words are not saved.")
	s.press("discard")
	s.press("reset-open")
	s.press("reset-go")
	if last := s.last("DELETE"); last.Header["If-Match"] != `"4"` {
		t.Errorf("reset with %v", last.Header)
	}
}

// TestTemplateKeepsTheDraft: over what somebody else saved, and beside errors.
func TestTemplateKeepsTheDraft(t *testing.T) {
	s := newStage(t, cannedTemplates("Maria"), "/admin/messages/templates/invite.de")
	s.fill("template-form", "subject", "Hallo {by}")
	s.once["PUT /messages/templates/invite/de"] = problem(http.StatusPreconditionFailed, "conflict")
	s.press("template-save")
	s.says("Maria changed this")
	s.says("These words are not saved.")
	s.answers["POST /messages/templates/invite/de/preview"] = answer{status: 422, body: map[string]any{"status": 422, "code": "words_link",
		"errors": []map[string]any{{"pointer": "/fields/text", "code": "words_link"}}}}
	s.fill("template-form", "text", "www.evil.example")
	s.says("Leave out links")
	s.says("Mend the words")
}

func TestTextTemplateCountsSegments(t *testing.T) {
	s := newStage(t, cannedTemplates("Maria"), "/admin/messages/templates/code_text.ar")
	for _, want := range []string{"2 text messages: 90 characters.", "more than one text message", "twice the room", "Nothing was saved yet.", "The default words are in force"} {
		s.says(want)
	}
}

// last is the newest call of a method.
func (s *stage) last(method string) (r client.Request) {
	for _, c := range s.calls {
		if c.Method == method {
			r = c
		}
	}
	return r
}
