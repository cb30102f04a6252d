package messages

import (
	"time"

	"twofold/frontend/text"
)

// SampleCode stands for a code in previews and tests. No code of the service
// is ever made of it.
const SampleCode = "123456"

// Sample is made-up values for every variable of every kind, to show what a
// message will look like.
func Sample(org, link string, now time.Time) text.Args {
	at := now.UTC().Format(time.RFC3339)
	return text.Args{
		"org": org, "link": link, "when": at, "date": at, "time": at, "at": at, "device": "Chrome on Windows", "place": "192.0.2.1", "id": "sample",
		"code": SampleCode, "minutes": "10", "purpose": "signin", "email": "maria@example.com", "by": "Sam Okafor", "days": "14",
		"method": "passkey", "label": "MacBook", "n": "5", "old": "m•••@example.com", "new": "l•••@example.com", "who": "Maria Lopez", "what": TurnedOff,
		"percent": "80", "country": "DE", "next": "set_up",
		"number": "R-1042", "reason": "We could not reach you",
	}
}

// SampleOf is Sample for one kind: a code has no link beside it, and numbers
// are told by their last digits.
func SampleOf(kind, org, link string, now time.Time) text.Args {
	args := Sample(org, link, now)
	switch kind {
	case Code, CodeByText:
		delete(args, "link")
		return args
	case RequestMade, RequestTaken, RequestDone, RequestDeclined, RequestExpired, SupportAsked, SupportEnded:
		args["within"] = "7"
	case NumberChanged:
		args["old"], args["new"] = "23", "45"
	}
	delete(args, "code")
	return args
}

// TestMark is the word before the subject of a message that is only a test.
func TestMark(lang string) string { return pattern(lang, "test.mark", "") }
