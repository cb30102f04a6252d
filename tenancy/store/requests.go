package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"twofold/domain"
	"twofold/tenancy/scoped"
)

type requestRow struct {
	bun.BaseModel `bun:"table:requests"`
	scoped.Row
	ID                     string `bun:"id,pk"`
	Number                 int64
	Kind                   domain.RequestKind
	UserID                 string
	SecurityVersion        int64
	Reason                 domain.RequestReason
	Message, Reach         string
	AskedBy, AskedName     string
	Detail                 string
	IP                     string `bun:"ip"`
	Browser                string
	BrowserHash            []byte
	Known, KnownNetwork    bool
	ByMail                 bool
	State                  domain.RequestState
	TakenBy, TakenName     string
	TakenAt                Stamp
	DecidedBy, DecidedName string
	DecidedAt              Stamp
	Decision               string
	Checks                 int64
	CheckedHow, CheckedBy  string
	CheckedAt              Stamp
	CreatedAt, ExpiresAt   Stamp
}

// Request is what a person asks of those who administer, and how far it came.
type Request struct {
	ID              string
	Number          int64 // what people call it by, from 1001
	Kind            domain.RequestKind
	UserID          string // whom it is about
	SecurityVersion int64  // of the person when it was made
	Reason          domain.RequestReason
	Message, Reach  string
	AskedBy         string // who asks for an approval
	AskedName       string
	Detail          string // what an approval carries out
	IP              string
	Browser         string
	BrowserHash     []byte
	Known           bool // the browser signed in to the account before
	KnownNetwork    bool // so did the network
	ByMail          bool // made behind a link to the mailbox
	State           domain.RequestState
	TakenBy         string
	TakenName       string
	TakenAt         time.Time
	DecidedBy       string
	DecidedName     string
	DecidedAt       time.Time
	Decision        string // the reason given
	Checks          int    // codes typed in for the caller
	CheckedHow      domain.Method
	CheckedBy       string
	CheckedAt       time.Time // when the caller was right; the zero time before
	CreatedAt       time.Time
	ExpiresAt       time.Time
}

func (r *requestRow) domain() Request {
	return Request{ID: r.ID, Number: r.Number, Kind: r.Kind, UserID: r.UserID, SecurityVersion: r.SecurityVersion, Reason: r.Reason, Message: r.Message, Reach: r.Reach,
		AskedBy: r.AskedBy, AskedName: r.AskedName, Detail: r.Detail, IP: r.IP, Browser: r.Browser, BrowserHash: r.BrowserHash,
		Known: r.Known, KnownNetwork: r.KnownNetwork, ByMail: r.ByMail, State: r.State, TakenBy: r.TakenBy, TakenName: r.TakenName, TakenAt: r.TakenAt.Time(),
		DecidedBy: r.DecidedBy, DecidedName: r.DecidedName, DecidedAt: r.DecidedAt.Time(), Decision: r.Decision,
		Checks: int(r.Checks), CheckedHow: domain.Method(r.CheckedHow), CheckedBy: r.CheckedBy, CheckedAt: r.CheckedAt.Time(), CreatedAt: r.CreatedAt.Time(), ExpiresAt: r.ExpiresAt.Time()}
}

// firstRequest is the number of a tenant's first request.
const firstRequest = 1001

// AddRequest keeps an open request and gives it the tenant's next number. A
// second open one of a person, or a number that another caller took at the
// same time, is a Duplicate error.
func (tx *Tx) AddRequest(ctx context.Context, r Request) (int64, error) {
	var last []requestRow
	if err := tx.tx.Select(&last).Column("number").Order("number DESC").Limit(1).Scan(ctx); err != nil {
		return 0, wrap("number request", err)
	}
	number := int64(firstRequest)
	if len(last) > 0 {
		number = last[0].Number + 1
	}
	return number, wrap("add request", tx.tx.Insert(ctx, &requestRow{ID: r.ID, Number: number, Kind: r.Kind, UserID: r.UserID, SecurityVersion: r.SecurityVersion,
		Reason: r.Reason, Message: r.Message, Reach: r.Reach, AskedBy: r.AskedBy, AskedName: r.AskedName, Detail: r.Detail, IP: r.IP, Browser: r.Browser,
		BrowserHash: r.BrowserHash, Known: r.Known, KnownNetwork: r.KnownNetwork, ByMail: r.ByMail, State: domain.RequestOpen, CreatedAt: At(r.CreatedAt), ExpiresAt: At(r.ExpiresAt)}))
}

// Request reads one request; Missing without it.
func (tx *Tx) Request(ctx context.Context, id string) (Request, error) {
	var row requestRow
	err := tx.tx.Select(&row).Where("id = ?", id).Scan(ctx)
	return row.domain(), wrap("read request", err)
}

const liveRequest = "state IN ('open', 'taken')"

// OpenRequest reads the request of a person that waits for an end, an approval
// or one of the other kinds; Missing without one.
func (tx *Tx) OpenRequest(ctx context.Context, userID string, approval bool) (Request, error) {
	var row requestRow
	err := tx.tx.Select(&row).Where("user_id = ?", userID).Where(liveRequest).Where("(kind = 'approval') = ?", approval).Scan(ctx)
	return row.domain(), wrap("read open request", err)
}

