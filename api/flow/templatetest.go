package flow

import (
	"cmp"
	"context"
	"time"

	"twofold/domain"
	"twofold/frontend/text/messages"
	"twofold/tenancy/store"
)

// TestsPerPerson is how many test messages an administrator may send
// themselves in an hour.
const TestsPerPerson = 10

// letterTest is the kind of a test in the outbox and the delivery log.
const letterTest = "test"

// SendTest sends the reader a message in the given words, with made-up values
// and never a code that is one: an e-mail to their own address, a text message
// to a number they have verified. to is what may be shown of it.
func (f *Flows) SendTest(ctx context.Context, r Request, v *Visit, kind, lang string, words messages.Wording) (to string, err error) {
	c := ctxt{ctx, r}
	words, err = checkTemplate(kind, lang, words)
	if err != nil {
		return "", err
	}
	var refused error // after the commit: what it used up and told stays
	err = f.administer(c, v, mayWriteMessages, string(domain.EventTemplateTested), func(tx *store.Tx) error {
		var err error
		if refused, err = spendTest(tx, c, "templates.tests:"+v.Person.ID); err != nil || refused != nil {
			return err
		}
		org, err := tx.Organization(c)
		if err != nil {
			return err
		}
		l := Letter{Kind: kind, Lang: lang, Test: true, Own: words, Args: messages.SampleOf(kind, org.Name, f.SignInAddress(org), c.Now)}
		var m store.Mail
		if kind == messages.CodeByText {
			m, refused, err = f.testByText(tx, c, v, org, l)
		} else {
			m, err = f.sealed(c, v.Person.User, letterTest, l)
		}
		if err != nil || refused != nil {
			return err
		}
		if to = m.To; kind == messages.CodeByText {
			m.ExpiresAt = c.Now.Add(time.Hour)
		}
		if err := tx.QueueMail(c, m); err != nil {
			return err
		}
		return f.recordOn(tx, c, domain.EventTemplateTested, true, v.Person.User, v.Person.User, "kind", kind, "language", lang, "channel", string(cmp.Or(m.Channel, store.ChannelMail)))
	})
	if err == nil {
		err = refused
	}
	return to, err
}

// spendTest counts a test message of somebody. refused, which is to be told
// after the commit, says that they had all of an hour.
func spendTest(tx *store.Tx, c ctxt, key string) (refused, err error) {
	_, fits, err := tx.SpendQuota(c, key, 1, TestsPerPerson, time.Hour, c.Now)
	if err == nil && !fits {
		refused = domain.Refuse(domain.TooMany, domain.CodeTestQuota).With("n", TestsPerPerson).After(time.Hour)
	}
	return refused, err
}

// testByText counts in every cap of text messages.
func (f *Flows) testByText(tx *store.Tx, c ctxt, v *Visit, org domain.Tenant, l Letter) (m store.Mail, refused, err error) {
	number, found, err := f.ownNumber(tx, c, v.Person.ID)
	if err != nil {
		return m, nil, err
	}
	if !found {
		return m, domain.Refuse(domain.Conflict, domain.CodeTestNoNumber), nil
	}
	policy, err := tx.CurrentPolicy(c)
	if err != nil {
		return m, nil, err
	}
	cost, refused, err := f.allowText(tx, c, org, policy.Policy, textTo{person: v.Person.User, key: number.key, country: number.country}, 1)
	if err != nil || refused != nil {
		return m, refused, err
	}
	l.Kind, l.Args["to"] = letterCode, number.address
	if m, err = f.sealed(c, v.Person.User, letterTest, l); err != nil {
		return m, nil, err
	}
	m.Channel, m.To, m.Country, m.Cost, m.Segments = store.ChannelText, "•••"+number.hint, number.country, cost, 1
	return m, nil, nil
}

// ownNumber is a number that a person has verified and can use.
func (f *Flows) ownNumber(tx *store.Tx, c ctxt, person string) (target, bool, error) {
	ways, err := tx.Factors(c, person)
	for _, x := range ways {
		if x.Method == domain.MethodText && !x.Disabled {
			t, err := f.targetOf(c, x)
			return t, err == nil, err
		}
	}
	return target{}, false, err
}
