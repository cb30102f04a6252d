package wire

import (
	"net/url"
	"time"
)

// Numbers is whether everybody's phone number is ready for text messages.
type Numbers struct {
	People     int64       `json:"people" doc:"Active people"`
	Ready      int64       `json:"ready" doc:"Those with a verified number"`
	Missing    int64       `json:"missing"`
	Unreadable int64       `json:"unreadable"`
	Landline   int64       `json:"landline"`
	Other      int64       `json:"other" doc:"VoIP, premium and others that must not be texted"`
	Unverified int64       `json:"unverified" doc:"Can get texts, and nobody proved it yet"`
	Data       []NumberRow `json:"data" nullable:"false" doc:"Those who aren't ready"`
	NextCursor string      `json:"next_cursor,omitempty" doc:"Opaque; absent on the last page"`
}

// NumberRow is a person whose number isn't ready.
type NumberRow struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
	Hint  string `json:"hint,omitempty" doc:"The number's last digits"`
	State string `json:"state" enum:"missing,unreadable,landline,other,unverified"`
}

// NumbersAsked says how many people are mailed.
type NumbersAsked struct {
	People int64 `json:"people"`
}

// NumbersQuery is the filters of ReadNumbers. Empty fields don't narrow.
type NumbersQuery struct {
	State  string
	Limit  int // 1 to 200, 50 when zero
	Cursor string
}

// Values is the query as ReadNumbers reads it.
func (q NumbersQuery) Values() url.Values {
	v := url.Values{}
	put(v, "state", q.State)
	return page(v, q.Limit, q.Cursor)
}

// NumberRequest is the body of SaveOwnNumber and SavePersonNumber.
type NumberRequest struct {
	Phone   string `json:"phone" maxLength:"60" doc:"As people write it, with its country: +44 7700 900123"`
	Country string `json:"country,omitempty" maxLength:"2" doc:"Of a number without its own, ISO 3166-1"`
}

// ProfileNumber is the phone number on a profile, as far as it may be shown.
type ProfileNumber struct {
	Hint  string `json:"hint,omitempty" doc:"Its last two digits"`
	State string `json:"state" enum:"unreadable,landline,other,unverified,verified" doc:"unverified: texts reach it, and its first right code proves it"`
}

// OwnNumberSaved is the answer of SaveOwnNumber. Where the number waits for
// its code nothing is changed yet, and the session goes on as it was.
type OwnNumberSaved struct {
	Waits bool `json:"waits" doc:"A code went to the number: confirm-number-change takes it"`
	Renewal
}

// NumberChange is a change of the profile's number that waits for its code.
type NumberChange struct {
	Hint      string    `json:"hint" doc:"The new number's last two digits"`
	SentAt    time.Time `json:"sent_at"`
	ResendAt  time.Time `json:"resend_at" doc:"When another code can be asked for"`
	ExpiresAt time.Time `json:"expires_at"`
}
