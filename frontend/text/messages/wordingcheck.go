package messages

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"twofold/domain"
)

// What a mail program or a phone makes a link of, or takes for a code. Both
// are looked for in the compatible form (NFKC), in which wide and round
// letters are plain ones, and with a letter in the place of each variable.
var (
	linkForm = regexp.MustCompile(`(?i)//|@|www\.|[a-z][a-z0-9+.-]+:[^\s]|[\pL\pN_-][.。]\pL{2,}|[0-9]{1,3}(\.[0-9]{1,3}){3}`)
	codeForm = regexp.MustCompile(`\p{Nd}([ -]?\p{Nd}){5}`)
)

// Check refuses words that can't be sent: unknown variables, a missing one
// that the message needs, characters that break a line or turn it, links and
// codes. Every error names its field.
func (w Wording) Check(kind string) error {
	var errs []*domain.Error
	fields := Fields(kind)
	for name := range w {
		if !slices.ContainsFunc(fields, func(f Field) bool { return f.Name == name }) {
			errs = append(errs, domain.RefuseField(domain.Unreadable, domain.CodeUnknownField, "fields").With("name", clip(name)))
		}
	}
	variables := Variables(kind)
	for _, f := range fields {
		if s, own := w[f.Name]; own {
			if e := f.check(s, variables); e != nil {
				errs = append(errs, e)
			}
		}
	}
	return domain.Collect(errs...)
}

func (f Field) check(s string, variables []string) *domain.Error {
	bad := func(c domain.Code) *domain.Error { return domain.RefuseField(domain.Invalid, c, f.Name) }
	switch {
	case !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return !f.fits(r) }):
		return bad(domain.CodeWordsCharacter)
	case strings.TrimSpace(s) == "":
		return bad(domain.CodeWordsEmpty)
	case utf8.RuneCountInString(s) > f.Most:
		return bad(domain.CodeNameLong).With("n", f.Most)
	}
	plain, found, stray := f.cut(s, variables)
	if stray != "" {
		return bad(domain.CodeWordsVariable).With("name", clip(stray))
	}
	for _, name := range f.Required {
		if !slices.Contains(found, name) {
			return bad(domain.CodeWordsMissing).With("name", "{"+name+"}")
		}
	}
	switch plain = norm.NFKC.String(plain); {
	case linkForm.MatchString(plain):
		return bad(domain.CodeWordsLink)
	case codeForm.MatchString(plain):
		return bad(domain.CodeWordsDigits)
	}
	return nil
}

// fits tells whether a character may stand in the field: none that breaks a
// header, is not seen or turns the direction of what follows. Joiners belong to
// letters and emoji.
func (f Field) fits(r rune) bool {
	switch r {
	case '\n':
		return !f.Line
	case '\u200c', '\u200d':
		return true
	case unicode.ReplacementChar:
		return false
	}
	return unicode.IsGraphic(r)
}

// cut finds the variables of s. plain has a letter in the place of each; stray
// is the first thing in braces that is no variable, or a brace alone.
func (f Field) cut(s string, variables []string) (plain string, found []string, stray string) {
	var b strings.Builder
	for s != "" {
		at := strings.IndexAny(s, "{}")
		if at < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:at])
		name, rest, closed := strings.Cut(s[at+1:], "}")
		if s[at] != '{' || !closed || !slices.Contains(variables, name) || f.Line && slices.Contains(found, name) {
			return "", found, s[at:]
		}
		b.WriteByte('x')
		found, s = append(found, name), rest
	}
	return b.String(), found, ""
}

// clip keeps what was typed short enough to be shown in a sentence.
func clip(s string) string {
	if word := strings.Fields(s); len(word) > 0 {
		s = word[0]
	}
	if end := strings.LastIndexByte(s, '}'); end >= 0 {
		s = s[:end+1]
	}
	if r := []rune(s); len(r) > 24 {
		return string(r[:24]) + "…"
	}
	return s
}
