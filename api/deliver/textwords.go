package deliver

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"

	"twofold/frontend/text/messages"
)

// CodeText writes the text message that carries a code: whose it is, not to
// share it, and as its last line the host it is for, by which phones fill the
// code in on that page and no other (origin-bound one-time codes, W3C CG). It
// holds no link. Where the language's own words are in the seven-bit alphabet,
// the whole is, and the organization's name is cut so that it stays one
// message.
func CodeText(lang, org, code, publicURL string) (string, error) {
	u, err := url.Parse(publicURL)
	if err != nil || u.Hostname() == "" {
		return "", fmt.Errorf("write text message: no host to bind the code to: %w", errUnsendable)
	}
	if code == "" || strings.Trim(code, "0123456789") != "" {
		return "", fmt.Errorf("write text message: no code: %w", errUnsendable)
	}
	last := "\n@" + u.Hostname() + " #" + code
	return named(org, func(name string) string { return messages.CodeText(lang, name, code) + last }), nil
}

// OldNumberText writes the text message to a number that a person's codes no
// longer go to. It holds neither a code nor a link, and is one message as
// CodeText is.
func OldNumberText(lang, org string) string {
	return named(org, func(name string) string { return messages.OldNumberText(lang, name) })
}

// named writes a message with as much of the organization's name as leaves it
// one message, and without where there is no room or the name would make it a
// dearer one.
func named(org string, write func(name string) string) string {
	name, plainWords := textName(org), write("")
	if GSM7(plainWords) {
		folded, ok := toGSM(name)
		if !ok {
			return plainWords
		}
		name = folded
	}
	for runes := []rune(name); len(runes) > 2; runes = runes[:len(runes)-1] {
		if body := write(strings.TrimSpace(string(runes))); Segments(body) == 1 {
			return body
		}
	}
	return plainWords
}

// textName is a name that no phone makes a link or a second code of: words of
// letters and digits. Dots go, and so do the digits of a name that has many.
func textName(org string) string {
	digits := 0
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsDigit(r):
			if digits++; digits > 3 {
				return ' '
			}
			return r
		case unicode.IsLetter(r), unicode.IsMark(r), strings.ContainsRune("&'+-’", r):
			return r
		}
		return ' '
	}, visible(org))), " ")
}
