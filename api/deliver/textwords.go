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
	name := textName(org)
	plainWords := messages.CodeText(lang, "", code) + last
	if GSM7(plainWords) {
		folded, ok := toGSM(name)
		if !ok {
			return plainWords, nil
		}
		name = folded
	}
	for runes := []rune(name); len(runes) > 2; runes = runes[:len(runes)-1] {
		body := messages.CodeText(lang, strings.TrimSpace(string(runes)), code) + last
		if Segments(body) == 1 {
			return body, nil
		}
	}
	return plainWords, nil
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
