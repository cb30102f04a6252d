package messages

import (
	"strings"

	"twofold/frontend/text"
)

// CodeText is the sentence of a text message that carries a code. The name of
// the organization is left out where it is empty.
func CodeText(lang, org, code string) string {
	key := "sms.code"
	if org == "" {
		key = "sms.code_plain"
	}
	return text.Fill(pattern(lang, key, ""), text.Args{"org": org, "code": code})
}

// OldNumber is the kind of the text message to a number that a person's codes
// no longer go to. Its only argument is org.
const OldNumber = "old_number"

// OldNumberText is its sentence. The name of the organization is left out where
// it is empty.
func OldNumberText(lang, org string) string {
	key := "sms.old_number"
	if org == "" {
		key = "sms.old_number_plain"
	}
	return text.Fill(pattern(lang, key, ""), text.Args{"org": org})
}

// OwnCodeText is CodeText in an organization's own words. Without a name the
// variable is left out.
func OwnCodeText(lang, org, code, minutes string, own Wording) string {
	w := writer{lang: Known(lang), args: text.Args{"org": org, "code": code, "minutes": minutes}, own: own.keys(CodeByText)}
	var b strings.Builder
	for _, r := range w.runs("sms.code") {
		b.WriteString(r.Text)
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// ResetText is the sentence of a text message that says when a reset happens.
func ResetText(lang string, args text.Args) string {
	w := writer{lang: Known(lang), args: args}
	return w.line(w.runs("sms.reset_waiting"))
}
