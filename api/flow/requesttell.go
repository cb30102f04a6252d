package flow

import (
	"maps"
	"strings"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// Kinds of letter about requests.
const (
	letterRequestMade     = "request_made"
	letterRequestTaken    = "request_taken"
	letterRequestDone     = "request_done"
	letterRequestDeclined = "request_declined"
	letterRequestExpired  = "request_expired"
	letterRequestWaiting  = "request_waiting" // to who may answer
	letterRequestStopped  = "request_stopped" // to them too
)

// tellRequested writes a new request down, asks the person at every address
// whether it is theirs, and tells who may answer it.
func (f *Flows) tellRequested(tx *store.Tx, c ctxt, p store.Person, req store.Request, them []store.Person) error {
	err := f.record(tx, c, domain.EventRequestMade, true, called(p.User), "number", domain.RequestName(req.Number), "kind", string(req.Kind), "known_browser", yesNo(req.Known))
	if err != nil {
		return err
	}
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	if err := f.mailRequest(tx, c, org, p, req, letterRequestMade, nil); err != nil {
		return err
	}
	words := map[string]string{"who": called(p.User).Name, "email": p.Email, "number": domain.RequestName(req.Number), "link": f.address(org, "/admin/requests/"+req.ID)}
	return f.mailAll(tx, c, org, them, letterRequestWaiting, words)
}

func (f *Flows) mailAll(tx *store.Tx, c ctxt, org domain.Tenant, them []store.Person, kind string, words map[string]string) error {
	for _, one := range them {
		if err := f.mail(tx, c, org, one.User, kind, words); err != nil {
			return err
		}
	}
	return nil
}

// mailRequest writes to all addresses of a person about a request of theirs,
// with a link that stops it while it is open, or says afterwards that it never
// was theirs.
func (f *Flows) mailRequest(tx *store.Tx, c ctxt, org domain.Tenant, p store.Person, req store.Request, kind string, words map[string]string) error {
	args := map[string]string{"number": domain.RequestName(req.Number)}
	maps.Copy(args, words)
	return f.mailStoppable(tx, c, org, p, req.ID, kind, args)
}

// mailStoppable writes to all addresses of a person about a request or a case,
// with one link that stops it.
func (f *Flows) mailStoppable(tx *store.Tx, c ctxt, org domain.Tenant, p store.Person, id, kind string, args map[string]string) error {
	all, err := tx.Factors(c, p.ID)
	if err != nil {
		return err
	}
	mailboxes, err := f.mailboxes(c, all, p.Email)
	if err != nil {
		return err
	}
	link, token, err := f.newLink(c.Request, store.LinkRequest, p.User, domain.ObjectionFor)
	if err != nil {
		return err
	}
	link.Detail = []byte(id)
	if err := tx.AddLink(c, link); err != nil {
		return err
	}
	args["link"], args["within"] = f.linkAddress(org, store.LinkRequest, token), count(int(domain.ObjectionFor/(24*time.Hour)))
	for _, mailbox := range mailboxes {
		to := p.User
		to.Email = mailbox
		if err := f.mail(tx, c, org, to, kind, args); err != nil {
			return err
		}
	}
	return nil
}

// endWith ends a request and tells the person. It reports false where somebody
// else was faster.
func (f *Flows) endWith(tx *store.Tx, c ctxt, p store.Person, req store.Request, s store.Settled) (bool, error) {
	s.At = c.Now
	settled, err := tx.SettleRequest(c, req.ID, s)
	if err != nil || !settled {
		return false, err
	}
	kinds := map[domain.RequestState]domain.EventKind{domain.RequestDone: domain.EventRequestDone, domain.RequestDeclined: domain.EventRequestDeclined,
		domain.RequestExpired: domain.EventRequestExpired, domain.RequestStopped: domain.EventRequestStopped}
	detail := []string{"number", domain.RequestName(req.Number), "kind", string(req.Kind)}
	if s.Reason != "" {
		detail = append(detail, "reason", s.Reason)
	}
	if err := f.recordOn(tx, c, kinds[s.State], true, domain.User{ID: s.By, Name: s.ByName}, called(p.User), detail...); err != nil {
		return false, err
	}
	if req.Kind == domain.RequestApproval {
		return true, f.approvalEnded(tx, c, p, req, s)
	}
	if s.State == domain.RequestStopped {
		return true, nil
	}
	org, err := tx.Organization(c)
	if err != nil {
		return false, err
	}
	letters := map[domain.RequestState]string{domain.RequestDone: letterRequestDone, domain.RequestDeclined: letterRequestDeclined, domain.RequestExpired: letterRequestExpired}
	// Where and on what the administrator works is not the person's to know.
	return true, f.mailRequest(tx, c, org, p, req, letters[s.State], map[string]string{"by": s.ByName, "reason": strings.TrimSpace(s.Reason), "when": "", "device": "", "place": ""})
}

func (f *Flows) expireRequest(tx *store.Tx, c ctxt, p store.Person, req store.Request) error {
	_, err := f.endWith(tx, c, p, req, store.Settled{State: domain.RequestExpired})
	return err
}

// requestDone ends what somebody asked for, once by did it on their page.
func (f *Flows) requestDone(tx *store.Tx, c ctxt, p store.Person, by domain.User, kind domain.RequestKind) error {
	req, err := tx.OpenRequest(c, p.ID, false)
	if store.Missing(err) || err == nil && req.Kind != kind {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.endWith(tx, c, p, req, store.Settled{State: domain.RequestDone, By: by.ID, ByName: by.Name})
	return err
}

// jobRequest is the kind of job that ends a request nobody answered.
const jobRequest = "request"

// endRequest ends a request whose time is over.
func (f *Flows) endRequest(tx *store.Tx, c ctxt, j store.Job) error {
	advanced, err := tx.AdvanceJob(c, j, "ended", 1, true, c.Now)
	if err != nil {
		return err
	}
	if !advanced {
		return errMoved
	}
	req, err := tx.Request(c, j.Payload)
	if store.Missing(err) || err == nil && (!req.State.Live() || c.Now.Before(req.ExpiresAt)) {
		return nil
	}
	if err != nil {
		return err
	}
	p, err := tx.User(c, req.UserID)
	if err != nil {
		return err
	}
	return f.expireRequest(tx, c, p, req)
}