// BrowserRequest reads the newest request that a browser made since a time;
// Missing without one.
func (tx *Tx) BrowserRequest(ctx context.Context, browser []byte, since time.Time) (Request, error) {
	var row requestRow
	err := tx.tx.Select(&row).Where("browser_hash = ?", browser).Where("kind <> 'approval'").Where("created_at > ?", At(since)).
		Order("created_at DESC", "id DESC").Limit(1).Scan(ctx)
	return row.domain(), wrap("read request of a browser", err)
}

// RequestFilter narrows the queue.
type RequestFilter struct {
	Live    bool        // only those that wait for an end, oldest first; else the ended ones, newest first
	Role    domain.Role // of whom they are about, empty for all
	AfterAt time.Time   // cursor: the last row seen
	AfterID string
	Limit   int
}

// Requests reads a page of the queue.
func (tx *Tx) Requests(ctx context.Context, f RequestFilter) ([]Request, error) {
	var rows []requestRow
	q := requestsWhere(tx.tx.Select(&rows), f)
	if f.AfterID != "" && f.Live {
		q.Where("(created_at, id) > (?, ?)", At(f.AfterAt), f.AfterID)
	} else if f.AfterID != "" {
		q.Where("(created_at, id) < (?, ?)", At(f.AfterAt), f.AfterID)
	}
	if f.Live {
		q.Order("created_at", "id")
	} else {
		q.Order("created_at DESC", "id DESC")
	}
	err := q.Limit(int64(f.Limit)).Scan(ctx)
	out := make([]Request, len(rows))
	for i := range rows {
		out[i] = rows[i].domain()
	}
	return out, wrap("list requests", err)
}

// CountRequests counts the rows a filter leaves, whatever its cursor.
func (tx *Tx) CountRequests(ctx context.Context, f RequestFilter) (int64, error) {
	n, err := requestsWhere(tx.tx.Select((*requestRow)(nil)), f).Count(ctx)
	return n, wrap("count requests", err)
}

func requestsWhere(q *scoped.Select, f RequestFilter) *scoped.Select {
	if f.Live {
		q.Where(liveRequest)
	} else {
		q.Where("NOT (" + liveRequest + ")")
	}
	if f.Role != "" {
		q.Where("user_id IN (SELECT u.id FROM users AS u WHERE u.tenant_id = ?TableAlias.tenant_id AND u.role = ?)", f.Role)
	}
	return q
}

// TakeRequest puts an administrator on a request that nobody but from is on,
// and reports whether that still was so.
func (tx *Tx) TakeRequest(ctx context.Context, id, from, by, name string, at time.Time) (bool, error) {
	n, err := tx.tx.Update((*requestRow)(nil)).Set("state = 'taken'").Set("taken_by = ?", by).Set("taken_name = ?", name).Set("taken_at = ?", At(at)).
		Where("id = ?", id).Where(liveRequest).Where("taken_by = ?", from).Where("expires_at > ?", At(at)).Exec(ctx)
	return n == 1, wrap("take request", err)
}

// Settled is how a request ends.
type Settled struct {
	State      domain.RequestState
	By, ByName string
	Reason     string
	At         time.Time
}

// SettleRequest ends a request and reports whether this caller was the one.
func (tx *Tx) SettleRequest(ctx context.Context, id string, s Settled) (bool, error) {
	n, err := tx.tx.Update((*requestRow)(nil)).Set("state = ?", s.State).Set("decided_by = ?", s.By).Set("decided_name = ?", s.ByName).
		Set("decision = ?", s.Reason).Set("decided_at = ?", At(s.At)).Where("id = ?", id).Where(liveRequest).Exec(ctx)
	return n == 1, wrap("settle request", err)
}

// SpendCallerTry counts a code that an administrator types in for a caller,
// before it is compared, and reports whether there was a try left.
func (tx *Tx) SpendCallerTry(ctx context.Context, id string, most int) (bool, error) {
	n, err := tx.tx.Update((*requestRow)(nil)).Set("checks = checks + 1").Where("id = ?", id).Where(liveRequest).Where("checks < ?", most).Exec(ctx)
	return n == 1, wrap("spend caller try", err)
}

// NoteCaller keeps that a caller was right.
func (tx *Tx) NoteCaller(ctx context.Context, id string, how domain.Method, by string, at time.Time) error {
	_, err := tx.tx.Update((*requestRow)(nil)).Set("checked_how = ?", how).Set("checked_by = ?", by).Set("checked_at = ?", At(at)).Where("id = ?", id).Exec(ctx)
	return wrap("note caller", err)
}

// Addresses reads from where a person's sessions since a time came.
func (tx *Tx) Addresses(ctx context.Context, userID string, since time.Time) ([]string, error) {
	var rows []session
	err := tx.tx.Select(&rows).Column("ip").Where("user_id = ?", userID).Where("started_at > ?", At(since)).Order("started_at DESC").Limit(200).Scan(ctx)
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = r.IP
	}
	return out, wrap("read addresses", err)
}
