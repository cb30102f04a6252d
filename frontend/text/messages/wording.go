package messages

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"twofold/frontend/text"
)

// CodeByText is the kind of the text message that carries a code. Its
// arguments are code, org and minutes.
const CodeByText = "code_text"

// Templates are the kinds whose words an organization may choose: all but
// those that go out before it is one, or that speak for several.
var Templates = append([]string{CodeByText}, slices.DeleteFunc(slices.Clone(Kinds), func(k string) bool { return k == Confirm || k == Organizations })...)

// Wording is an organization's own words for one kind in one language, by the
// name of the field. What it doesn't name has the catalog's words.
type Wording map[string]string

// Field is a part of a message whose words may be chosen. All else, the code,
// the link, when and where, and the sentences that protect people, is ours.
type Field struct {
	Name     string
	Line     bool     // one line, each variable once
	Most     int      // characters
	Required []string // variables the message would say too little without
	key      string
}

const (
	subjectMost = 120
	bodyMost    = 1000
	textMost    = 120 // a code by text stays within TextSegments, whatever its alphabet
)

// Fields are the fields of a kind, none for a kind without a template.
func Fields(kind string) []Field {
	if !slices.Contains(Templates, kind) {
		return nil
	}
	if kind == CodeByText {
		return []Field{{Name: "text", Line: true, Most: textMost, Required: []string{"code"}, key: "sms.code"}}
	}
	subject := Field{Name: "subject", Line: true, Most: subjectMost, key: kind + ".subject"}
	if kind != Code {
		key := kind + ".text"
		return []Field{subject, {Name: "text", Most: bodyMost, Required: telling(key), key: key}}
	}
	subject.Required = []string{"code"}
	out := []Field{subject}
	for _, purpose := range Purposes {
		key := "code.text." + purpose
		out = append(out, Field{Name: purpose, Most: bodyMost, Required: telling(key), key: key})
	}
	return out
}

// telling are the variables of a text of ours without which it would not say
// what happened.
func telling(key string) (out []string) {
	for _, name := range argsOf(pattern(Default, key, "")) {
		if name != "org" && name != "feature" {
			out = append(out, name)
		}
	}
	return out
}

// Variables are the names that may stand in braces in the fields of a kind:
// those that every message of the kind has a value for.
func Variables(kind string) []string {
	if kind == CodeByText {
		return []string{"code", "org", "minutes"}
	}
	out := []string{"org", "feature"}
	for _, f := range Fields(kind) {
		for _, name := range argsOf(pattern(Default, f.key, "")) {
			if !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

func argsOf(s string) (out []string) {
	for _, p := range text.Cut(s) {
		if p.Arg != "" && !slices.Contains(out, p.Arg) {
			out = append(out, p.Arg)
		}
	}
	return out
}

// Catalog is the words of ours for the fields of a kind. Of a text that counts
// it is the form for most numbers.
func Catalog(kind, lang string) Wording {
	out := Wording{}
	for _, f := range Fields(kind) {
		out[f.Name] = pattern(lang, f.key, "")
	}
	return out
}

// Clean is the words as they are kept: composed characters (NFC), plain line
// ends, no space at the ends of lines, one empty line between paragraphs.
func (w Wording) Clean() Wording {
	out := make(Wording, len(w))
	for name, s := range w {
		s = norm.NFC.String(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s))
		lines := strings.Split(s, "\n")
		for i := range lines {
			lines[i] = strings.TrimSpace(lines[i])
		}
		s = strings.TrimSpace(strings.Join(lines, "\n"))
		for strings.Contains(s, "\n\n\n") {
			s = strings.ReplaceAll(s, "\n\n\n", "\n\n")
		}
		out[name] = s
	}
	return out
}

// Changed is the fields that differ from the catalog's words, which go on
// changing with it where they don't.
func (w Wording) Changed(kind, lang string) Wording {
	out, ours := Wording{}, Catalog(kind, lang)
	for name, s := range w {
		if s != ours[name] {
			out[name] = s
		}
	}
	return out
}

// In is the words of every field: the wording's, else the catalog's.
func (w Wording) In(kind, lang string) Wording {
	out := Catalog(kind, lang)
	for name := range out {
		if s, own := w[name]; own {
			out[name] = s
		}
	}
	return out
}

// keys are the wording by the keys of the catalog.
func (w Wording) keys(kind string) map[string]string {
	out := map[string]string{}
	for _, f := range Fields(kind) {
		if s, own := w[f.Name]; own {
			out[f.key] = s
		}
	}
	return out
}
