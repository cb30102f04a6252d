package flow

import "context"

// ctxt joins a request with its context, so that the small steps of a job
// take one argument for both.
type ctxt struct {
	context.Context
	Request
}
