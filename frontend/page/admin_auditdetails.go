package page

import (
	"slices"
	"strings"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
	"twofold/frontend/text"
)

// detailFacts are the details of an event with their names in words, by name.
func detailFacts(v part.View, e wire.Event) []part.Fact {
	names := make([]string, 0, len(e.Detail))
	for name := range e.Detail {
		names = append(names, name)
	}
	slices.Sort(names)
	var facts []part.Fact
	for _, name := range names {
		facts = append(facts, part.Fact{Name: firstText(v, name, "audit.detail."+name, "policy."+name), Value: detailValue(v, name, e.Detail[name])})
	}
	return facts
}

// detailValue is a detail's value, in words where it is one of ours and not
// somebody's, or a code that the API has too.
func detailValue(v part.View, name, value string) string {
	switch name {
	case "method":
		return methodWord(v, value)
	case "how", "proved":
		return eachOf(value, ", ", func(one string) string {
			key := strings.ReplaceAll(one, " ", "_")
			return firstText(v, one, "audit.how."+key, "methods."+key)
		})
	case "role":
		return eachOf(value, " → ", func(one string) string { return firstText(v, one, "role."+one) })
	case "language":
		return firstText(v, value, "language."+value)
	case "contact", "known_browser", "staff", "undone", "was_locked":
		return yesNo(v, value == "yes")
	}
	return value
}

func eachOf(list, between string, words func(string) string) string {
	all := strings.Split(list, between)
	for i, one := range all {
		all[i] = words(one)
	}
	return strings.Join(all, between)
}

// methodWord is a way to verify in words, or the name that somebody gave one.
func methodWord(v part.View, method string) string {
	if slices.Contains(domain.Methods, domain.Method(method)) {
		return v.T("methods." + method)
	}
	return method
}

// firstText is the text of the first key that has one, else word.
func firstText(v part.View, word string, keys ...string) string {
	for _, key := range keys {
		if text.Has(v.Page.Lang, key) {
			return v.T(key)
		}
	}
	return word
}
