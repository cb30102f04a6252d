//go:build !wasm

package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
)

type thing struct {
	Name string `json:"name"`
}

func router() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /t/northwind/api/v1/things", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.Header.Get("X-Csrf-Token") != "token" || r.Header.Get("Content-Type") != "application/json" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		w.Header().Set("ETag", `"2"`)
		_, _ = w.Write(body)
	})
	mux.HandleFunc("PUT /t/northwind/api/v1/things", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"3"`)
		w.Header().Set("Retry-After", "8")
		w.WriteHeader(http.StatusPreconditionFailed)
		_, _ = fmt.Fprintf(w, `{"code":"conflict","request_id":"req_1","detail":%q}`, r.Header.Get("If-Match"))
	})
	return mux
}

func TestDo(t *testing.T) {
	c := Client{Base: "/t/northwind", CSRF: "token", Send: Handler(router(), nil)}
	var out thing
	etag, err := c.Tagged(context.Background(), "POST", "/things", thing{Name: `"><h2>`}, &out)
	if err != nil || out.Name != `"><h2>` || etag != `"2"` {
		t.Errorf("got %q, %s, %v", out.Name, etag, err)
	}
}

func TestDoGivesProblems(t *testing.T) {
	c := Client{Base: "/t/northwind", CSRF: "token", Send: Handler(router(), nil)}
	err := c.Do(context.Background(), "PUT", "/things", thing{}, nil, IfMatch(`"2"`))
	var p *Problem
	if !errors.As(err, &p) {
		t.Fatalf("got %v", err)
	}
	if p.Status != 412 || p.Code != "conflict" || p.Current != `"3"` || p.Detail != `"2"` || p.RetryAfter != 8 {
		t.Errorf("problem %+v", p)
	}
	if err := c.Do(context.Background(), "DELETE", "/nowhere", nil, nil); !errors.As(err, &p) || p.Code != "unknown" || p.Status != 404 {
		t.Errorf("an answer that is no problem gave %v", err)
	}
}

func TestDoTellsSilence(t *testing.T) {
	c := Client{Send: func(context.Context, Request) (Response, error) { return Response{}, io.ErrUnexpectedEOF }}
	if err := c.Do(context.Background(), "GET", "/things", nil, nil); !errors.Is(err, ErrNetwork) || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
}
