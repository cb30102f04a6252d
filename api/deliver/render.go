package deliver

import (
	"fmt"
	"slices"
	"strings"

	"twofold/frontend/text"
	"twofold/frontend/text/messages"
)

// Render writes a message of a kind (messages.Kinds) in lang, or in English
// where lang has no catalog. It fails rather than send a message with a gap:
// every placeholder of the words must be in args, the link must be one of
// ours, and a message with a code has no link. ID, At, From and To are the
// caller's to set.
func Render(kind, lang string, args text.Args) (Message, error) {
	return render(kind, lang, args, nil)
}

func render(kind, lang string, args text.Args, own messages.Wording) (Message, error) {
	if !slices.Contains(messages.Kinds, kind) {
		return Message{}, fmt.Errorf("render message: no kind %q: %w", kind, errUnsendable)
	}
	for _, name := range messages.Needs(kind) {
		if strings.TrimSpace(args[name]) == "" {
			return Message{}, fmt.Errorf("render %s message: no %s: %w", kind, name, errUnsendable)
		}
	}
	if kind == messages.Code && !slices.Contains(messages.Purposes, args["purpose"]) {
		return Message{}, fmt.Errorf("render %s message: no purpose %q: %w", kind, args["purpose"], errUnsendable)
	}
	if !linksFine(kind, args["link"]) {
		return Message{}, fmt.Errorf("render %s message: link is not ours: %w", kind, errUnsendable)
	}
	clean := plain(args)
	letter := messages.WriteOwn(lang, kind, unlinked(clean), own)
	letter.Subject = messages.WriteOwn(lang, kind, clean, own).Subject
	html, err := page(letter, preheader(letter, clean))
	if err != nil {
		return Message{}, fmt.Errorf("render %s message: %w", kind, err)
	}
	return Message{Lang: letter.Lang, Subject: letter.Subject, Text: letter.Text(), HTML: html}, nil
}

// preheader is what a list of mails shows beside the subject: when and where,
// if the message says so, else what happened.
func preheader(letter messages.Letter, args text.Args) string {
	first := letter.Paragraphs[0]
	if args["when"]+args["device"]+args["place"] != "" {
		for _, p := range letter.Paragraphs {
			if len(p.Lines) > 1 {
				first = p
				break
			}
		}
	}
	return strings.ReplaceAll(first.Text(letter.Lang), "\n", " · ")
}
