package flow

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// Limits on asking for the link of a forgotten password. They hold for every
// address alike, known or not.
const (
	ResetAsksPerAddress = 5
	ResetAsksPerNetwork = 30
	// ResetAskWait is the wait before a link to the same address can be asked
	// for again.
	ResetAskWait = 30 * time.Second
)

const jobReset = "password_reset"

// resetAsk is the payload of the job that answers who asked for a link. It
// lies sealed in its row: addresses of strangers are nobody's to read.
type resetAsk struct {
	Email     string `json:"email"`
	IP        string `json:"ip"`
	Browser   string `json:"browser"`
	RequestID string `json:"request"`
}

// AskReset asks for the link of a forgotten password. What it does, says and
// takes is the same for every address: it counts the asking and leaves a job,
// and only the job looks whether the address belongs to somebody.
func (f *Flows) AskReset(ctx context.Context, r Request, email string) error {
	if err := domain.Collect(domain.CheckEmail(email, "email")); err != nil {
		return err
	}
	c := ctxt{ctx, r}
	job, err := f.resetJob(c, strings.TrimSpace(email))
	if err != nil {
		return err
	}
	return f.sends(c, func(tx *store.Tx) (refused, err error) {
		if refused, err = f.mayAskReset(tx, c, email); err != nil || refused != nil {
			return refused, err
		}
		return nil, tx.QueueJob(c, job)
	})
}

func (f *Flows) resetJob(c ctxt, email string) (store.Job, error) {
	id, err := f.newID("job")
	if err != nil {
		return store.Job{}, err
	}
	raw, err := json.Marshal(resetAsk{Email: email, IP: c.IP, Browser: c.Browser, RequestID: c.RequestID})
	if err != nil {
		return store.Job{}, fmt.Errorf("write job: %w", err)
	}
	sealed, err := f.keys.Seal(raw, factor.Bind("job", c.Scope.Tenant(), id))
	if err != nil {
		return store.Job{}, fmt.Errorf("seal job: %w", err)
	}
	return store.Job{ID: id, Kind: jobReset, Payload: base64.RawStdEncoding.EncodeToString(sealed), CreatedAt: c.Now}, nil
}

// mayAskReset counts one asking on its network, on its address, and on the
// wait between two. The first refusal of each window stands in the audit log.
func (f *Flows) mayAskReset(tx *store.Tx, c ctxt, email string) (refused, err error) {
	key := accountKey(email)
	for _, q := range []struct {
		id   string
		most int64
		span time.Duration
		code domain.Code
	}{
		{"reset-from:" + c.Network, ResetAsksPerNetwork, limitSpan, domain.CodeRateLimited},
		{"reset-wait:" + key, 1, ResetAskWait, domain.CodeResendWait},
		{"reset-of:" + key, ResetAsksPerAddress, limitSpan, domain.CodeRateLimited},
	} {
		_, ok, err := tx.SpendQuota(c, q.id, 1, q.most, q.span, c.Now)
		if err != nil {
			return nil, err
		}
		if !ok {
			return f.refuseAsk(tx, c, q.id, q.span, q.code)
		}
	}
	return nil, nil
}

func (f *Flows) refuseAsk(tx *store.Tx, c ctxt, id string, span time.Duration, code domain.Code) (refused, err error) {
	since, err := tx.QuotaSince(c, id)
	if err != nil {
		return nil, err
	}
	wait := max(since.Add(span).Sub(c.Now), time.Second)
	if code == domain.CodeRateLimited {
		first, err := tx.TellQuota(c, id, 1)
		if err != nil {
			return nil, err
		}
		if first {
			err = f.record(tx, c, domain.EventRefused, false, domain.User{}, "what", jobReset, "reason", string(code))
		}
		if err != nil {
			return nil, err
		}
	}
	return domain.Refuse(domain.TooMany, code).After(wait), nil
}

// answerReset mails the link to whoever the address belongs to. Somebody
// invited, suspended or unknown gets nothing and is told nothing.
func (f *Flows) answerReset(tx *store.Tx, c ctxt, j store.Job) error {
	taken, err := tx.TakeJob(c, j.ID)
	if err != nil || !taken {
		return err
	}
	ask, err := f.openResetAsk(c, j)
	if err != nil {
		return err
	}
	c.IP, c.Browser, c.RequestID = ask.IP, ask.Browser, ask.RequestID
	p, err := tx.UserByEmail(c, ask.Email)
	if store.Missing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	policy, err := tx.CurrentPolicy(c)
	if err != nil {
		return err
	}
	next := signin.Next(signin.Facts{Policy: policy.Policy, Person: p.User, Methods: p.Methods, Proofs: []signin.Proof{signin.MailLink}, Now: c.Now})
	if next.Step == signin.Refuse && !stuck(next.Refusal) {
		return nil
	}
	return f.mailReset(tx, c, p)
}

func (f *Flows) openResetAsk(c ctxt, j store.Job) (ask resetAsk, err error) {
	sealed, err := base64.RawStdEncoding.DecodeString(j.Payload)
	if err != nil {
		return ask, fmt.Errorf("read job %s: %w", j.ID, err)
	}
	raw, err := f.keys.Open(sealed, factor.Bind("job", c.Scope.Tenant(), j.ID))
	if err != nil {
		return ask, fmt.Errorf("open job %s: %w", j.ID, err)
	}
	return ask, json.Unmarshal(raw, &ask)
}

// stuck reports whether a refusal leaves somebody without a way to verify. They
// get the link all the same: by it they can ask for help.
func stuck(refusal error) bool {
	code := domain.CodeOf(refusal)
	return code == domain.CodeMethodDisabled || code == domain.CodeMethodNotAccepted
}

func (f *Flows) mailReset(tx *store.Tx, c ctxt, p store.Person) error {
	l, token, err := f.newLink(c.Request, store.LinkReset, p.User, domain.ResetFor)
	if err != nil {
		return err
	}
	if err := tx.AddLink(c, l); err != nil {
		return err
	}
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	if err := f.mailLink(tx, c, org, p.User, l, token); err != nil {
		return err
	}
	// Whoever asked showed nothing: the event has no actor.
	return f.recordOn(tx, c, domain.EventResetAsked, true, domain.User{}, p.User)
}
