package flow

import (
	"slices"

	"twofold/domain"
	"twofold/tenancy/store"
)

// newBrowser writes the notice of a sign-in from a browser that never signed
// in to this account; nil where there is nothing to tell: the browser is known,
// it's somebody's first sign-in, or a client without a browser.
func (f *Flows) newBrowser(c ctxt, p store.Person, known bool, factors []store.Factor) (*store.Notice, error) {
	if known || p.LastSignInAt.IsZero() || len(c.BrowserHash) == 0 || c.Bearer {
		return nil, nil
	}
	org, _, err := f.Organization(c, c.Scope)
	if err != nil {
		return nil, err
	}
	mailboxes, err := f.mailboxes(c, factors, p.Email)
	if err != nil {
		return nil, err
	}
	args := map[string]string{}
	if c.Browser == "" {
		args["device"] = domain.BrowserUnknown
	}
	link, mails, err := f.noticeLetters(c, org, p.User, mailboxes, undo{Kind: noticeSignedIn, Args: args})
	return &store.Notice{Link: link, Mails: mails}, err
}

// newBrowserByPassword is newBrowser where the methods weren't read.
func (f *Flows) newBrowserByPassword(c ctxt, p store.Person, known bool) (*store.Notice, error) {
	var factors []store.Factor
	if !known && slices.Contains(p.Methods, domain.MethodEmail) {
		err := f.db.View(c, c.Scope, func(tx *store.Tx) (err error) {
			factors, err = tx.Factors(c, p.ID)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return f.newBrowser(c, p, known, factors)
}
