package text

import (
	"strconv"
	"strings"
)

// plurals are the rules by which languages count (CLDR), of whole numbers: a
// category and the numbers it is of, as they are or the rest that dividing by
// what stands after a slash leaves. The first that fits holds, and "other" is
// what none fits. Languages that aren't here count as English does.
var plurals = map[string]string{
	"ar": "zero=0 one=1 two=2 few=3-10/100 many=11-99/100",
	"":   "one=1",
}

// Category is the plural category of n in lang: zero, one, two, few, many or
// other.
func Category(lang string, n int) string {
	rules, ok := plurals[base(lang)]
	if !ok {
		rules = plurals[""]
	}
	for _, rule := range strings.Fields(rules) {
		if category, numbers, _ := strings.Cut(rule, "="); within(max(n, -n), numbers) {
			return category
		}
	}
	return "other"
}

// within reports whether n is one of numbers: "3", "3-10" or "3-10/100".
func within(n int, numbers string) bool {
	span, divisor, divided := strings.Cut(numbers, "/")
	if d, err := strconv.Atoi(divisor); divided && err == nil {
		n %= d
	}
	from, to, ranged := strings.Cut(span, "-")
	if !ranged {
		to = from
	}
	least, _ := strconv.Atoi(from)
	most, _ := strconv.Atoi(to)
	return least <= n && n <= most
}

// Plural is the key of the form of a counting text that fits n: key and the
// category, or key.other where the language has no such form.
func Plural(lang, key string, n int) string {
	for _, l := range sources(lang) {
		for _, form := range []string{key + "." + Category(l, n), key + ".other"} {
			if _, ok := findIn(l, form); ok {
				return form
			}
		}
	}
	return key + ".other"
}
