package delivertest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf16"
)

const version = "2010-04-01"

var (
	e164    = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	service = regexp.MustCompile(`^MG[0-9a-f]{32}$`)
	sender  = regexp.MustCompile(`^(\+[1-9][0-9]{6,14}|[0-9]{3,8}|[A-Za-z0-9 ]{1,11})$`)
)

// read checks a request as Twilio does.
func (f *Twilio) read(r *http.Request) (Message, *Answer) {
	user, token, _ := r.BasicAuth()
	if user != f.Account || token != f.Token {
		return Message{}, &Answer{Status: 401, Code: 20003}
	}
	if r.URL.Path != "/"+version+"/Accounts/"+f.Account+"/Messages.json" {
		return Message{}, &Answer{Status: 404, Code: 20404}
	}
	if r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/x-www-form-urlencoded" || r.ParseForm() != nil {
		return Message{}, &Answer{Status: 405, Code: 20004}
	}
	m := Message{To: r.PostForm.Get("To"), From: r.PostForm.Get("From"), Service: r.PostForm.Get("MessagingServiceSid"), Body: r.PostForm.Get("Body"),
		Callback: r.PostForm.Get("StatusCallback"), Validity: r.PostForm.Get("ValidityPeriod")}
	return m, wrong(m)
}

func wrong(m Message) *Answer {
	bad := func(code int) *Answer { return &Answer{Status: 400, Code: code} }
	switch {
	case m.To == "":
		return bad(21604)
	case !e164.MatchString(m.To):
		return bad(21211)
	case m.From == "" && m.Service == "":
		return bad(21603)
	case m.Service != "" && !service.MatchString(m.Service), m.From != "" && !sender.MatchString(m.From):
		return bad(21212)
	case m.Body == "":
		return bad(21602)
	case len(utf16.Encode([]rune(m.Body))) > 1600:
		return bad(21617)
	}
	if m.Callback != "" {
		if u, err := url.Parse(m.Callback); err != nil || u.Host == "" || !strings.HasPrefix(u.Scheme, "http") {
			return bad(21609)
		}
	}
	return nil
}

var meanings = map[int]string{
	20003: "Authenticate", 20004: "Method not allowed", 20404: "The requested resource was not found", 20429: "Too Many Requests",
	21211: "The 'To' number is not a valid phone number.", 21212: "The 'From' number is not a valid phone number, shortcode, or alphanumeric sender ID.",
	21408: "Permission to send an SMS has not been enabled for the region indicated by the 'To' number.", 21602: "Message body is required.",
	21603: "A 'From' phone number is required.", 21604: "A 'To' phone number is required.", 21609: "The StatusCallback URL is not a valid URL.",
	21610: "Attempt to send to unsubscribed recipient", 21614: "'To' number is not a valid mobile number", 21617: "The concatenated message body exceeds the 1600 character limit.",
}

func refuse(w http.ResponseWriter, a Answer) {
	w.Header().Set("Content-Type", "application/json")
	if a.Status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "1")
	}
	w.WriteHeader(a.Status)
	json.NewEncoder(w).Encode(map[string]any{"code": a.Code, "message": meanings[a.Code],
		"more_info": fmt.Sprintf("https://www.twilio.com/docs/errors/%d", a.Code), "status": a.Status})
}

func (f *Twilio) accept(w http.ResponseWriter, m *Message) {
	now := time.Now().UTC().Format(time.RFC1123Z)
	uri := "/" + version + "/Accounts/" + f.Account + "/Messages/" + m.Sid
	segments := "1"
	if m.Service != "" {
		segments = "0"
	}
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	w.WriteHeader(http.StatusCreated)
	json.NewEncoder(w).Encode(map[string]any{
		"account_sid": f.Account, "api_version": version, "body": m.Body, "date_created": now, "date_sent": nil, "date_updated": now,
		"direction": "outbound-api", "error_code": nil, "error_message": nil, "from": orNull(m.From), "messaging_service_sid": orNull(m.Service),
		"num_media": "0", "num_segments": segments, "price": nil, "price_unit": "USD", "sid": m.Sid, "status": m.Status,
		"subresource_uris": map[string]string{"media": uri + "/Media.json"}, "to": m.To, "uri": uri + ".json",
	})
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
