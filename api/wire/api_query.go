package wire

import (
	"net/url"
	"strconv"
	"time"
)

// PeopleQuery is the filters of ListPeople. Empty fields don't narrow.
type PeopleQuery struct {
	Q          string // part of a name or address
	TwoStep    string // on, not_set_up, locked
	Role       string // owner, admin, user
	Status     string // invited, active, suspended
	Method     string // passkey, app, text, email
	LastSignIn string // never, 30, 90: none in so many days
	FewCodes   bool   // three recovery codes or fewer
	Sort       string // name, -name, last_sign_in, -last_sign_in; name when empty
	Limit      int    // 1 to 200, 50 when zero
	Cursor     string
}

// Values is the query as ListPeople reads it.
func (q PeopleQuery) Values() url.Values {
	v := url.Values{}
	put(v, "q", q.Q, "two_step", q.TwoStep, "role", q.Role, "status", q.Status, "method", q.Method, "last_sign_in", q.LastSignIn, "sort", q.Sort)
	if q.FewCodes {
		v.Set("few_codes", "true")
	}
	return page(v, q.Limit, q.Cursor)
}

// ActivityQuery is the filters of ReadActivity. Empty fields don't narrow.
type ActivityQuery struct {
	Show   string // sign_ins, changes
	Limit  int    // 1 to 200, 50 when zero
	Cursor string
}

// Values is the query as ReadActivity reads it.
func (q ActivityQuery) Values() url.Values {
	v := url.Values{}
	put(v, "show", q.Show)
	return page(v, q.Limit, q.Cursor)
}

// AuditQuery is the filters of ReadAudit. Empty fields don't narrow.
type AuditQuery struct {
	From, To  time.Time
	Kind      string // kinds, joined by commas
	Person    string // id of the actor or the subject
	Result    string // ok, failed
	IP        string
	RequestID string
	Q         string // part of the actor's or subject's name
	Limit     int    // 1 to 200, 50 when zero
	Cursor    string
}

// Values is the query as ReadAudit reads it.
func (q AuditQuery) Values() url.Values {
	v := url.Values{}
	put(v, "from", stamp(q.From), "to", stamp(q.To), "kind", q.Kind, "person", q.Person, "result", q.Result, "ip", q.IP, "request_id", q.RequestID, "q", q.Q)
	return page(v, q.Limit, q.Cursor)
}

func put(v url.Values, pairs ...string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Set(pairs[i], pairs[i+1])
		}
	}
}

func page(v url.Values, limit int, cursor string) url.Values {
	if limit > 0 {
		v.Set("limit", strconv.Itoa(limit))
	}
	put(v, "cursor", cursor)
	return v
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
