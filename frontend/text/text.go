package text

import (
	"strconv"
	"strings"
)

// Args fills the placeholders of a text, by name.
type Args map[string]string

// Piece is a run of a text: literal words, or the value of the placeholder
// named Arg.
type Piece struct {
	Text string
	Arg  string
}

// Has reports whether T has a text of key.
func Has(lang, key string) bool {
	_, ok := find(lang, key)
	return ok
}

// T is the text of key in lang, else in the language of last resort, with its placeholders filled.
// An unknown key is returned as it is, a placeholder without a value stays.
func T(lang, key string, args Args) string {
	var b strings.Builder
	for _, p := range Pieces(lang, key, args) {
		b.WriteString(p.Text)
	}
	return b.String()
}

// N is T for a text that counts, in the form that fits n, with {n} filled.
func N(lang, key string, n int, args Args) string {
	return T(lang, Plural(lang, key, n), args.With("n", strconv.Itoa(n)))
}

// With returns a copy of the arguments with name set to value.
func (a Args) With(name, value string) Args {
	out := make(Args, len(a)+1)
	for k, v := range a {
		out[k] = v
	}
	out[name] = value
	return out
}

// Pieces is T cut at the placeholders, for texts whose values carry markup.
func Pieces(lang, key string, args Args) []Piece {
	s, ok := find(lang, key)
	if !ok {
		return []Piece{{Text: key}}
	}
	return filled(Cut(s), args)
}

// Fill is a text with its placeholders filled. A placeholder without a value
// stays.
func Fill(s string, args Args) string {
	var b strings.Builder
	for _, p := range filled(Cut(s), args) {
		b.WriteString(p.Text)
	}
	return b.String()
}

func filled(pieces []Piece, args Args) []Piece {
	for i, p := range pieces {
		if value, ok := args[p.Arg]; ok && p.Arg != "" {
			pieces[i].Text = value
		}
	}
	return pieces
}

// Cut cuts a text at its placeholders. The text of a placeholder's piece is
// the placeholder itself.
func Cut(s string) []Piece {
	var out []Piece
	for s != "" {
		name, before, after, found := cutPlaceholder(s)
		if !found {
			return append(out, Piece{Text: s})
		}
		if before != "" {
			out = append(out, Piece{Text: before})
		}
		out = append(out, Piece{Text: "{" + name + "}", Arg: name})
		s = after
	}
	return out
}

func cutPlaceholder(s string) (name, before, after string, found bool) {
	before, rest, found := strings.Cut(s, "{")
	if !found {
		return "", "", "", false
	}
	name, after, found = strings.Cut(rest, "}")
	return name, before, after, found
}
