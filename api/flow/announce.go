package flow

import (
	"context"
	"encoding/json"
	"fmt"

	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

const (
	jobAnnounce   = "announce"
	announceBatch = 200
)

// announcement is the payload of a job that tells people about a version of
// the policy.
type announcement struct {
	Version int64 `json:"version"`
}

// RunJob does the next part of a leased job: a bounded number of rows, in one
// transaction that also notes how far it got, so that each part happens once
// however often it is tried.
func (f *Flows) RunJob(ctx context.Context, j store.Job) error {
	c := ctxt{ctx, Request{Scope: tenancy.Of(j.Tenant), Now: f.Now()}}
	var part func(tx *store.Tx) error
	switch j.Kind {
	case jobAnnounce:
		var a announcement
		if err := json.Unmarshal([]byte(j.Payload), &a); err != nil {
			return fmt.Errorf("read announcement %s: %w", j.ID, err)
		}
		part = func(tx *store.Tx) error { return f.announce(tx, c, j, a) }
	case jobNumbers:
		part = func(tx *store.Tx) error { return f.askNumbers(tx, c, j) }
	case jobReset:
		part = func(tx *store.Tx) error { return f.answerReset(tx, c, j) }
	case jobRequest:
		part = func(tx *store.Tx) error { return f.endRequest(tx, c, j) }
	case jobGuarded:
		part = func(tx *store.Tx) error { return f.runGuarded(tx, c, j) }
	default:
		return badState("a job of kind " + j.Kind)
	}
	err := f.db.In(ctx, c.Scope, part)
	if err == errMoved {
		return nil // another worker did this part
	}
	return err
}

// announce mails the next people who have to set up, each once. It stops
// where required was taken back meanwhile.
func (f *Flows) announce(tx *store.Tx, c ctxt, j store.Job, a announcement) error {
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	now, err := tx.Policy(c, org.PolicyVersion)
	if err != nil {
		return err
	}
	var batch []store.Person
	if now.Policy.Mode == domain.ModeRequired {
		if batch, err = tx.AffectedPeople(c, f.readyUnder(now.Policy), j.Position, announceBatch); err != nil {
			return err
		}
	}
	mails, err := f.requiredLetters(c, org, batch)
	if err != nil {
		return err
	}
	position, done := j.Position, len(batch) < announceBatch
	if len(batch) > 0 {
		position = batch[len(batch)-1].ID
	}
	advanced, err := tx.AdvanceJob(c, j, position, len(mails), done, c.Now)
	if err != nil {
		return err
	}
	if !advanced {
		return errMoved
	}
	if err := tx.QueueMail(c, mails...); err != nil || !done {
		return err
	}
	return f.recordOn(tx, c, domain.EventEnrollmentNotified, true, domain.User{}, domain.User{},
		"version", fmt.Sprint(a.Version), "people", count(j.DoneCount+len(mails)))
}

// requiredLetters writes to members; invited people learn it when they join.
func (f *Flows) requiredLetters(c ctxt, org domain.Tenant, people []store.Person) ([]store.Mail, error) {
	var mails []store.Mail
	for _, p := range people {
		if p.State != domain.UserActive {
			continue
		}
		m, err := f.letter(c, org, p.User, "required", map[string]string{"link": f.address(org, "/sign-in")})
		if err != nil {
			return nil, err
		}
		mails = append(mails, m)
	}
	return mails, nil
}
