package flow

import (
	"context"

	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// GiveUpMail notes that a message will never arrive, and tells the audit log:
// reason is in words without addresses.
func (f *Flows) GiveUpMail(ctx context.Context, m store.Mail, reason string) error {
	c := ctxt{ctx, Request{Scope: tenancy.Of(m.Tenant), Now: f.Now()}}
	return f.db.In(ctx, c.Scope, func(tx *store.Tx) error {
		if err := tx.MailFailed(c, m.ID, reason, c.Now, never); err != nil {
			return err
		}
		return f.undeliverable(tx, c, m, reason)
	})
}

// lost reports whether the newest of some codes, newest first, will never
// arrive where it was sent. One that was sent since may.
func lost(codes []store.SentCode, m domain.Method, factor string) bool {
	for _, s := range codes {
		if s.Method == m && s.Factor == factor {
			return s.Lost
		}
	}
	return false
}

// ConfirmLost lists the ways to confirm whose newest code, sent to this
// session and not over yet, will never arrive.
func (f *Flows) ConfirmLost(ctx context.Context, r Request, v *Visit) (out []domain.ConfirmMethod, err error) {
	var ways []domain.ConfirmMethod
	for _, m := range v.ConfirmMethods() {
		if sentMethod(m.Method()) {
			ways = append(ways, m)
		}
	}
	if len(ways) == 0 {
		return nil, nil
	}
	c := ctxt{ctx, r}
	err = f.db.View(c, c.Scope, func(tx *store.Tx) error {
		sent, err := tx.SentCodes(c, v.Person.ID, v.Session.ID)
		if err != nil || len(sent) == 0 {
			return err
		}
		if err := tx.MarkLost(c, sent); err != nil {
			return err
		}
		for _, m := range ways {
			if newest, found := newestOf(sent, m.Method()); found && newest.Lost && c.Now.Before(newest.ExpiresAt) {
				out = append(out, m)
			}
		}
		return nil
	})
	return out, err
}

func newestOf(codes []store.SentCode, m domain.Method) (store.SentCode, bool) {
	for _, s := range codes {
		if s.Method == m {
			return s, true
		}
	}
	return store.SentCode{}, false
}
