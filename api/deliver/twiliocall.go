package deliver

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"time"

	"github.com/twilio/twilio-go/client"
)

// textTransport bounds what a slow provider takes of us.
func textTransport(timeout time.Duration) http.RoundTripper {
	dialer := &net.Dialer{Timeout: timeout / 2}
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: dialer.DialContext, ForceAttemptHTTP2: true,
		TLSHandshakeTimeout: timeout / 2, ResponseHeaderTimeout: timeout, IdleConnTimeout: time.Minute,
		MaxIdleConnsPerHost: 8, MaxConnsPerHost: 32, MaxResponseHeaderBytes: 32 << 10,
	}
}

const answerMost = 64 << 10

func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// textCall is the transport of one call: it gives the library's request a
// context, sends it to the configured address, and keeps what the library's
// errors don't tell.
type textCall struct {
	ctx       context.Context
	base      *url.URL
	transport http.RoundTripper

	wrote  bool // the whole request went out
	status int
	wait   time.Duration
}

var errRedirected = errors.New("the provider answered with a redirect")

// RoundTrip sends one request.
func (c *textCall) RoundTrip(r *http.Request) (*http.Response, error) {
	trace := &httptrace.ClientTrace{WroteRequest: func(i httptrace.WroteRequestInfo) { c.wrote = c.wrote || i.Err == nil }}
	out := r.Clone(httptrace.WithClientTrace(c.ctx, trace))
	out.URL.Scheme, out.URL.Host, out.URL.Path, out.Host = c.base.Scheme, c.base.Host, c.base.Path+r.URL.Path, ""
	answer, err := c.transport.RoundTrip(out)
	if err != nil {
		return nil, err
	}
	c.status = answer.StatusCode
	if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil {
		c.wait = time.Duration(min(max(seconds, 0), 3600)) * time.Second
	}
	if c.status >= 300 && c.status < 400 {
		answer.Body.Close()
		return nil, errRedirected
	}
	answer.Body = limitedBody{io.LimitReader(answer.Body, answerMost), answer.Body}
	return answer, nil
}

type limitedBody struct {
	io.Reader
	io.Closer
}

// refused sorts what went wrong with a call. An answer in the provider's own
// form is a decision, so the message wasn't taken; anything else that came
// after the request was out leaves that open.
func (t *Twilio) refused(c *textCall, err error) *TextRefused {
	r := &TextRefused{Provider: t.config.Name, Status: c.status, Wait: c.wait}
	var said *client.TwilioRestError
	switch {
	case errors.As(err, &said) && (said.Code != 0 || c.status < 500):
		r.Code = said.Code
		if r.Status == 0 {
			r.Status = said.Status
		}
		if noNumber[said.Code] {
			r.Outcome = ForGood
		}
	case !c.wrote, errors.Is(err, errRedirected), c.status == http.StatusServiceUnavailable, c.status == http.StatusTooManyRequests, c.status >= 400 && c.status < 500:
		r.Cause = hideAddress(err)
	default:
		r.Outcome, r.Cause = Unsure, hideAddress(err)
	}
	return r
}

// noNumber are the codes that speak of the number and not of the account: no
// other provider should be asked, and nobody asked again.
var noNumber = map[int]bool{
	21211: true, // invalid
	21214: true, // can't be reached
	21217: true, // doesn't look like a number
	21610: true, // its holder said STOP
	21614: true, // not a mobile number
	21635: true, // a landline
}

// hideAddress drops the address of the request from err: it holds the account.
func hideAddress(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// twilioState is the state that Twilio's word stands for, empty for an unknown
// one.
func twilioState(status string) TextState {
	switch status {
	case "accepted", "scheduled", "queued", "sending":
		return TextQueued
	case "sent":
		return TextSent
	case "delivered", "read":
		return TextDelivered
	case "undelivered", "failed", "canceled":
		return TextFailed
	}
	return ""
}
