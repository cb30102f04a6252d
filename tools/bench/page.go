package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"

	"github.com/andybalholm/brotli"
	"golang.org/x/net/html"
)

const (
	pageBytesMost    = 40 // kB
	pageRequestsMost = 3
)

// measurePage counts what must arrive until the sign-in form can be used: the
// page, its style sheets, and scripts that hold the parser up. Bytes are those
// on the wire, headers included. When a browser paints, measurePaint asks.
func measurePage(ctx context.Context, r *run) (err error) {
	p, err := r.start(ctx, r.serving())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.end(p)) }()
	var got meter
	page := p.base + "/t/" + r.orgs[0].short + "/sign-in"
	body, err := got.fetch(ctx, page)
	if err != nil {
		return err
	}
	needed, err := blocking(page, body)
	if err != nil {
		return err
	}
	for _, address := range needed {
		if _, err := got.fetch(ctx, address); err != nil {
			return err
		}
	}
	r.report.add(atMost("bytes until the sign-in form is usable", "", float64(got.bytes.Load())/1e3, pageBytesMost, " kB"))
	r.report.add(atMost("requests until then", "", float64(1+len(needed)), pageRequestsMost, ""))
	return nil
}

// meter counts the bytes that arrive.
type meter struct{ bytes atomic.Int64 }

type meteredConn struct {
	net.Conn
	bytes *atomic.Int64
}

func (c meteredConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.bytes.Add(int64(n))
	return n, err
}

func (m *meter) fetch(ctx context.Context, address string) ([]byte, error) {
	transport := &http.Transport{DisableCompression: true, DialContext: func(ctx context.Context, network, at string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, at)
		return meteredConn{conn, &m.bytes}, err
	}}
	defer transport.CloseIdleConnections()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", agent)
	request.Header.Set("Accept-Encoding", "gzip, deflate, br")
	answer, err := transport.RoundTrip(request)
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", address, err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("fetch %s: status %d", address, answer.StatusCode)
	}
	body := io.Reader(answer.Body)
	if answer.Header.Get("Content-Encoding") == "br" {
		body = brotli.NewReader(body)
	}
	return io.ReadAll(body)
}

// blocking are the addresses without which a browser doesn't paint the page,
// or waits in the middle of it.
func blocking(page string, body []byte) ([]string, error) {
	base, err := url.Parse(page)
	if err != nil {
		return nil, err
	}
	document, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("read page: %w", err)
	}
	form := false
	var out []string
	for n := range document.Descendants() {
		form = form || n.Type == html.ElementNode && n.Data == "form"
		ref := neededBy(n)
		if ref == "" {
			continue
		}
		at, err := base.Parse(ref)
		if err != nil {
			return nil, err
		}
		out = append(out, at.String())
	}
	if !form {
		return nil, errors.New("the sign-in page has no form")
	}
	return out, nil
}

func neededBy(n *html.Node) string {
	has := map[string]string{}
	for _, a := range n.Attr {
		has[a.Key] = a.Val
	}
	_, async := has["async"]
	_, deferred := has["defer"]
	switch {
	case n.Type != html.ElementNode:
	case n.Data == "link" && has["rel"] == "stylesheet":
		return has["href"]
	case n.Data == "script" && !async && !deferred && has["type"] != "module":
		return has["src"]
	}
	return ""
}
