package deliver

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"twofold/frontend/text"
	"twofold/frontend/text/messages"
)

// ours names the placeholders whose values the service makes; all others are
// taken for words that somebody chose.
var ours = []string{"link", "email", "old", "new", "when", "place", "date", "time", "at", "zone"}

const longestValue = 200 // runes; a name has at most 100

// plain makes every value one line of visible text: what could break a header
// or turn the reading direction of the words around it is dropped. Joiners
// stay, they belong to letters and emoji.
func plain(args text.Args) text.Args {
	out := make(text.Args, len(args))
	for name, value := range args {
		if name != "link" {
			value = visible(value)
		}
		out[name] = value
	}
	return out
}

func visible(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		case unicode.Is(unicode.Bidi_Control, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	runes := []rune(strings.Join(strings.Fields(s), " "))
	if len(runes) > longestValue {
		return string(runes[:longestValue-1]) + "…"
	}
	return string(runes)
}

// unlinked keeps a mail program from making a link of what somebody typed as a
// name: an organization called "Prize at evil.example" must not borrow our
// sender for its address. A zero-width space after each inner dot is enough.
func unlinked(args text.Args) text.Args {
	out := make(text.Args, len(args))
	for name, value := range args {
		if !slices.Contains(ours, name) {
			value = breakLinks(value)
		}
		out[name] = value
	}
	return out
}

const zeroWidthSpace = '\u200b'

func breakLinks(s string) string {
	runes := []rune(s)
	var out []rune
	for i, r := range runes {
		out = append(out, r)
		inner := i+1 < len(runes) && runes[i+1] != ' '
		if inner && strings.ContainsRune(".。．｡:@", r) {
			out = append(out, zeroWidthSpace)
		}
	}
	return string(out)
}

// linksFine asks for one address, or one a line in the list of organizations,
// and for none beside a code.
func linksFine(kind, links string) bool {
	if kind == messages.Code {
		return links == ""
	}
	lines := strings.Fields(links)
	if strings.Join(lines, "\n") != links || len(lines) > 1 && kind != messages.Organizations {
		return false
	}
	return !slices.ContainsFunc(lines, func(l string) bool { return !linkFine(l) })
}

// linkFine accepts addresses of our own making only: https, or http on the
// machine itself, without a user name and without anything that needs escaping.
func linkFine(link string) bool {
	u, err := url.Parse(link)
	if err != nil || u.Host == "" || u.User != nil || strings.ContainsFunc(link, notInLink) {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && local(u.Hostname())
}

func local(host string) bool {
	return slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, host) || strings.HasSuffix(host, ".localhost")
}

func notInLink(r rune) bool {
	return r <= ' ' || r > '~' || strings.ContainsRune("\"'<>\\^`{|}", r)
}
