package delivertest

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Sign is the X-Twilio-Signature of a form that is posted to address.
func (f *Twilio) Sign(address string, form url.Values) string {
	names := make([]string, 0, len(form))
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	mac := hmac.New(sha1.New, []byte(f.Token))
	io.WriteString(mac, address)
	for _, name := range names {
		io.WriteString(mac, name+form.Get(name))
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Form is the report that a message is in a state, with Twilio's error code
// where it failed.
func (f *Twilio) Form(m Message, status string, code int) url.Values {
	form := url.Values{"MessageSid": {m.Sid}, "SmsSid": {m.Sid}, "MessageStatus": {status}, "SmsStatus": {status}, "To": {m.To}, "From": {m.From},
		"AccountSid": {f.Account}, "ApiVersion": {version}}
	if m.Service != "" {
		form.Set("MessagingServiceSid", m.Service)
	}
	if code != 0 {
		form.Set("ErrorCode", strconv.Itoa(code))
	}
	return form
}

// Tell posts the signed report on a message to where it asked for, and returns
// the answer's status, 0 when there was none.
func (f *Twilio) Tell(m Message, status string, code int) int { return f.send(m, status, code) }

// Told waits for the reports that the provider sends by itself.
func (f *Twilio) Told() { f.reports.Wait() }

func (f *Twilio) send(m Message, status string, code int) int {
	form := f.Form(m, status, code)
	r, err := http.NewRequest(http.MethodPost, m.Callback, strings.NewReader(form.Encode()))
	if err != nil {
		return 0
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
	r.Header.Set("User-Agent", "TwilioProxy/1.1")
	r.Header.Set("X-Twilio-Signature", f.Sign(m.Callback, form))
	answer, err := (&http.Client{Timeout: 10 * time.Second}).Do(r)
	if err != nil {
		return 0
	}
	answer.Body.Close()
	return answer.StatusCode
}
