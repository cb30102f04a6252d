package wire

import "twofold/domain"

// ProblemType is the media type of every refusal.
const ProblemType = "application/problem+json"

// Problem is the body of every answer that refuses (RFC 9457). Screens choose
// their words by Code, the text error.<code>, and fill them from Args; a code
// they don't know is shown as "unknown" with RequestID.
type Problem struct {
	Type       string            `json:"type" format:"uri-reference" doc:"Address of the code's description"`
	Title      string            `json:"title" doc:"The kind of problem in words"`
	Status     int               `json:"status" doc:"The HTTP status"`
	Detail     string            `json:"detail,omitempty" doc:"What is wrong this time, in English, for people who write clients"`
	Instance   string            `json:"instance,omitempty" format:"uri-reference" doc:"Path of the request"`
	Code       domain.Code       `json:"code" doc:"What is wrong, for machines"`
	Args       map[string]string `json:"args,omitempty" doc:"Values for the words of the code"`
	Errors     []FieldProblem    `json:"errors,omitempty" doc:"One entry for each wrong field"`
	RequestID  string            `json:"request_id" doc:"The answer's X-Request-Id"`
	RetryAfter int               `json:"retry_after,omitempty" doc:"Seconds to wait, as in Retry-After"`
}

// FieldProblem is one wrong value.
type FieldProblem struct {
	Pointer string            `json:"pointer" doc:"JSON pointer into the body (RFC 6901), or the name of a parameter after ?"`
	Code    domain.Code       `json:"code"`
	Args    map[string]string `json:"args,omitempty"`
	Detail  string            `json:"detail,omitempty"`
}

// List is one page of a list. NextCursor is empty on the last page; it goes
// back as the parameter cursor, with the same filters. The answer's Link
// header holds the next page's address too (RFC 8288).
type List[T any] struct {
	Data       []T    `json:"data" nullable:"false"`
	NextCursor string `json:"next_cursor,omitempty" doc:"Opaque; absent on the last page"`
}
