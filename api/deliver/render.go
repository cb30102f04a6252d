package deliver

import (
	"fmt"
	"slices"
	"strings"

	"twofold/frontend/text"
)

// Render writes a message of a kind (text.Mails) in lang, or in English where
// lang has no catalog. It fails rather than send a message with a gap: every
// placeholder of the words must be in args, and the link must be one of ours.
// ID, At, From and To are the caller's to set.
func Render(kind, lang string, args text.Args) (Message, error) {
	if !slices.Contains(text.Mails, kind) {
		return Message{}, fmt.Errorf("render message: no kind %q: %w", kind, errUnsendable)
	}
	lang = languageOf(lang)
	for _, name := range Needs(kind) {
		if strings.TrimSpace(args[name]) == "" {
			return Message{}, fmt.Errorf("render %s message: no %s: %w", kind, name, errUnsendable)
		}
	}
	if !linksFine(kind, args["link"]) {
		return Message{}, fmt.Errorf("render %s message: link is not ours: %w", kind, errUnsendable)
	}
	clean := plain(args)
	letter := text.Mail(lang, kind, unlinked(clean))
	letter.Subject = text.Mail(lang, kind, clean).Subject
	html, err := page(lang, letter, clean["link"], preheader(letter, clean))
	if err != nil {
		return Message{}, fmt.Errorf("render %s message: %w", kind, err)
	}
	return Message{Lang: lang, Subject: letter.Subject, Text: letter.Text(), HTML: html}, nil
}

// Needs lists the arguments a kind of message can't be written without. The
// others, when, device, place and id, leave their line out.
func Needs(kind string) []string {
	var out []string
	for _, part := range []string{"subject", "text", "ignore"} {
		key := "mail." + kind + "." + part
		if !text.Has("en", key) {
			continue
		}
		for _, p := range text.Pieces("en", key, nil) {
			if p.Arg != "" && !slices.Contains(out, p.Arg) {
				out = append(out, p.Arg)
			}
		}
	}
	if kind != text.MailReset && kind != text.MailOrganizations {
		out = append(out, "link")
	}
	return out
}

func languageOf(lang string) string {
	if slices.Contains(text.Languages(), lang) {
		return lang
	}
	return "en"
}

// preheader is what a list of mails shows beside the subject: when and where,
// if the message says so, else what happened.
func preheader(letter text.Letter, args text.Args) string {
	at := 0
	if args["when"]+args["device"]+args["place"] != "" && len(letter.Paragraphs) > 1 && letter.Paragraphs[1] != args["link"] {
		at = 1
	}
	return strings.ReplaceAll(letter.Paragraphs[at], "\n", " · ")
}
