package rest

import (
	"encoding/json"
	"testing"
)

// What is let through has one meaning: every parser that keeps the first or
// the last of two names reads the same from it.
func FuzzPlainJSON(f *testing.F) {
	for _, s := range []string{`{"a":1}`, `{"a":1,"a":2}`, `{"a":{"b":[1,{"c":"d"}]}}`, `{"\u0061":1,"a":2}`, `[null]`, `{"a":"\u0000"}`, `{"a"`, `"x" "y"`, `{"":{"":{}}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if !json.Valid(text) || plainJSON(text) != nil {
			return
		}
		var value any
		if err := json.Unmarshal(text, &value); err != nil {
			t.Fatalf("let through what can't be read: %v", err)
		}
		if names(value) != countNames(text) {
			t.Errorf("%s: names were lost", text)
		}
	})
}

func names(v any) (n int) {
	switch x := v.(type) {
	case map[string]any:
		n = len(x)
		for _, one := range x {
			n += names(one)
		}
	case []any:
		for _, one := range x {
			n += names(one)
		}
	}
	return n
}

// countNames counts the colons outside of strings.
func countNames(text []byte) (n int) {
	quoted, escaped := false, false
	for _, b := range text {
		switch {
		case escaped:
			escaped = false
		case quoted && b == '\\':
			escaped = true
		case b == '"':
			quoted = !quoted
		case !quoted && b == ':':
			n++
		}
	}
	return n
}
