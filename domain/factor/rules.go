package factor

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"twofold/domain"
)

const (
	// MinPassword is the least length in code points beside a second step.
	MinPassword = 12
	// MinPasswordAlone is the least length while the password is the only
	// factor (NIST SP 800-63B-4 3.1.1.2).
	MinPasswordAlone = 15
	// MaxPasswordBytes is the most a password may take, in UTF-8 as sent.
	MaxPasswordBytes = 1000
)

// weakBits is the least guessing work for a password, as a power of two. What
// is listed, or put together from listed words, patterns and the usual
// decoration, lies below; four random words or twelve random digits above.
const weakBits = 30

// CheckPassword says why a new password is refused, or "": password_short (min
// is the least length in code points), password_long, password_leaked for one
// that is on the list of common passwords or close to one, password_context
// for one built on context. There are no composition rules (ASVS V6.2.5).
func CheckPassword(password string, min int, context []string) domain.Code {
	if len(password) > MaxPasswordBytes {
		return domain.CodePasswordLong
	}
	password = norm.NFC.String(password)
	if utf8.RuneCountInString(password) < min {
		return domain.CodePasswordShort
	}
	if guessBits(password, nil) < weakBits {
		return domain.CodePasswordLeaked
	}
	if len(context) > 0 && guessBits(password, context) < weakBits {
		return domain.CodePasswordContext
	}
	return ""
}

// ContextWords returns the words a password must not be built on (ASVS V6.1.2,
// V6.2.11) from names and addresses such as the product, the tenant, the
// person's name and e-mail: each whole, each part, and the parts joined.
// Parts under three characters are left out.
func ContextWords(names ...string) []string {
	var words []string
	seen := map[string]bool{}
	add := func(w string) {
		if utf8.RuneCountInString(w) >= 3 && !seen[w] {
			seen[w] = true
			words = append(words, w)
		}
	}
	for _, name := range names {
		name = strings.ToLower(norm.NFC.String(strings.TrimSpace(name)))
		parts := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		add(name)
		add(strings.Join(parts, ""))
		for _, p := range parts {
			add(p)
		}
	}
	return words
}
