package wire

import (
	"net/url"
	"time"
)

// Messages is a page of the delivery log.
type Messages struct {
	Data       []MessageRow `json:"data" nullable:"false"`
	NextCursor string       `json:"next_cursor,omitempty" doc:"Opaque; absent on the last page"`
}

// MessageRow is a message of the delivery log.
type MessageRow struct {
	ID       string    `json:"id"`
	At       time.Time `json:"at" doc:"When it was put into the outbox"`
	Kind     string    `json:"kind" doc:"What it is about, such as code, invite or locked"`
	Channel  string    `json:"channel" enum:"mail,text"`
	To       string    `json:"to" doc:"Masked"`
	Provider string    `json:"provider,omitempty" doc:"Who took it, of text messages"`
	Country  string    `json:"country,omitempty" doc:"Of the number, ISO 3166-1"`
	State    string    `json:"state" enum:"queued,sent,delivered,failed"`
	StateAt  time.Time `json:"state_at,omitzero"`
	Reason   string    `json:"reason,omitempty" doc:"Why it failed last: a provider's code or a word"`
	Cost     string    `json:"cost,omitempty" doc:"By the price list, as a decimal number; its currency stands in the health"`
}

// MessageHealth is how text messages fare.
type MessageHealth struct {
	Offered  bool     `json:"offered" doc:"Whether the service sends text messages at all"`
	Currency string   `json:"currency" doc:"Of all amounts, ISO 4217"`
	Day      CountCap `json:"day" doc:"Messages of 24 hours"`
	Month    PriceCap `json:"month" doc:"What those of the calendar month cost"`
	Routes   []Route  `json:"routes" nullable:"false" doc:"Of the last week"`
}

// CountCap is a cap and what is used of it.
type CountCap struct {
	Used int64 `json:"used"`
	Most int64 `json:"most"`
}

// PriceCap is a budget and what is used of it, as decimal numbers.
type PriceCap struct {
	Used    string `json:"used"`
	Most    string `json:"most"`
	Percent int    `json:"percent"`
}

// Route is how messages to a country by a provider fared.
type Route struct {
	Provider  string `json:"provider,omitempty" doc:"Absent while nobody took them"`
	Country   string `json:"country" doc:"ISO 3166-1"`
	Name      string `json:"name" doc:"The country's name"`
	Waiting   int64  `json:"waiting"`
	Sent      int64  `json:"sent" doc:"Handed to a carrier; what became of them isn't known"`
	Delivered int64  `json:"delivered"`
	Failed    int64  `json:"failed"`
	Low       bool   `json:"low" doc:"Under nine in ten of the last hour arrived"`
}

// MessagesQuery is the filters of ListMessages. Empty fields don't narrow.
type MessagesQuery struct {
	Channel string // mail, text
	Limit   int    // 1 to 200, 50 when zero
	Cursor  string
}

// Values is the query as ListMessages reads it.
func (q MessagesQuery) Values() url.Values {
	v := url.Values{}
	put(v, "channel", q.Channel)
	return page(v, q.Limit, q.Cursor)
}
