//go:build sandbox

package sandbox

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"twofold/api/deliver"
	"twofold/api/flow"
	"twofold/frontend/text"
	"twofold/frontend/text/messages"
	"twofold/tenancy/store"
)

// Message is one mail or text message as the outbox shows it. A text message
// has no headers and no HTML, and its state is what its provider said of it.
type Message struct {
	ID           string    `json:"id"`
	Time         time.Time `json:"time"`
	Kind         string    `json:"kind"`
	From         string    `json:"from,omitempty"`
	To           string    `json:"to"`
	Organization string    `json:"organization"`
	Subject      string    `json:"subject"`
	Text         string    `json:"text"`
	HTML         string    `json:"html"`
	Links        []string  `json:"links"`
	Code         string    `json:"code"`
	Sent         bool      `json:"sent"`
	Channel      string    `json:"channel"`
	State        string    `json:"state,omitempty"`

	mail deliver.Message
}

// listed is how many messages the outbox lists at once.
const listed = 200

var (
	linkForm = regexp.MustCompile(`https?://[^\s<>"]+`)
	codeForm = regexp.MustCompile(`(?:^|[^0-9A-Za-z/_-])([0-9]{3} ?[0-9]{3})(?:[^0-9A-Za-z/_-]|$)`)
)

// messages reads the outbox, newest first, of one address when to is given and
// from one message on when from is. next is where the following page begins,
// empty where there is none.
func (s *site) messages(ctx context.Context, to, from string, most int) (all []Message, next string, err error) {
	to = strings.TrimSpace(to)
	mails, err := s.db.OutboxFrom(ctx, inOutbox(to), from, most+1)
	if err != nil {
		return nil, "", err
	}
	if len(mails) > most {
		mails, next = mails[:most], mails[most].ID
	}
	tenants, err := s.db.Tenants(ctx)
	if err != nil {
		return nil, "", err
	}
	names := map[string]string{}
	for _, t := range tenants {
		names[t.ID] = t.ShortName
	}
	out := make([]Message, 0, len(mails))
	for _, m := range mails {
		one, err := s.message(ctx, m, names[m.Tenant])
		if err != nil {
			return nil, "", fmt.Errorf("read message %s: %w", m.ID, err)
		}
		if number(to) && one.To != to {
			continue
		}
		out = append(out, one)
	}
	return out, next, nil
}

// one reads the message of an id, nil where there is none.
func (s *site) one(ctx context.Context, id string) (*Message, error) {
	if id == "" {
		return nil, nil
	}
	found, _, err := s.messages(ctx, "", id, 1)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

func (s *site) message(ctx context.Context, m store.Mail, organization string) (Message, error) {
	letter, err := s.door.Flows().OpenLetter(m)
	if err != nil {
		return Message{}, err
	}
	own, err := s.door.Flows().WordsOf(ctx, m, letter)
	if err != nil {
		return Message{}, err
	}
	if m.Channel == store.ChannelText {
		return s.text(m, letter, own, organization)
	}
	mail, _, err := deliver.RenderOwn(letter.Kind, letter.Lang, text.Args(letter.Args), own)
	if err != nil {
		return Message{}, err
	}
	if letter.Test {
		mail = mail.Marked(messages.TestMark(mail.Lang))
	}
	links := linkForm.FindAllString(mail.Text, -1)
	if links == nil {
		links = []string{}
	}
	mail.ID, mail.At, mail.From, mail.To = m.ID, m.CreatedAt, deliver.FromOrg(letter.Args["org"], From), m.To
	from := mail.From.Name + " <" + mail.From.Email + ">"
	return Message{mail: mail, ID: m.ID, Time: m.CreatedAt, Kind: m.Kind, From: from, To: m.To, Organization: organization, Subject: mail.Subject, Text: mail.Text, HTML: mail.HTML,
		Links: links, Code: codeIn(mail.Text), Sent: !m.SentAt.IsZero(), Channel: string(m.Channel)}, nil
}

func (s *site) text(m store.Mail, letter flow.Letter, own messages.Wording, organization string) (Message, error) {
	body, _, err := deliver.WriteText(letter.Kind, letter.Lang, letter.Args, s.door.Flows().PublicURL(), own)
	if err != nil {
		return Message{}, err
	}
	return Message{ID: m.ID, Time: m.CreatedAt, Kind: m.Kind, To: letter.Args["to"], Organization: organization, Subject: "Text message", Text: body,
		Links: []string{}, Code: letter.Args["code"], Sent: !m.SentAt.IsZero(), Channel: string(m.Channel), State: m.State}, nil
}

func number(to string) bool { return strings.HasPrefix(to, "+") && len(to) > 3 }

// inOutbox is an address as its row has it: numbers are masked there.
func inOutbox(to string) string {
	if number(to) {
		return "•••" + to[len(to)-2:]
	}
	return to
}

// codeIn finds the code a message brings.
func codeIn(text string) string {
	if m := codeForm.FindStringSubmatch(text); m != nil {
		return strings.ReplaceAll(m[1], " ", "")
	}
	return ""
}

// oldestFirst is the order in which clients read a list of messages.
func oldestFirst(list []Message) []Message {
	out := slices.Clone(list)
	slices.Reverse(out)
	return out
}
