package deliver

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// Text is one text message to one number. Sent again, it keeps its ID.
type Text struct {
	Tenant  string // whose it is
	ID      string
	To      string // E.164
	Country string // of To, ISO 3166-1 alpha-2
	Body    string
	Try     int           // 1 for the first time that somebody tries to send it
	Life    time.Duration // worth delivering for so long, 0 for ever
}

// TextState is how far a text message got. States only go forward.
type TextState string

const (
	TextQueued    TextState = "queued"    // in our outbox, or waiting at the provider
	TextSent      TextState = "sent"      // handed to a carrier
	TextDelivered TextState = "delivered" // the carrier says the phone has it
	TextFailed    TextState = "failed"    // it will never arrive
)

// After reports whether a message in state s may go on to next. Reports come
// late, twice and out of order; an end is an end.
func (s TextState) After(next TextState) bool { return next.rank() > s.rank() }

// Before lists the states that s may follow, "" for none yet.
func (s TextState) Before() []string {
	var out []string
	for _, one := range []TextState{"", TextQueued, TextSent} {
		if one.After(s) {
			out = append(out, string(one))
		}
	}
	return out
}

func (s TextState) rank() int {
	switch s {
	case TextQueued:
		return 1
	case TextSent:
		return 2
	case TextDelivered, TextFailed:
		return 3
	}
	return 0
}

// Receipt is what a provider said when it took a message.
type Receipt struct {
	Provider string
	Ref      string // the provider's id of it
	State    TextState
	Segments int
	Cost     int64 // in millionths of the price's unit, 0 when the provider doesn't say yet
}

// TextSender hands one text message to a provider, or reports why not: a
// *TextRefused, whose Outcome tells what may be done next. Senders are safe
// for concurrent use and never send a message twice by themselves.
type TextSender interface {
	SendText(ctx context.Context, m Text) (Receipt, error)
}

// Outcome says what is known after a text message couldn't be handed over.
type Outcome int

const (
	NotTaken Outcome = iota // the provider doesn't have it: another may be asked at once
	Unsure                  // it may have it: asking another now could send it twice
	ForGood                 // the number can't or mustn't be texted, whoever is asked
)

// TextRefused is a provider's no, or its silence. It holds neither number nor
// words of the message, so it may be logged and shown.
type TextRefused struct {
	Provider string
	Outcome  Outcome
	Status   int           // of HTTP, 0 when no answer came
	Code     int           // the provider's own, 0 when it gave none
	Wait     time.Duration // the provider asks for it before the next try
	Cause    error         // of a broken line; nil after an answer
}

func (r *TextRefused) Error() string {
	switch {
	case r.Code != 0:
		return fmt.Sprintf("%s refused the text message: %d", r.Provider, r.Code)
	case r.Status != 0:
		return fmt.Sprintf("%s answered the text message with status %d", r.Provider, r.Status)
	}
	return fmt.Sprintf("%s can't be reached: %v", r.Provider, r.Cause)
}

func (r *TextRefused) Unwrap() error { return r.Cause }

// Reason is the provider's code as a word, to keep beside the message: "21610",
// or "silent", "busy" or "unreachable" without one.
func (r *TextRefused) Reason() string {
	switch {
	case r.Code != 0:
		return fmt.Sprint(r.Code)
	case r.Status == 429 || r.Status == 503:
		return "busy"
	case r.Outcome == Unsure:
		return "silent"
	}
	return "unreachable"
}

// TextLog delivers nothing and says so, with the message's id and nothing of
// what it says or to whom. It is for development.
type TextLog struct {
	Logger *slog.Logger
}

// SendText takes every message.
func (l TextLog) SendText(ctx context.Context, m Text) (Receipt, error) {
	l.Logger.InfoContext(ctx, "text message not sent: no provider is configured", "message", m.ID)
	return Receipt{Provider: "log", Ref: m.ID, State: TextDelivered, Segments: Segments(m.Body)}, nil
}

// textPermanent is the part of Permanent about text messages.
func textPermanent(err error) bool {
	var r *TextRefused
	return errors.As(err, &r) && r.Outcome == ForGood
}
