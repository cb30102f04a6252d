package messages

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"

	"twofold/frontend/text"
)

// Isolates of Unicode (UAX 9): what stands between one of the first two and
// the third doesn't turn the words around it.
const (
	leftIsolate  = "\u2066"
	firstIsolate = "\u2068"
	endIsolate   = "\u2069"
)

// Line is runs as one line of plain text. A value that is written in the other
// direction is isolated; the others carry no invisible marks, so that they can
// be copied.
func Line(lang string, runs []Run) string {
	var b strings.Builder
	rtl := text.Dir(lang) == "rtl"
	for _, r := range runs {
		switch {
		case !r.Value || plainNumber(r.Text):
			b.WriteString(r.Text)
		case r.LTR && rtl:
			b.WriteString(leftIsolate + r.Text + endIsolate)
		case turns(r.Text, rtl):
			b.WriteString(firstIsolate + r.Text + endIsolate)
		default:
			b.WriteString(r.Text)
		}
	}
	return b.String()
}

func plainNumber(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// turns reports whether s holds a letter of the direction that the line
// doesn't have.
func turns(s string, rtl bool) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		p, _ := bidi.LookupRune(r)
		switch p.Class() {
		case bidi.L:
			return rtl && !unicode.IsMark(r)
		case bidi.R, bidi.AL:
			return !rtl
		}
		return false
	})
}
