package flow

import (
	"context"

	"twofold/domain"
	"twofold/tenancy/store"
)

// PolicyView is the policy in force with its version and the newest saves.
type PolicyView struct {
	Version int64
	Policy  domain.Policy
	History []store.PolicyChange // newest first, this version included
}

const policyHistory = 20

// ReadPolicy reads the policy in force for its page.
func (f *Flows) ReadPolicy(ctx context.Context, r Request, v *Visit) (out PolicyView, err error) {
	c := ctxt{ctx, r}
	if err := f.permit(c, v, mayReadPolicy); err != nil {
		return out, f.refusedAct(c, v, "policy", nil, err)
	}
	err = f.db.View(ctx, r.Scope, func(tx *store.Tx) error {
		out, err = readPolicy(tx, c)
		return err
	})
	return out, err
}

func readPolicy(tx *store.Tx, c ctxt) (PolicyView, error) {
	org, err := tx.Organization(c)
	if err != nil {
		return PolicyView{}, err
	}
	history, err := tx.PolicyHistory(c, policyHistory)
	if err != nil {
		return PolicyView{}, err
	}
	for _, change := range history {
		if change.Version == org.PolicyVersion {
			return PolicyView{Version: change.Version, Policy: change.Policy, History: history}, nil
		}
	}
	return PolicyView{}, badState("the policy in force is not in its history")
}
