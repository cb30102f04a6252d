package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	"twofold/api/wire"
)

// Request is one call, ready to be sent.
type Request struct {
	Method string
	Path   string // absolute, with its query
	Header map[string]string
	Body   []byte
}

// Response is the answer to a call. Header names are in lower case.
type Response struct {
	Status int
	Header map[string]string
	Body   []byte
}

// BuildHeader names the build of the service that answered.
const BuildHeader = "x-build"

// Transport sends a request. It fails only where no answer came.
type Transport func(context.Context, Request) (Response, error)

// Client calls the API of one organization.
type Client struct {
	Base string // "/t/northwind"
	CSRF string
	Send Transport
}

// Statuses that screens tell apart (RFC 9110). The names of net/http would bring
// it, and TLS with it, to every visitor.
const (
	Unauthorized       = 401
	PreconditionFailed = 412
	ServerError        = 500
)

// Problem is an answer that refuses (RFC 9457).
type Problem struct {
	Status     int               `json:"status"`
	Code       string            `json:"code"`
	Args       map[string]string `json:"args"`
	Title      string            `json:"title"`
	Detail     string            `json:"detail"`
	RequestID  string            `json:"request_id"`
	RetryAfter int               `json:"retry_after"`
	Errors     []FieldFailed     `json:"errors"`
	// Current is the ETag of the version the server has, on 412.
	Current string `json:"-"`
}

// FieldFailed is one wrong value, by JSON pointer.
type FieldFailed struct {
	Pointer string            `json:"pointer"`
	Code    string            `json:"code"`
	Args    map[string]string `json:"args"`
	Detail  string            `json:"detail"`
}

// Error is the code and the status, for logs.
func (p *Problem) Error() string { return fmt.Sprintf("%s (%d)", p.Code, p.Status) }

// Message is the problem as a text by code, with its values filled.
func (p *Problem) Message() wire.Message {
	args := map[string]string{"s": strconv.Itoa(p.RetryAfter), "id": p.RequestID}
	maps.Copy(args, p.Args)
	return wire.Message{Code: p.Code, Args: args}
}

// Fields are the errors by the name of their field: the last part of the
// pointer.
func (p *Problem) Fields() wire.FieldError {
	out := wire.FieldError{}
	for _, e := range p.Errors {
		name := e.Pointer[strings.LastIndexAny(e.Pointer, "/?")+1:]
		if _, told := out[name]; !told {
			out[name] = wire.Message{Code: e.Code, Args: e.Args}
		}
	}
	return out
}

// ErrNetwork says that no answer came.
var ErrNetwork = errors.New("no answer from the server")

// Option changes a request before it is sent.
type Option func(*Request)

// IfMatch asks for the change only if the server still has version etag.
func IfMatch(etag string) Option {
	return func(r *Request) { r.Header["If-Match"] = etag }
}

// Do calls path under /api/v1 with in as JSON (nil for no body) and decodes
// the answer into out (nil to drop it). It gives *Problem where the server
// refuses and ErrNetwork where it doesn't answer.
func (c Client) Do(ctx context.Context, method, path string, in, out any, options ...Option) error {
	_, err := c.Tagged(ctx, method, path, in, out, options...)
	return err
}

// Tagged is Do that also gives the answer's ETag.
func (c Client) Tagged(ctx context.Context, method, path string, in, out any, options ...Option) (etag string, err error) {
	r := Request{Method: method, Path: c.Base + "/api/v1" + path, Header: map[string]string{"Accept": "application/json", "X-Csrf-Token": c.CSRF}}
	if in != nil {
		if r.Body, err = json.Marshal(in); err != nil {
			return "", fmt.Errorf("encode %s %s: %w", method, path, err)
		}
		r.Header["Content-Type"] = "application/json"
	}
	for _, o := range options {
		o(&r)
	}
	answer, err := c.Send(ctx, r)
	if err != nil {
		return "", fmt.Errorf("%s %s: %w: %w", method, path, ErrNetwork, err)
	}
	return answer.Header["etag"], decode(answer, out)
}

func decode(answer Response, out any) error {
	if answer.Status >= 200 && answer.Status < 300 {
		if out == nil || len(answer.Body) == 0 {
			return nil
		}
		if err := json.Unmarshal(answer.Body, out); err != nil {
			return fmt.Errorf("decode answer: %w", err)
		}
		return nil
	}
	p := &Problem{}
	if json.Unmarshal(answer.Body, p) != nil || p.Code == "" {
		p.Code = "unknown"
	}
	p.Status, p.Current = answer.Status, answer.Header["etag"]
	if s, err := strconv.Atoi(answer.Header["retry-after"]); err == nil && p.RetryAfter == 0 {
		p.RetryAfter = s
	}
	return p
}

// Timeout is how long a call may take before the screen says so and stops.
const Timeout = 30 * time.Second
