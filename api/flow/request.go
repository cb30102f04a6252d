package flow

import (
	"context"
	"net/netip"
	"strings"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// HelpInput is what a locked-out person writes to those who administer.
type HelpInput struct {
	Kind    domain.RequestKind // lost_device or unlock
	Reason  domain.RequestReason
	Message string
	Reach   string // how they can be reached
}

// OwnRequest is a request as the browser that made it sees it.
type OwnRequest struct {
	Number    int64
	Kind      domain.RequestKind
	State     domain.RequestState
	Decision  string // why it was declined
	CreatedAt time.Time
	ExpiresAt time.Time
	Again     bool // it was open already; nothing new was sent
}

// RequestsADay is how many requests a person may make in 24 hours: each is
// mail to everybody who administers.
const RequestsADay = 5

// AskForHelp sends a request to those who may answer it (F27, O14). It takes a
// half-finished sign-in, so that it belongs to somebody: whoever knows no
// password learns here neither that an account exists nor who administers. A
// person has one open request; asking again answers with that one.
func (f *Flows) AskForHelp(ctx context.Context, r Request, half string, in HelpInput) (OwnRequest, error) {
	c := ctxt{ctx, r}
	in.Message, in.Reach = strings.TrimSpace(in.Message), strings.TrimSpace(in.Reach)
	facts, policy, err := f.lockedOut(c, half)
	if err != nil {
		return OwnRequest{}, err
	}
	switch {
	case in.Kind != domain.RequestLostDevice && in.Kind != domain.RequestUnlock:
		return OwnRequest{}, domain.RefuseField(domain.Invalid, domain.CodeOutOfRange, "kind")
	case !policy.WaysBack.Climbs(domain.RungAdmins):
		return OwnRequest{}, domain.Refuse(domain.Forbidden, domain.CodeRequestsOff)
	case in.Kind == domain.RequestUnlock && !facts.Person.Lock.Locked(c.Now):
		return OwnRequest{}, domain.Refuse(domain.Conflict, domain.CodeNotLocked)
	}
	if err := domain.CheckRequest(in.Kind, in.Reason, in.Message, in.Reach); err != nil {
		return OwnRequest{}, err
	}
	var out OwnRequest
	var refusal error
	err = untilSettled(func() error {
		err := f.db.In(c, c.Scope, func(tx *store.Tx) (err error) {
			out, refusal, err = f.ask(tx, c, facts, policy, in)
			return err
		})
		if store.Duplicate(err) {
			return errMoved // somebody took the number, or asked in another tab
		}
		return err
	})
	if err == nil {
		err = refusal
	}
	return out, err
}

// lockedOut reads whose half-finished sign-in a token is; attempt_expired where
// it ended or belongs to another browser.
func (f *Flows) lockedOut(c ctxt, token string) (store.CodeFacts, domain.Policy, error) {
	facts, err := f.db.ReadHalf(c, c.Scope, factor.HashToken(token), c.Now)
	if err == nil && (!facts.Live || !sameBrowser(facts.Half, c.Request)) {
		err = domain.Refuse(domain.Unauthenticated, domain.CodeAttemptExpired)
	}
	if err != nil {
		return facts, domain.Policy{}, err
	}
	policy, err := f.Policy(c, c.Scope, facts.PolicyVersion)
	return facts, policy, err
}

// ask makes the request, in one transaction with its messages. refused is
// returned after the commit, so that what was counted stays counted.
func (f *Flows) ask(tx *store.Tx, c ctxt, facts store.CodeFacts, policy domain.Policy, in HelpInput) (out OwnRequest, refused, err error) {
	p, err := tx.User(c, facts.Person.ID)
	if err != nil {
		return out, nil, err
	}
	if p.SecurityVersion != facts.Person.SecurityVersion {
		return out, domain.Refuse(domain.Unauthenticated, domain.CodeAttemptExpired), nil
	}
	open, found, err := f.openRequest(tx, c, p, false)
	if err != nil {
		return out, nil, err
	}
	if found {
		out = ownRequest(open, c.Now)
		out.Again = true
		return out, nil, nil
	}
	if _, ok, err := tx.SpendQuota(c, "requests:"+p.ID, 1, RequestsADay, 24*time.Hour, c.Now); err != nil || !ok {
		return out, domain.Refuse(domain.TooMany, domain.CodeRateLimited).After(time.Hour), err
	}
	them, err := answerers(tx, c, policy.WaysBack, in.Kind, p.User)
	if err != nil {
		return out, nil, err
	}
	if len(them) == 0 {
		return out, domain.Refuse(domain.Conflict, domain.CodeRequestNobody), nil
	}
	req := store.Request{Kind: in.Kind, UserID: p.ID, SecurityVersion: p.SecurityVersion, Reason: in.Reason, Message: in.Message, Reach: in.Reach,
		IP: c.IP, Browser: c.Browser, BrowserHash: notNil(c.BrowserHash), Known: facts.Known, ByMail: facts.Half.Purpose == domain.PurposeReset, CreatedAt: c.Now, ExpiresAt: c.Now.Add(domain.RequestFor)}
	if req.KnownNetwork, err = f.knownNetwork(tx, c, p.ID); err != nil {
		return out, nil, err
	}
	if req, err = f.addRequest(tx, c, req); err != nil {
		return out, nil, err
	}
	return ownRequest(req, c.Now), nil, f.tellRequested(tx, c, p, req, them)
}

// addRequest keeps a request and the job that ends it.
func (f *Flows) addRequest(tx *store.Tx, c ctxt, req store.Request) (store.Request, error) {
	var err error
	if req.ID, err = f.newID("req"); err != nil {
		return req, err
	}
	if req.Number, err = tx.AddRequest(c, req); err != nil {
		return req, err
	}
	req.State = domain.RequestOpen
	job, err := f.newID("job")
	if err != nil {
		return req, err
	}
	return req, tx.QueueJob(c, store.Job{ID: job, Kind: jobRequest, Payload: req.ID, CreatedAt: c.Now, DueAt: req.ExpiresAt})
}

// openRequest reads the request of a person that still waits. One whose time is
// over, or that an older standing of the account made, ends here.
func (f *Flows) openRequest(tx *store.Tx, c ctxt, p store.Person, approval bool) (store.Request, bool, error) {
	req, err := tx.OpenRequest(c, p.ID, approval)
	if store.Missing(err) {
		return req, false, nil
	}
	if err != nil {
		return req, false, err
	}
	if requestIs(req, p.User, c.Now).Live() {
		return req, true, nil
	}
	return req, false, f.expireRequest(tx, c, p, req)
}

// requestIs is the state of a request at now: what carries an older security
// version of the person is dead like everything else of it.
func requestIs(req store.Request, p domain.User, now time.Time) domain.RequestState {
	if req.State.Live() && (!now.Before(req.ExpiresAt) || req.SecurityVersion != p.SecurityVersion) {
		return domain.RequestExpired
	}
	return req.State
}

func ownRequest(req store.Request, now time.Time) OwnRequest {
	out := OwnRequest{Number: req.Number, Kind: req.Kind, State: req.State, CreatedAt: req.CreatedAt, ExpiresAt: req.ExpiresAt}
	if req.State.Live() && !now.Before(req.ExpiresAt) {
		out.State = domain.RequestExpired
	}
	if out.State == domain.RequestDeclined {
		out.Decision = req.Decision
	}
	return out
}

// answerers are who may answer a request of target, strongest first.
func answerers(tx *store.Tx, c ctxt, w domain.WaysBack, kind domain.RequestKind, target domain.User) ([]store.Person, error) {
	var out []store.Person
	for _, role := range []domain.Role{domain.RoleOwner, domain.RoleAdmin, domain.RoleHelpdesk} {
		them, err := tx.People(c, store.PeopleFilter{Role: role, State: domain.UserActive, Limit: administratorsMost, Now: c.Now})
		if err != nil {
			return nil, err
		}
		for _, one := range them {
			if domain.MayAnswer(w, kind, domain.Actor{ID: one.ID, Role: one.Role}, target) == nil {
				out = append(out, one.Person)
			}
		}
	}
	return out, nil
}

// seenFor is how far back a network or a browser counts as known.
const seenFor = 90 * 24 * time.Hour

// knownNetwork reports whether the person signed in from the request's network
// before.
func (f *Flows) knownNetwork(tx *store.Tx, c ctxt, userID string) (bool, error) {
	before, err := tx.Addresses(c, userID, c.Now.Add(-seenFor))
	for _, ip := range before {
		if sameNetwork(ip, c.IP) {
			return true, err
		}
	}
	return false, err
}

// sameNetwork reports whether two addresses are of one /24, or one /64 of IPv6.
func sameNetwork(a, b string) bool {
	x, err := netip.ParseAddr(a)
	if err != nil {
		return false
	}
	bits := 64
	if x = x.Unmap(); x.Is4() {
		bits = 24
	}
	prefix, err := x.Prefix(bits)
	y, other := netip.ParseAddr(b)
	return err == nil && other == nil && prefix.Contains(y.Unmap())
}
