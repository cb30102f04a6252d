package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"twofold/api/door"
	"twofold/api/wire"
	"twofold/policies"
)

// body is an input or an answer that is a JSON document and nothing else.
type body[T any] struct{ Body T }

// tagged is an answer with a strong ETag (RFC 9110 8.8.3).
type tagged[T any] struct {
	ETag string `header:"ETag" doc:"Strong; goes into If-Match"`
	Body T
}

// listed is an answer that is one page of a list.
type listed[T any] struct {
	Link string `header:"Link" doc:"rel=next: the next page's address; absent on the last page (RFC 8288)"`
	Body T
}

// none is an input or an answer without anything.
type none struct{}

func ok[T any](v T) *body[T] { return &body[T]{v} }

// done is the answer 204 of an operation that has nothing to tell, or its
// refusal.
func done(err error) (*none, error) { return nil, err }

const permissionKey = "permission"

// mount registers one operation under the permission its endpoint names.
func mount[I, O any](s *Server, e wire.Endpoint, handle func(*door.Call, *I) (*O, error)) {
	op := huma.Operation{OperationID: e.ID, Method: e.Method, Path: e.Root + e.Path, Summary: e.Summary,
		Metadata: map[string]any{permissionKey: policies.Permission(e.Permission)}}
	s.describe(&op, e)
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*O, error) {
		return handle(door.CallFrom(ctx), in)
	})
}

// Handle registers what huma made of an operation with the door, which is the
// only way to a route.
func (s *Server) Handle(op *huma.Operation, run func(huma.Context)) {
	permission, _ := op.Metadata[permissionKey].(policies.Permission)
	s.door.Mount(permission, op.Method, routerPath(op.Path), func(c *door.Call) error {
		x := &exchange{inner: humagin.NewContext(op, c.Gin), call: c}
		if c.Bearer {
			c.BrowserHash = nil
		}
		if err := x.read(); err != nil {
			return err
		}
		run(x)
		return x.refusal
	})
}

// ServeHTTP makes Server an adapter of huma.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.door.ServeHTTP(w, r) }

// routerPath writes {name} the way the router wants it.
func routerPath(path string) string {
	out := make([]byte, 0, len(path))
	for i := range len(path) {
		switch path[i] {
		case '{':
			out = append(out, ':')
		case '}':
		default:
			out = append(out, path[i])
		}
	}
	return string(out)
}
