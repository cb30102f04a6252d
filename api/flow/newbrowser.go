package flow

import (
	"slices"

	"twofold/domain"
	"twofold/tenancy/store"
)

// newPlace reports whether a sign-in is from a browser that never signed in to
// this account. Somebody's first sign-in isn't. A client without a cookie can't
// be known again, so each of its sign-ins is: else whoever has a password asked
// for a bearer token, and nobody was told.
func newPlace(p store.Person, known bool) bool { return !known && !p.LastSignInAt.IsZero() }

// newBrowser marks a session at a new place, and writes the notice of it.
func (f *Flows) newBrowser(c ctxt, p store.Person, known bool, factors []store.Factor, session *store.NewSession) error {
	session.NewPlace = newPlace(p, known)
	if !session.NewPlace {
		return nil
	}
	org, _, err := f.Organization(c, c.Scope)
	if err != nil {
		return err
	}
	mailboxes, err := f.mailboxes(c, factors, p.Email)
	if err != nil {
		return err
	}
	args := map[string]string{}
	if c.Browser == "" {
		args["device"] = domain.BrowserUnknown
	}
	link, mails, err := f.noticeLetters(c, org, p.User, mailboxes, undo{Kind: noticeSignedIn, Args: args, Session: session.ID})
	session.Notice = &store.Notice{Link: link, Mails: mails}
	return err
}

// newBrowserByPassword is newBrowser where the methods weren't read.
func (f *Flows) newBrowserByPassword(c ctxt, p store.Person, known bool, session *store.NewSession) error {
	var factors []store.Factor
	if newPlace(p, known) && slices.Contains(p.Methods, domain.MethodEmail) {
		err := f.db.View(c, c.Scope, func(tx *store.Tx) (err error) {
			factors, err = tx.Factors(c, p.ID)
			return err
		})
		if err != nil {
			return err
		}
	}
	return f.newBrowser(c, p, known, factors, session)
}
