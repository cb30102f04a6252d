package flow

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"twofold/domain"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// lookups wait in memory for the worker, so that asking takes the same time
// whether or not an address is known. A stop answers them first; a crash forgets
// them, and people ask again.
type lookups struct {
	mu      sync.Mutex
	waiting []lookup
}

type lookup struct {
	email string
	from  Request
}

const lookupsMost = 1000

// FindOrganizations asks for a mail that lists where an address can sign in.
// The answer is the same for every address; the mail goes to that address
// only, and only when it can sign in somewhere. AnswerLookups sends it.
func (f *Flows) FindOrganizations(ctx context.Context, r Request, email string) error {
	if err := domain.Collect(domain.CheckEmail(email, "email")); err != nil {
		return err
	}
	if err := f.limit("find from:"+r.Network, LookupsPerNetwork, r.Now); err != nil {
		return err
	}
	if f.limit("find of:"+accountKey(email), LookupsPerAddress, r.Now) != nil {
		return nil
	}
	f.lookups.mu.Lock()
	defer f.lookups.mu.Unlock()
	if len(f.lookups.waiting) >= lookupsMost {
		return domain.Refuse(domain.Busy, domain.CodeBusy).After(10 * time.Second)
	}
	f.lookups.waiting = append(f.lookups.waiting, lookup{strings.TrimSpace(email), r})
	return nil
}

// AnswerLookups mails what FindOrganizations was asked for since the last
// call. While the database is away what was asked waits on; a look-up that fails
// otherwise is given up, and keeps no other from its answer.
func (f *Flows) AnswerLookups(ctx context.Context) error {
	f.lookups.mu.Lock()
	waiting := f.lookups.waiting
	f.lookups.waiting = nil
	f.lookups.mu.Unlock()
	var failed error
	for i, l := range waiting {
		err := f.answerLookup(ctx, l)
		if err != nil && (domain.KindOf(err) == domain.Unavailable || ctx.Err() != nil) {
			f.lookups.mu.Lock()
			f.lookups.waiting = append(waiting[i:], f.lookups.waiting...)
			f.lookups.mu.Unlock()
			return errors.Join(failed, err)
		}
		failed = errors.Join(failed, err)
	}
	return failed
}

func (f *Flows) answerLookup(ctx context.Context, l lookup) error {
	orgs, err := f.db.TenantsOfEmail(ctx, l.email)
	if err != nil || len(orgs) == 0 {
		return err
	}
	l.from.Scope = tenancy.Of(orgs[0].ID)
	c := ctxt{ctx, l.from}
	var links []string
	for _, org := range orgs {
		links = append(links, f.address(org, "/sign-in"))
	}
	return f.db.In(c, c.Scope, func(tx *store.Tx) error {
		person, err := tx.UserByEmail(c, l.email)
		if err != nil {
			return err
		}
		// No organization sends this one: its sender is the service.
		return f.mail(tx, c, orgs[0], person.User, "organizations",
			map[string]string{"org": "", "email": person.Email, "link": strings.Join(links, "\n")})
	})
}
