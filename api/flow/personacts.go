package flow

import (
	"context"

	"twofold/domain"
	"twofold/tenancy/store"
)

// Unlock lets somebody try codes and passwords again at once (R17).
func (f *Flows) Unlock(ctx context.Context, r Request, v *Visit, id string) error {
	c := ctxt{ctx, r}
	return f.actOn(c, v, mayUnlock, string(domain.EventUnlocked), id, domain.MayUnlock, func(tx *store.Tx, p store.Person) error {
		if err := f.unlock(tx, c, v, p); err != nil {
			return err
		}
		return f.requestDone(tx, c, p, v.Person.User, domain.RequestUnlock)
	})
}

func (f *Flows) unlock(tx *store.Tx, c ctxt, v *Visit, p store.Person) error {
	if err := f.changePerson(tx, c, p, store.UserChange{ClearLock: true, At: c.Now}); err != nil {
		return err
	}
	account := accountKey(p.Email)
	if err := tx.ClearThrottles(c, "pair:"+account+":", "account:"+account); err != nil {
		return err
	}
	return f.recordOn(tx, c, domain.EventUnlocked, true, v.Person.User, called(p.User), "was_locked", yesNo(p.Lock.Locked(c.Now)))
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// EndPersonSessions signs somebody out everywhere, or of one session when
// session names it, and counts what ended.
func (f *Flows) EndPersonSessions(ctx context.Context, r Request, v *Visit, id, session string) (n int, err error) {
	c := ctxt{ctx, r}
	err = f.actOn(c, v, mayEndSessions, string(domain.EventSessionRevoked), id, domain.MayManage, func(tx *store.Tx, p store.Person) error {
		if n, err = endSessions(tx, c, p.ID, session); err != nil || n == 0 {
			return err
		}
		return f.recordOn(tx, c, domain.EventSessionRevoked, true, v.Person.User, called(p.User), "sessions", count(n))
	})
	return n, err
}

func endSessions(tx *store.Tx, c ctxt, userID, session string) (int, error) {
	if session == "" {
		n, err := tx.EndOtherSessions(c, userID, "", c.Now)
		return int(n), err
	}
	return endOne(session, func() (bool, error) { return tx.EndSession(c, userID, session, c.Now) })
}

// endOne ends the one thing an id names, or answers that there is none.
func endOne(id string, end func() (bool, error)) (int, error) {
	if !idLike(id) {
		return 0, domain.Refuse(domain.NotFound, domain.CodeNotFound)
	}
	ended, err := end()
	if err == nil && !ended {
		err = domain.Refuse(domain.NotFound, domain.CodeNotFound)
	}
	return 1, err
}

// EndPersonTrusts removes somebody's trusted browsers, or the one that trust
// names, and counts them.
func (f *Flows) EndPersonTrusts(ctx context.Context, r Request, v *Visit, id, trust string) (n int, err error) {
	c := ctxt{ctx, r}
	err = f.actOn(c, v, mayEndSessions, string(domain.EventTrustRemoved), id, domain.MayManage, func(tx *store.Tx, p store.Person) error {
		if n, err = endTrusts(tx, c, p.ID, trust); err != nil || n == 0 {
			return err
		}
		return f.recordOn(tx, c, domain.EventTrustRemoved, true, v.Person.User, called(p.User), "browsers", count(n))
	})
	return n, err
}

func endTrusts(tx *store.Tx, c ctxt, userID, trust string) (int, error) {
	if trust == "" {
		n, err := tx.EndTrusts(c, userID, c.Now)
		return int(n), err
	}
	return endOne(trust, func() (bool, error) { return tx.EndTrust(c, userID, trust, c.Now) })
}
