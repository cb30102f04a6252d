package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"twofold/domain/factor"
)

// visitor is an account and the browser it is used in. Which of the tokens are
// there depends on what it is for.
type visitor struct {
	Org, Tenant, Email string
	User               string // whose codes are sent
	Network            string // where the browser is, as a proxy tells it
	Key                []byte // of the authenticator app
	Browser            string
	Half, Session      string
	CSRF               string
}

// password is that of every account.
const password = "correct horse battery staple"

const agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36"

// browsers send requests as browsers do behind a proxy, each client on a
// connection that stays.
type browsers struct {
	*http.Client
	target string
}

func newBrowsers(target string, clients int) browsers {
	dial := net.Dialer{Timeout: 10 * time.Second}
	return browsers{target: target, Client: &http.Client{Timeout: 60 * time.Second, Transport: &http.Transport{
		DialContext: dial.DialContext, MaxIdleConns: clients, MaxIdleConnsPerHost: clients, DisableCompression: true}}}
}

func (o order) requests() (task, error) {
	if len(o.Visitors) == 0 {
		return task{}, fmt.Errorf("%s: nobody is there to do it", o.Work)
	}
	b := newBrowsers(o.Target, o.Clients)
	do := map[string]func(visitor) error{workSignIn: b.signIn, workSecondStep: b.verify, workRead: b.read, workTable: b.table}[o.Work]
	return task{close: b.CloseIdleConnections, do: func(i int) error { return do(o.Visitors[i%len(o.Visitors)]) }}, nil
}

var saysNext = [][]byte{[]byte(`"next":"done"`), []byte(`"next":"second_step"`)}

// signIn sends address and password from a browser that was never here. Whose
// account has an app is asked for its code next.
func (b browsers) signIn(v visitor) error {
	answer, err := b.post(v, "/sign-in", fmt.Sprintf(`{"email":%q,"password":%q}`, v.Email, password))
	return says(answer, err, saysNext[min(len(v.Key), 1)])
}

func (b browsers) verify(v visitor) error {
	code, err := factor.Key(v.Key).Code(factor.Step(time.Now()))
	if err != nil {
		return err
	}
	answer, err := b.post(v, "/sign-in/code", fmt.Sprintf(`{"code":%q}`, code))
	return says(answer, err, saysNext[0])
}

func (b browsers) read(v visitor) error {
	request, err := b.request(v, http.MethodGet, "/session", nil)
	if err != nil {
		return err
	}
	answer, err := b.send(request)
	return says(answer, err, []byte(v.Email))
}

// table reads the first rows of the people table, sorted by the last sign-in,
// and finds as many as were asked for.
func (b browsers) table(v visitor) error {
	request, err := b.request(v, http.MethodGet, fmt.Sprintf("/people?sort=-last_sign_in&limit=%d", tableRows), nil)
	if err != nil {
		return err
	}
	answer, err := b.send(request)
	if n := bytes.Count(answer, []byte(`"email":`)); err == nil && n != tableRows {
		err = fmt.Errorf("%d rows in place of %d", n, tableRows)
	}
	return err
}

func says(answer []byte, err error, words []byte) error {
	if err == nil && !bytes.Contains(answer, words) {
		err = fmt.Errorf("the answer is not %s", words)
	}
	return err
}

func (b browsers) post(v visitor, path, body string) ([]byte, error) {
	answer, _, err := b.postFor(v, path, body)
	return answer, err
}

func (b browsers) postFor(v visitor, path, body string) ([]byte, []*http.Cookie, error) {
	request, err := b.request(v, http.MethodPost, path, bytes.NewReader([]byte(body)))
	if err != nil {
		return nil, nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	return b.sendFor(request)
}

func (b browsers) request(v visitor, method, path string, body io.Reader) (*http.Request, error) {
	r, err := http.NewRequest(method, b.target+"/t/"+v.Org+"/api/v1"+path, body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("User-Agent", agent)
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("X-Forwarded-For", v.Network)
	for _, c := range [][2]string{{"__Host-b", v.Browser}, {"__Host-h-" + v.Tenant, v.Half}, {"__Host-s-" + v.Tenant, v.Session}} {
		if c[1] != "" {
			r.AddCookie(&http.Cookie{Name: c[0], Value: c[1]})
		}
	}
	if v.CSRF != "" {
		r.Header.Set("X-Csrf-Token", v.CSRF)
	}
	return r, nil
}

// refused is an answer that is not 200.
type refused struct {
	status int
	body   string
}

func (r refused) Error() string { return fmt.Sprintf("status %d: %.200s", r.status, r.body) }

func (b browsers) send(r *http.Request) ([]byte, error) {
	body, _, err := b.sendFor(r)
	return body, err
}

// sendFor is send with the cookies of the answer.
func (b browsers) sendFor(r *http.Request) ([]byte, []*http.Cookie, error) {
	answer, err := b.Do(r)
	if err != nil {
		return nil, nil, err
	}
	body, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	if err == nil && answer.StatusCode/100 != 2 {
		err = refused{answer.StatusCode, string(body)}
	}
	return body, answer.Cookies(), err
}
