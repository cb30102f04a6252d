package wire

import "time"

// The words of messages.
var (
	ListTemplates       = tenant("GET", "/messages/templates", "messages.read", "list-templates", "List the kinds of message in every language, and which have words of the organization's own")
	ReadTemplate        = tenant("GET", "/messages/templates/{kind}/{language}", "messages.read", "read-template", "Read the words of a kind of message in a language; its ETag names the version")
	SaveTemplate        = tenant("PUT", "/messages/templates/{kind}/{language}", "messages.write", "save-template", "Save the organization's own words over the version that If-Match names")
	ResetTemplate       = tenant("DELETE", "/messages/templates/{kind}/{language}", "messages.write", "reset-template", "Go back to the default words from the version that If-Match names")
	ReadTemplateHistory = tenant("GET", "/messages/templates/{kind}/{language}/history", "messages.read", "read-template-history", "List the saved versions of the words, newest first")
	PreviewTemplate     = tenant("POST", "/messages/templates/{kind}/{language}/preview", "messages.write", "preview-template", "Write a message in words that aren't saved, with made-up values")
	TestTemplate        = tenant("POST", "/messages/templates/{kind}/{language}/test", "messages.write", "test-template", "Send the reader a message in words that aren't saved, with made-up values")
)

// TemplateRow is one kind of message in one language.
type TemplateRow struct {
	Kind      string    `json:"kind" doc:"What the message is about; code_text is the text message that carries a code"`
	Language  string    `json:"language" enum:"en,de,ar"`
	Channel   string    `json:"channel" enum:"mail,text"`
	Changed   bool      `json:"changed" doc:"The organization has words of its own"`
	Version   int64     `json:"version" doc:"1 while nobody changed it"`
	ChangedAt time.Time `json:"changed_at,omitzero"`
	ChangedBy string    `json:"changed_by,omitempty"`
}

// Template is the words of one kind of message in one language. The answer's
// ETag goes into If-Match of the next save or reset.
type Template struct {
	TemplateRow
	Fields    []TemplateField    `json:"fields" nullable:"false"`
	Variables []TemplateVariable `json:"variables" nullable:"false" doc:"What may stand in braces in the fields"`
}

// TemplateField is a part of a message whose words may be chosen. All else,
// the code, the link, when and where, and the sentences that protect people,
// is added to it.
type TemplateField struct {
	Name     string   `json:"name" doc:"subject, text, or of a mailed code what it is for: signin, confirm, verification"`
	Words    string   `json:"words" doc:"In force"`
	Default  string   `json:"default" doc:"What a reset brings back"`
	Line     bool     `json:"line" doc:"One line, with each variable once at most"`
	Most     int      `json:"most" doc:"Characters"`
	Required []string `json:"required" nullable:"false" doc:"Variables it must have"`
}

// TemplateVariable is the name of a value with an example of it.
type TemplateVariable struct {
	Name   string `json:"name"`
	Sample string `json:"sample"`
}

// TemplateWords is the body of SaveTemplate and TestTemplate: words by the name
// of the field. A field that isn't named has the default.
type TemplateWords struct {
	Fields map[string]string `json:"fields" doc:"Plain text with variables in braces, such as {org}; neither links nor codes"`
}

// PreviewTemplateRequest is the body of PreviewTemplate.
type PreviewTemplateRequest struct {
	Fields  map[string]string `json:"fields"`
	Purpose string            `json:"purpose,omitempty" enum:"signin,confirm,verification" doc:"Of a mailed code; signin when absent"`
}

// TemplatePreview is a message with made-up values, written as it would be
// sent.
type TemplatePreview struct {
	Language   string             `json:"language"`
	Subject    string             `json:"subject,omitempty" doc:"Of an e-mail"`
	Text       string             `json:"text" doc:"The e-mail as plain text, or the text message"`
	HTML       string             `json:"html,omitempty" doc:"The e-mail as HTML; everything typed is escaped in it"`
	Paragraphs []PreviewParagraph `json:"paragraphs" nullable:"false" doc:"What the HTML shows"`
	Segments   int                `json:"segments,omitempty" doc:"How many text messages it is billed as"`
	Characters int                `json:"characters,omitempty" doc:"Of the text message, counted in its alphabet: one may be two"`
	Alphabet   string             `json:"alphabet,omitempty" enum:"gsm7,ucs2" doc:"One character outside GSM 7-bit makes all of them take twice the room"`
	Unused     bool               `json:"unused,omitempty" doc:"These words are too long for a text message: the default is sent"`
}

// PreviewParagraph is lines of words, a code, or links.
type PreviewParagraph struct {
	Kind  string   `json:"kind" enum:"words,code,links"`
	Lines []string `json:"lines" nullable:"false"`
}

// TemplateVersion is one saved version.
type TemplateVersion struct {
	Version int64             `json:"version"`
	At      time.Time         `json:"at"`
	By      string            `json:"by,omitempty"`
	Changed bool              `json:"changed" doc:"False for a reset"`
	Words   map[string]string `json:"words" doc:"Of every field"`
}

// TestSent says where a test went.
type TestSent struct {
	To string `json:"to" doc:"The reader's own address, or the last digits of their number"`
}
