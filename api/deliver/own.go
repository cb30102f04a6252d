package deliver

import (
	"fmt"
	"maps"
	"strings"

	"twofold/frontend/text"
	"twofold/frontend/text/messages"
)

// TextSegments is how many messages a code may be billed as in an
// organization's own words. Ours is always one.
const TextSegments = 3

// RenderOwn is Render in an organization's own words, and reports whether they
// were used: words that can't be sent give way to the catalog's, because no
// message may be lost for them.
func RenderOwn(kind, lang string, args text.Args, own messages.Wording) (m Message, used bool, err error) {
	if len(own) > 0 && own.Check(kind) == nil {
		if m, err := render(kind, lang, args, own); err == nil && oneLine(m.Subject) && m.Subject != "" {
			return m, true, nil
		}
	}
	m, err = Render(kind, lang, args)
	return m, false, err
}

// WriteText writes the text message of a kind: a code, in an organization's own
// words where they can be sent, or the notice to an old number, whose words are
// always ours.
func WriteText(kind, lang string, args text.Args, publicURL string, own messages.Wording) (body string, used bool, err error) {
	if kind == messages.OldNumber {
		return OldNumberText(lang, args["org"]), false, nil
	}
	return OwnCodeText(lang, args, publicURL, own)
}

// OwnCodeText is CodeText in an organization's own words, and reports whether
// they were used. The last line is always ours. Values are no code and no
// link, and the organization's name is cut to where the message needs fewest
// segments.
func OwnCodeText(lang string, args text.Args, publicURL string, own messages.Wording) (body string, used bool, err error) {
	ours, err := CodeText(lang, args["org"], args["code"], publicURL)
	if err != nil || len(own) == 0 || own.Check(messages.CodeByText) != nil {
		return ours, false, err
	}
	last := ours[strings.LastIndexByte(ours, '\n'):]
	write := func(org string) string {
		return messages.OwnCodeText(lang, org, args["code"], args["minutes"], own) + last
	}
	least := write("")
	most := Segments(least)
	switch named := strings.Contains(own["text"], "{org}"); {
	case most > TextSegments:
		return ours, false, nil
	case !named:
		return least, true, nil
	}
	name := textName(args["org"])
	if GSM7(least) {
		name, _ = toGSM(name)
	}
	for runes := []rune(name); len(runes) > 2 || len(runes) > 0 && len(runes) == len([]rune(name)); runes = runes[:len(runes)-1] {
		if body = write(strings.TrimSpace(string(runes))); Segments(body) <= most {
			return body, true, nil
		}
	}
	return ours, false, nil
}

// Marked is a message that says in its subject that it is only a test.
func (m Message) Marked(words string) Message {
	m.Subject = words + " " + m.Subject
	return m
}

// Preview is a letter with made-up values, in an organization's words where it
// has some, with its paragraphs beside it.
func Preview(kind, lang string, args text.Args, own messages.Wording) (m Message, letter messages.Letter, err error) {
	m, _, err = RenderOwn(kind, lang, args, own)
	if err != nil {
		return m, letter, fmt.Errorf("preview: %w", err)
	}
	if own.Check(kind) != nil {
		own = nil
	}
	letter = messages.WriteOwn(lang, kind, unlinked(plain(maps.Clone(args))), own)
	return m, letter, nil
}
