package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"twofold/domain"
)

const (
	bodyWithin = 5 * time.Second // a body that takes longer is refused
	deepest    = 16              // levels of a body
)

// read takes the request's query and body in and refuses, before anything is
// done with them, what two parsers could understand differently.
func (x *exchange) read() error {
	r := x.call.Gin.Request
	if err := plainQuery(r.URL); err != nil {
		return err
	}
	content, err := x.drain()
	if err != nil {
		return unread(err)
	}
	wanted := x.Operation().RequestBody != nil
	switch {
	case !wanted && len(content) > 0:
		return malformed("")
	case !wanted:
		return nil
	case !isJSON(r.Header):
		return domain.Refuse(domain.UnsupportedMedia, domain.CodeUnsupportedMedia)
	case len(content) == 0 || !utf8.Valid(content) || !json.Valid(content):
		return malformed("")
	}
	x.content = content
	return plainJSON(content)
}

// drain reads the whole body, in the time a body has.
func (x *exchange) drain() ([]byte, error) {
	if x.call.Gin.Request.ContentLength == 0 {
		return nil, nil // none is there; one of unknown length has -1
	}
	limit := time.Now().Add(bodyWithin)
	if err := x.inner.SetReadDeadline(limit); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return nil, err
	}
	content, err := io.ReadAll(x.call.Gin.Request.Body)
	if err != nil {
		return nil, err
	}
	// A deadline that passes later would look like a client that went away.
	if err := x.inner.SetReadDeadline(time.Time{}); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return nil, err
	}
	return content, nil
}

func malformed(field string) *domain.Error {
	return domain.RefuseField(domain.Unreadable, domain.CodeMalformed, field)
}

// unread tells why a body did not arrive.
func unread(err error) error {
	var large *http.MaxBytesError
	var wait net.Error
	switch {
	case errors.As(err, &large):
		return domain.Refuse(domain.TooLarge, domain.CodeTooLarge)
	case errors.As(err, &wait) && wait.Timeout():
		return domain.Refuse(domain.TooSlow, domain.CodeTooSlow)
	}
	return malformed("")
}

// isJSON reports whether a body is declared as plain JSON. A body without a
// type, or with one a form could send, is not (ASVS V3.5.2).
func isJSON(h http.Header) bool {
	if len(h.Values("Content-Type")) != 1 || h.Get("Content-Encoding") != "" {
		return false
	}
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return false
	}
	for name, value := range params {
		if name != "charset" || !strings.EqualFold(value, "utf-8") {
			return false
		}
	}
	return true
}

// plainQuery refuses a parameter given twice (ASVS V15.3.7) and text no
// database keeps.
func plainQuery(u *url.URL) error {
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return malformed("?")
	}
	for name, values := range query {
		if len(values) > 1 || !storable(values[0]) || !storable(name) {
			return malformed("?" + short(strings.ToValidUTF8(name, "")))
		}
	}
	return nil
}

func storable(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

// plainJSON refuses names given twice in one object, nulls, which no field
// takes, text no database keeps, and needless depth.
func plainJSON(content []byte) error {
	d := json.NewDecoder(bytes.NewReader(content))
	d.UseNumber()
	return plainValue(d, "", 0)
}

func plainValue(d *json.Decoder, at string, depth int) error {
	token, err := d.Token()
	if err != nil || depth > deepest {
		return malformed(at)
	}
	switch t := token.(type) {
	case nil:
		return malformed(at)
	case string:
		if !storable(t) {
			return malformed(at)
		}
	case json.Delim:
		if t == '{' {
			return plainObject(d, at, depth)
		}
		for d.More() {
			if err := plainValue(d, at, depth+1); err != nil {
				return err
			}
		}
		_, err = d.Token()
	}
	return err
}

func plainObject(d *json.Decoder, at string, depth int) error {
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		name, named := token.(string)
		if err != nil || !named || seen[name] || !storable(name) {
			return malformed(at + "/" + short(name))
		}
		seen[name] = true
		if err := plainValue(d, at+"/"+short(name), depth+1); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}
