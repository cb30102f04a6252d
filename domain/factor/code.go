package factor

import (
	"strings"
	"unicode"

	"twofold/domain"
)

// NormalizeCode reads an app or sent code as people paste it: spaces, hyphens
// and invisible marks are dropped, and full-width, Arabic-Indic, Persian,
// Devanagari, Bengali and Thai digits become ASCII. The code is "" when digits are exactly
// six; else it is required_code, looks_like_recovery, code_not_digits,
// code_short or code_long, and n is how many digits were entered.
func NormalizeCode(input string) (digits string, n int, problem domain.Code) {
	var b strings.Builder
	strange := false
	for _, r := range input {
		switch d, ok := decimal(r); {
		case ok:
			b.WriteByte(d)
		case !filler(r):
			strange = true
		}
	}
	digits = b.String()
	switch {
	case strange && looksLikeRecovery(input):
		return "", 0, domain.CodeLooksLikeRecovery
	case strange:
		return "", len(digits), domain.CodeCodeNotDigits
	case digits == "":
		return "", 0, domain.CodeRequiredCode
	case len(digits) < Digits:
		return "", len(digits), domain.CodeCodeShort
	case len(digits) > Digits:
		return "", len(digits), domain.CodeCodeLong
	}
	return digits, len(digits), ""
}

// decimal turns a digit of a known script into ASCII. Decimal digits stand in
// runs of ten in order (Unicode 4.6), so the value is the distance from zero.
func decimal(r rune) (byte, bool) {
	if r >= '0' && r <= '9' {
		return byte(r), true
	}
	for _, zero := range digitZeros {
		if r >= zero && r < zero+10 {
			return byte('0' + r - zero), true
		}
	}
	return 0, false
}

// digitZeros are the zeros of the digits a phone or keyboard may give.
var digitZeros = [...]rune{
	'\u0660', // Arabic-Indic
	'\u06f0', // Persian and Urdu
	'\uff10', // full-width
	'\u0966', // Devanagari
	'\u09e6', // Bengali
	'\u0e50', // Thai
}

// filler reports what may stand between the characters of a code: spaces,
// hyphens and dashes of all kinds, and marks that have no width.
func filler(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || unicode.Is(unicode.Cf, r) ||
		r == '\u2212' // minus sign
}

// looksLikeRecovery reports a code of the recovery form in an app code field.
func looksLikeRecovery(input string) bool {
	_, problem := NormalizeRecovery(input)
	return problem == ""
}
