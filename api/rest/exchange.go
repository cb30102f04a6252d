package rest

import (
	"bytes"
	"io"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"twofold/api/door"
)

// inner is huma's context under a name that leaves room for its method of the
// same name.
type inner = interface{ huma.Context }

// exchange is one request as huma sees it. Its body is read before, and a
// refusal is kept for the door, which answers all of them alike: what huma
// would write in that case goes nowhere.
type exchange struct {
	inner
	call    *door.Call
	content []byte
	refusal error
}

func (x *exchange) BodyReader() io.Reader { return bytes.NewReader(x.content) }

// Header answers what the request said, but for Accept: there is one way to
// write an answer.
func (x *exchange) Header(name string) string {
	if name == "Accept" {
		return "application/json"
	}
	return x.inner.Header(name)
}

// SetReadDeadline does nothing: nothing is left to be read.
func (x *exchange) SetReadDeadline(time.Time) error { return nil }

func (x *exchange) SetStatus(status int) {
	if x.refusal == nil {
		x.inner.SetStatus(status)
	}
}

func (x *exchange) SetHeader(name, value string) {
	if x.refusal == nil {
		x.inner.SetHeader(name, value)
	}
}

func (x *exchange) AppendHeader(name, value string) {
	if x.refusal == nil {
		x.inner.AppendHeader(name, value)
	}
}

func (x *exchange) BodyWriter() io.Writer {
	if x.refusal != nil {
		return io.Discard
	}
	return x.inner.BodyWriter()
}

// huma keeps these two for the whole process: how strict names are, and what
// becomes of an error. It offers no other place.
func init() {
	huma.ValidateStrictCasing = true
	builtIn := huma.NewErrorWithContext
	huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
		if x, ours := ctx.(*exchange); ours {
			x.refusal = refusalOf(x.call, status, errs)
		}
		return builtIn(ctx, status, msg)
	}
}
