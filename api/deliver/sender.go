package deliver

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
)

// Sender hands one message over. A nil error means that somebody else is
// responsible for it now; after any other error it may be sent again, unless
// Permanent says that this is pointless. Senders are safe for concurrent use.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// Log delivers nothing and says so, with the message's id and nothing of what
// it says or to whom. It is for development.
type Log struct {
	Logger *slog.Logger
}

// Send refuses what a mail server could not be given either.
func (l Log) Send(ctx context.Context, m Message) error {
	if _, err := m.Source(); err != nil {
		return err
	}
	l.Logger.InfoContext(ctx, "message not sent: no mail server is configured", "message", m.ID)
	return nil
}

// Refused is a mail server's no. It names no address and repeats nothing the
// server said in words, so it may be logged.
type Refused struct {
	Step     string // of the dialog: "MAIL FROM", "RCPT TO" or "DATA"
	Code     int    // RFC 5321 4.2
	Enhanced string // RFC 3463, empty when the server gave none
}

func (r *Refused) Error() string {
	if r.Enhanced == "" {
		return fmt.Sprintf("mail server refused at %s: %d", r.Step, r.Code)
	}
	return fmt.Sprintf("mail server refused at %s: %d %s", r.Step, r.Code, r.Enhanced)
}

// Permanent reports whether sending the same message again can't help: it is
// malformed, a server refused the recipient or the content for good (5yz), or
// a number can't be texted. A
// refused sender or sign-in, a broken line and a bad certificate are faults of
// the set-up, which somebody will mend.
func Permanent(err error) bool {
	if errors.Is(err, errUnsendable) || textPermanent(err) {
		return true
	}
	var r *Refused
	return errors.As(err, &r) && r.Code >= 500 && (r.Step == stepRecipient || r.Step == stepData)
}
