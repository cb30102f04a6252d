package messages

import "twofold/frontend/text"

// CodeText is the sentence of a text message that carries a code. The name of
// the organization is left out where it is empty.
func CodeText(lang, org, code string) string {
	key := "sms.code"
	if org == "" {
		key = "sms.code_plain"
	}
	return text.Fill(pattern(lang, key, ""), text.Args{"org": org, "code": code})
}
