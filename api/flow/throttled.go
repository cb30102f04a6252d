package flow

import (
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// refuseTry answers a try at a password while a throttle is closed. The first
// refusal of each wait is recorded: a wait begins with a try that was compared
// and has a row of its own, so refusals can at most double what a stranger
// writes into the log, however many they are.
func (f *Flows) refuseTry(c ctxt, who domain.User, keys store.ThrottleKeys) error {
	var wait store.Closed
	err := f.db.View(c, c.Scope, func(tx *store.Tx) (err error) {
		wait, err = tx.Blocking(c, keys, c.Now)
		return err
	})
	if err == nil && wait.ID != "" && !wait.Recorded {
		err = f.db.In(c, c.Scope, func(tx *store.Tx) error {
			first, err := tx.RecordRefusals(c, wait)
			if err != nil || !first {
				return err
			}
			return f.record(tx, c, domain.EventRefused, false, who, "what", "password", "reason", string(domain.CodeRateLimited), "throttle", wait.Kind)
		})
	}
	if err != nil {
		return err
	}
	return domain.Refuse(domain.TooMany, domain.CodeRateLimited).After(max(wait.Until.Sub(c.Now), time.Second))
}
