//go:build sandbox

package sandbox

import (
	"context"
	"time"

	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// Relock makes the people who show the lock locked again, as wrong codes do:
// a lock lasts half an hour only. Those who changed in the meantime are left
// alone.
func (k Kit) Relock(ctx context.Context) error {
	tenants, err := k.DB.Tenants(ctx)
	if err != nil {
		return err
	}
	for _, d := range Demos {
		for _, t := range tenants {
			if t.ShortName != d.Short {
				continue
			}
			if err := k.DB.In(ctx, tenancy.Of(t.ID), func(tx *store.Tx) error { return d.lock(ctx, tx, k.Flows.Now()) }); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d Demo) lock(ctx context.Context, tx *store.Tx, now time.Time) error {
	for _, one := range d.People {
		if one.State != Locked {
			continue
		}
		p, err := tx.UserByEmail(ctx, d.Address(one))
		if err != nil {
			return err
		}
		if p.Lock.Locked(now) || p.TwoStep != domain.TwoStepOn || p.State != domain.UserActive {
			continue
		}
		if err := wrongCodes(ctx, tx, p, now); err != nil {
			return err
		}
	}
	return nil
}

func wrongCodes(ctx context.Context, tx *store.Tx, p store.Person, now time.Time) error {
	if err := tx.ForgiveCodes(ctx, p.ID); err != nil {
		return err
	}
	event := func(kind domain.EventKind, ok bool, key, value string) domain.Event {
		return domain.Event{ID: id("evt"), At: now, Kind: kind, OK: ok, ActorID: p.ID, ActorName: p.Name, SubjectID: p.ID, Subject: p.Name, RequestID: "demo",
			IP: "192.0.2.66", Browser: "Firefox on Linux", Detail: map[string]string{key: value}}
	}
	for range domain.DefaultPolicy().LockAttempts {
		if _, err := tx.SpendCodeTryFor(ctx, p.ID, now); err != nil {
			return err
		}
		if err := tx.Record(ctx, event(domain.EventSecondStepFailed, false, "reason", string(domain.CodeCodeWrong))); err != nil {
			return err
		}
	}
	locked, err := tx.User(ctx, p.ID)
	if err != nil {
		return err
	}
	return tx.Record(ctx, event(domain.EventLocked, true, "until", locked.Lock.Until.Format(time.RFC3339)))
}
