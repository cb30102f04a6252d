package flow

import (
	"fmt"

	"twofold/domain"
	"twofold/frontend/text/messages"
	"twofold/tenancy/store"
)

// textOldNumber tells a verified number that the person's codes no longer go to
// it, in the transaction of the change: whoever holds the phone learns of it
// even where somebody else reads the mailbox. It counts in every cap of text
// messages and is none of the codes whose use is watched. Where no text may go
// there it is left out and the change goes on, because the mail tells it too.
func (f *Flows) textOldNumber(tx *store.Tx, c ctxt, org domain.Tenant, to domain.User, old target) error {
	policy, err := tx.CurrentPolicy(c)
	if err != nil || textsGo(f.config.Texts, policy.Policy, old.country) != nil {
		return err
	}
	cost, refused, err := f.allowText(tx, c, org, policy.Policy, textTo{person: to, key: old.key, country: old.country}, 1)
	if err != nil || refused != nil {
		return err
	}
	words := map[string]string{"org": org.Name, "to": old.address}
	m, err := f.sealed(c, to, messages.OldNumber, Letter{Kind: messages.OldNumber, Lang: domain.LanguageFor(to.Language, org.Language), Args: words})
	if err != nil {
		return err
	}
	m.Channel, m.To, m.Country, m.Cost, m.Segments = store.ChannelText, "•••"+old.hint, old.country, cost, 1
	return tx.QueueMail(c, m)
}

// textOldProfile is textOldNumber to the number that a profile had, where its
// person proved it.
func (f *Flows) textOldProfile(tx *store.Tx, c ctxt, org domain.Tenant, to domain.User, old store.ProfilePhone) error {
	if old.State != domain.PhoneVerified {
		return nil
	}
	raw, err := f.keys.Open(old.Sealed, profileBinding(c, to.ID))
	if err != nil {
		return fmt.Errorf("open the number before: %w", err)
	}
	return f.textOldNumber(tx, c, org, to, target{method: domain.MethodText, address: string(raw), key: old.Key, hint: old.Hint, country: old.Country})
}

// textOldMethod is textOldNumber to the number of a method that went, nothing
// where it is of another kind or has the number that took its place.
func (f *Flows) textOldMethod(tx *store.Tx, c ctxt, org domain.Tenant, to domain.User, old, next store.Factor) error {
	if old.Method != domain.MethodText || next.Method == domain.MethodText && next.Lookup == old.Lookup {
		return nil
	}
	t, err := f.targetOf(c, old)
	if err != nil {
		return err
	}
	return f.textOldNumber(tx, c, org, to, t)
}
