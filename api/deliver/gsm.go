package deliver

import (
	"strings"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"
)

// The default alphabet of GSM 03.38, and what takes two septets of it.
const (
	gsmBasic    = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmExtended = "\f^{}\\[~]|€"
)

// Septets and UTF-16 units that one message holds, and that each part of a
// longer one does (3GPP TS 23.040 9.2.3.24.1).
const (
	gsmOne, gsmPart   = 160, 153
	wideOne, widePart = 70, 67
)

// GSM7 reports whether body can be sent in the seven-bit alphabet. One
// character outside of it makes the whole message UCS-2 and more than twice as
// dear.
func GSM7(body string) bool { return !strings.ContainsFunc(body, notGSM) }

func notGSM(r rune) bool { return septets(r) == 0 }

func septets(r rune) int {
	switch {
	case strings.ContainsRune(gsmBasic, r):
		return 1
	case strings.ContainsRune(gsmExtended, r):
		return 2
	}
	return 0
}

// Segments counts the messages that body is billed as. No character is split
// between two of them.
func Segments(body string) int {
	size, one, part := utf16.RuneLen, wideOne, widePart
	if GSM7(body) {
		size, one, part = septets, gsmOne, gsmPart
	}
	total, segments, room := 0, 1, part
	for _, r := range body {
		n := max(1, size(r))
		total += n
		if n > room {
			segments, room = segments+1, part
		}
		room -= n
	}
	if total <= one {
		return 1
	}
	return segments
}

// Characters is how long body is in its alphabet, gsm7 or ucs2, and which that
// is.
func Characters(body string) (n int, alphabet string) {
	size, alphabet := utf16.RuneLen, "ucs2"
	if GSM7(body) {
		size, alphabet = septets, "gsm7"
	}
	for _, r := range body {
		n += max(1, size(r))
	}
	return n, alphabet
}

// toGSM writes s in the seven-bit alphabet where letters without their marks
// do, and reports whether that was possible.
func toGSM(s string) (string, bool) {
	var b strings.Builder
	for _, r := range typographic.Replace(s) {
		if !notGSM(r) {
			b.WriteRune(r)
			continue
		}
		base := []rune(norm.NFKD.String(string(r)))
		if len(base) == 0 || notGSM(base[0]) {
			return "", false
		}
		b.WriteRune(base[0])
	}
	return b.String(), true
}

var typographic = strings.NewReplacer("’", "'", "‘", "'", "“", "\"", "”", "\"", "–", "-", "—", "-", "…", "...", "\u00a0", " ", "ł", "l", "Ł", "L", "đ", "d", "Đ", "D", "ı", "i")
