//go:build !wasm

package client

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
)

// Handler is a Transport straight into a router, without a network. prepare
// may add what a browser would, such as cookies.
func Handler(h http.Handler, prepare func(*http.Request)) Transport {
	return func(ctx context.Context, r Request) (Response, error) {
		req := httptest.NewRequestWithContext(ctx, r.Method, r.Path, bytes.NewReader(r.Body))
		for name, value := range r.Header {
			req.Header.Set(name, value)
		}
		if prepare != nil {
			prepare(req)
		}
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, req)
		out := Response{Status: rec.Code, Header: map[string]string{}, Body: rec.Body.Bytes()}
		for name := range rec.Header() {
			out.Header[strings.ToLower(name)] = rec.Header().Get(name)
		}
		return out, nil
	}
}
