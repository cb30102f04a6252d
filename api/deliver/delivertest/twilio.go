package delivertest

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Message is one that was taken.
type Message struct {
	Sid      string `json:"sid"`
	To       string `json:"to"`
	From     string `json:"from"`
	Service  string `json:"messaging_service_sid"`
	Body     string `json:"body"`
	Callback string `json:"status_callback"`
	Validity string `json:"validity_period"`
	Status   string `json:"status"`
}

// Code finds the six digits of a message, empty where it holds none.
func (m Message) Code() string {
	for _, word := range strings.Fields(m.Body) {
		if len(word) == 6 && strings.Trim(word, "0123456789") == "" {
			return word
		}
	}
	return ""
}

// Answer is what the provider does to a message.
type Answer struct {
	Status int  // of HTTP, 0: takes it
	Code   int  // Twilio's
	Silent bool // says nothing until Release, or the client gives up
	Lose   bool // takes the message, and says nothing
	Raw    string
}

// Answers that tests ask for.
var (
	Taken        = Answer{}
	BadNumber    = Answer{Status: 400, Code: 21211}
	Stopped      = Answer{Status: 400, Code: 21610}
	NoMobile     = Answer{Status: 400, Code: 21614}
	NoRegion     = Answer{Status: 400, Code: 21408}
	Busy         = Answer{Status: 429, Code: 20429}
	Down         = Answer{Status: 500, Raw: "<html>Internal Server Error</html>"}
	Unavailable  = Answer{Status: 503, Raw: "<html>Service Unavailable</html>"}
	Silence      = Answer{Silent: true}
	LostAnswer   = Answer{Lose: true}
	Unauthorized = Answer{Status: 401, Code: 20003}
)

// Twilio is the provider. Serve it as an http.Handler; make it with New.
type Twilio struct {
	Account, Token string

	mu       sync.Mutex
	answer   Answer
	byNumber map[string]Answer
	asked    int
	taken    []*Message
	release  chan struct{}
	news     chan struct{}
	auto     []string
	reports  sync.WaitGroup
}

// New makes a provider with an account of its own, which takes everything.
func New() *Twilio {
	return &Twilio{Account: "AC" + random(16), Token: random(16), byNumber: map[string]Answer{}, release: make(chan struct{}), news: make(chan struct{})}
}

func random(bytes int) string {
	b := make([]byte, bytes)
	rand.Read(b)
	return hex.EncodeToString(b)
}

// Answer makes a the answer to every message.
func (f *Twilio) Answer(a Answer) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answer = a
}

// AnswerTo makes a the answer to messages to one number.
func (f *Twilio) AnswerTo(number string, a Answer) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.byNumber[number] = a
}

// Release ends every silence.
func (f *Twilio) Release() {
	f.mu.Lock()
	defer f.mu.Unlock()
	close(f.release)
	f.release = make(chan struct{})
}

// Report makes the provider report these states of every message by itself,
// in order: "sent", "delivered".
func (f *Twilio) Report(states ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.auto = states
}

// Asked counts the calls, whatever became of them.
func (f *Twilio) Asked() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked
}

// Messages are those taken, oldest first; to narrows by number when given.
func (f *Twilio) Messages(to ...string) []Message {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []Message
	for _, m := range f.taken {
		if len(to) == 0 || m.To == to[0] {
			out = append(out, *m)
		}
	}
	return out
}

// Await waits for the n-th message to a number, counted from 1.
func (f *Twilio) Await(to string, n int, most time.Duration) (Message, error) {
	end := time.After(most)
	for {
		f.mu.Lock()
		news := f.news
		f.mu.Unlock()
		if got := f.Messages(to); len(got) >= n {
			return got[n-1], nil
		}
		select {
		case <-news:
		case <-end:
			return Message{}, fmt.Errorf("no message %d came within %s", n, most)
		}
	}
}

// ServeHTTP is the API: POST …/Messages.json. For journeys, GET /messages lists
// those taken, PUT /answer sets the answer to every message and PUT /report the
// states that are reported of each, both as JSON.
func (f *Twilio) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method + " " + r.URL.Path {
	case "GET /messages":
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(f.Messages())
		return
	case "PUT /answer":
		var a Answer
		if told(w, r, &a) {
			f.Answer(a)
		}
		return
	case "PUT /report":
		var states []string
		if told(w, r, &states) {
			f.Report(states...)
		}
		return
	}
	f.mu.Lock()
	f.asked++
	release, answer := f.release, f.answer
	f.mu.Unlock()
	m, problem := f.read(r)
	if special, ok := f.special(m.To); ok {
		answer = special
	}
	if problem != nil {
		answer = *problem
	}
	switch {
	case answer.Silent:
		wait(r, release)
	case answer.Lose:
		f.take(m)
		wait(r, release)
	case answer.Raw != "":
		w.WriteHeader(answer.Status)
		fmt.Fprint(w, answer.Raw)
	case answer.Status != 0:
		refuse(w, answer)
	default:
		f.accept(w, f.take(m))
	}
}

func told(w http.ResponseWriter, r *http.Request, into any) bool {
	if err := json.NewDecoder(r.Body).Decode(into); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return false
	}
	return true
}

func wait(r *http.Request, release chan struct{}) {
	select {
	case <-r.Context().Done():
	case <-release:
	}
	panic(http.ErrAbortHandler)
}

func (f *Twilio) special(number string) (Answer, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	a, ok := f.byNumber[number]
	return a, ok
}

func (f *Twilio) take(m Message) *Message {
	f.mu.Lock()
	defer f.mu.Unlock()
	m.Sid, m.Status = "SM"+random(16), "queued"
	if m.Service != "" {
		m.Status = "accepted"
	}
	kept := &m
	f.taken = append(f.taken, kept)
	close(f.news)
	f.news = make(chan struct{})
	if m.Callback != "" && len(f.auto) > 0 {
		states, copied := f.auto, m
		f.reports.Go(func() {
			for _, s := range states {
				f.send(copied, s, 0)
			}
		})
	}
	return kept
}
