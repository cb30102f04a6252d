package flow

import (
	"context"

	"twofold/domain"
	"twofold/frontend/text/messages"
	"twofold/tenancy/store"
)

// TestSender sends an operator an e-mail by the way that all take, so that they
// see whether it arrives. to is what may be shown of the address.
func (f *Flows) TestSender(ctx context.Context, r Request, v *Visit) (to string, err error) {
	c := ctxt{ctx, r}
	if err := f.mayServe(c, v, mayReadHealth); err != nil {
		return "", f.refusedAct(c, v, "sender test", nil, err)
	}
	var refused error // after the commit: what it used up stays
	err = f.administer(c, v, mayReadHealth, string(domain.EventSenderTested), func(tx *store.Tx) error {
		var err error
		if refused, err = spendTest(tx, c, "sender.tests:"+v.Person.ID); err != nil || refused != nil {
			return err
		}
		org, err := tx.Organization(c)
		if err != nil {
			return err
		}
		l := Letter{Kind: messages.SignedIn, Lang: messages.Default, Test: true, Args: messages.SampleOf(messages.SignedIn, org.Name, f.SignInAddress(org), c.Now)}
		m, err := f.sealed(c, v.Person.User, letterTest, l)
		if err != nil {
			return err
		}
		if to = maskEmail(v.Person.Email); m.To == "" {
			m.To = v.Person.Email
		}
		if err := tx.QueueMail(c, m); err != nil {
			return err
		}
		return f.recordOn(tx, c, domain.EventSenderTested, true, v.Person.User, v.Person.User, "channel", string(store.ChannelMail))
	})
	if err == nil {
		err = refused
	}
	return to, err
}
