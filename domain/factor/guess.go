package factor

import (
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/trustelem/zxcvbn/frequency"
)

// ranks maps every listed password, name and common word to its place in the
// list where it stands highest. Built at first use: most runs never ask.
var ranks = sync.OnceValue(func() map[string]uint16 {
	out := make(map[string]uint16, 80_000)
	for _, list := range frequency.FrequencyLists {
		for i, word := range list {
			if old, ok := out[word]; !ok || i < int(old) {
				out[word] = uint16(min(i, math.MaxUint16))
			}
		}
	}
	return out
})

// longestWord bounds the look-ups at one place of a password, in code points.
const longestWord = 40

// longestPattern is the length of the longest of patterns, in code points.
const longestPattern = 28

// patterns are walks over keyboards and alphabets that people take for random.
var patterns = func() []string {
	rows := []string{
		"1234567890-=", "01234567890", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "qwertzuiop", "azertyuiop",
		"abcdefghijklmnopqrstuvwxyz", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "q1w2e3r4t5y6u7i8o9p0", "1q2w3e4r5t6y7u8i9o0p",
		"qazwsxedcrfvtgbyhnujm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю",
	}
	for _, row := range slices.Clone(rows) {
		rows = append(rows, reversed(row))
	}
	return rows
}()

// guessBits estimates how many guesses find a password, as a power of two, by
// its cheapest division into listed words, patterns, runs and single
// characters (after Wheeler, "zxcvbn", USENIX Security 2016). Extra words count
// as the most common of all. Past weakBits it stops counting: the result is then
// only a number above it. The work is linear in the length.
func guessBits(password string, extra []string) float64 {
	words := make(map[string]bool, len(extra))
	for _, w := range extra {
		words[w] = true
	}
	once, times := period([]rune(password))
	bits := min(divide(once, words), divide([]rune(reversed(string(once))), words)+1)
	return bits + math.Log2(float64(times))
}

// divide returns the cost of the cheapest division, or, once no later piece can
// bring that under weakBits, the cost so far.
func divide(runes []rune, extra map[string]bool) float64 {
	forms := readings(runes)
	best := make([]float64, len(runes)+1)
	settled := 0 // places in a row that cost weakBits or more
	for end := 1; end <= len(runes) && settled < longestWord; end++ {
		best[end] = best[end-1] + single(runes[end-1])
		for start := max(0, end-longestWord); start <= end-2; start++ {
			if cost, ok := token(runes, forms, start, end, extra); ok {
				best[end] = min(best[end], best[start]+cost)
			}
		}
		settled++
		if best[end] < weakBits {
			settled = 0
		}
	}
	if settled >= longestWord {
		return weakBits
	}
	return best[len(runes)]
}

// token prices runes[start:end] as one piece, if it is one.
func token(runes []rune, forms [][]rune, start, end int, extra map[string]bool) (float64, bool) {
	const joint = 1.5 // where one piece ends and the next starts is a guess too
	for i, form := range forms {
		word := string(form[start:end])
		disguise := joint + float64(min(i, 1))
		if hasUpper(runes[start:end]) {
			disguise++
		}
		if extra[word] {
			return disguise, true
		}
		if rank, ok := ranks()[word]; ok {
			return math.Log2(float64(rank)+1) + disguise, true
		}
	}
	length := math.Log2(float64(end - start))
	switch piece := forms[0][start:end]; {
	case repeats(piece, 1):
		return single(piece[0]) + length, true
	case year(piece):
		return 7, true
	case walk(piece):
		return 6 + length, true
	}
	return 0, false
}

// year reports a year that people have lived in.
func year(runes []rune) bool {
	century := string(runes[:2])
	return len(runes) == 4 && (century == "19" || century == "20") && isDigit(runes[2]) && isDigit(runes[3])
}

// walk reports a piece of a pattern.
func walk(runes []rune) bool {
	if len(runes) < 3 || len(runes) > longestPattern {
		return false
	}
	piece := string(runes)
	return slices.ContainsFunc(patterns, func(p string) bool { return strings.Contains(p, piece) })
}

// single is the cost of a character that belongs to nothing.
func single(r rune) float64 {
	switch {
	case isDigit(r), strings.ContainsRune("!.?-_*@#$ ", r):
		return 3.3
	case r >= 'a' && r <= 'z':
		return 4.7
	case r < 0x80:
		return 5.5
	}
	return 6
}

// readings are the ways to read a password: in lower case, and with the usual
// digits and signs taken for letters.
func readings(runes []rune) [][]rune {
	lower := make([]rune, len(runes))
	withI := make([]rune, len(runes))
	withL := make([]rune, len(runes))
	for i, r := range runes {
		lower[i] = unicode.ToLower(r)
		withI[i], withL[i] = lower[i], lower[i]
		if letter, ok := disguises[r]; ok {
			withI[i], withL[i] = letter, letter
		}
		if r == '1' || r == '|' {
			withL[i] = 'l'
		}
	}
	return [][]rune{lower, withI, withL}
}

var disguises = map[rune]rune{
	'@': 'a', '4': 'a', '8': 'b', '(': 'c', '3': 'e', '6': 'g', '9': 'g', '1': 'i', '!': 'i', '|': 'i',
	'0': 'o', '$': 's', '5': 's', '7': 't', '+': 't', '2': 'z',
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func hasUpper(runes []rune) bool { return slices.ContainsFunc(runes, unicode.IsUpper) }

// period returns the shortest piece that runes is a repetition of, and how
// often it stands there, a cut-off last one included.
func period(runes []rune) ([]rune, int) {
	for n := 1; n <= len(runes)/2; n++ {
		if repeats(runes, n) {
			return runes[:n], (len(runes) + n - 1) / n
		}
	}
	return runes, 1
}

func repeats(runes []rune, n int) bool {
	for i := n; i < len(runes); i++ {
		if runes[i] != runes[i-n] {
			return false
		}
	}
	return true
}

func reversed(s string) string {
	runes := []rune(s)
	slices.Reverse(runes)
	return string(runes)
}
