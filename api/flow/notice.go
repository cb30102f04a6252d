package flow

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// Kinds of notice that are more than a word of one place.
const (
	noticeTurnedOn       = "turned_on"
	noticeTurnedOff      = "turned_off"
	noticeMethodReplaced = "method_replaced"
	noticeEmailChanged   = "email_changed"
	noticeNumberChanged  = "number_changed"
	noticeProfileNumber  = "profile_number"
	noticeSignedIn       = "signed_in"
	noticeAnswersChanged = "answers_changed"
	noticeAnswersRemoved = "answers_removed"
	noticeReset          = "reset"
)

// notices are the kinds of letter that tell a person of a change to their
// account. They go to all their verified addresses and can be objected to.
var notices = []string{
	noticeTurnedOn, noticeTurnedOff, "method_added", "method_removed", noticeMethodReplaced, "method_disabled", "passkey_copied", noticeEmailChanged, noticeNumberChanged, noticeProfileNumber, noticeSignedIn,
	"trusted", "recovery_used", "recovery_renewed", noticeReset, noticeResetAsked, noticeResetWaiting, "access_given", "text_given", "unlock_given", "case_waiting", "locked", "password_changed",
	noticeAnswersChanged, noticeAnswersRemoved,
}

// notify tells a person of a change, with a link to object by that restores
// what was before. It is called in the change's transaction, after it.
func (f *Flows) notify(tx *store.Tx, c ctxt, org domain.Tenant, to domain.User, kind string, args map[string]string, was before) error {
	p, err := tx.User(c, to.ID)
	if err != nil {
		return err
	}
	all, err := tx.Factors(c, to.ID)
	if err != nil {
		return err
	}
	u, err := undoOf(tx, c, to.ID, kind, args, was)
	if err != nil {
		return err
	}
	mailboxes, err := f.mailboxes(c, append(all, was.factors...), p.Email, to.Email, was.email)
	if err != nil {
		return err
	}
	link, mails, err := f.noticeLetters(c, org, p.User, mailboxes, u)
	if err != nil {
		return err
	}
	if err := tx.AddLink(c, link); err != nil {
		return err
	}
	return tx.QueueMail(c, mails...)
}

// noticeLetters writes one notice to several addresses. They share one link.
func (f *Flows) noticeLetters(c ctxt, org domain.Tenant, to domain.User, mailboxes []string, u undo) (store.Link, []store.Mail, error) {
	link, token, err := f.newLink(c.Request, store.LinkObjection, to, domain.ObjectionFor)
	if err != nil {
		return link, nil, err
	}
	if link.Detail, err = f.sealUndo(c, link.ID, u); err != nil {
		return link, nil, err
	}
	words := maps.Clone(u.Args)
	if words == nil {
		words = map[string]string{}
	}
	words["link"], words["within"] = f.linkAddress(org, store.LinkObjection, token), count(int(domain.ObjectionFor/(24*time.Hour)))
	var mails []store.Mail
	for _, mailbox := range mailboxes {
		to.Email = mailbox
		m, err := f.letter(c, org, to, u.Kind, words)
		if err != nil {
			return link, nil, err
		}
		mails = append(mails, m)
	}
	return link, mails, nil
}

// mailboxes are the addresses a person is known to read, each once: those
// given, and the verified ones among their methods.
func (f *Flows) mailboxes(c ctxt, factors []store.Factor, given ...string) ([]string, error) {
	var out, keys []string
	add := func(address string) {
		if key := domain.EmailKey(address); key != "" && !slices.Contains(keys, key) {
			out, keys = append(out, address), append(keys, key)
		}
	}
	for _, address := range given {
		add(address)
	}
	for _, x := range factors {
		if x.Method != domain.MethodEmail {
			continue
		}
		raw, err := f.keys.Open(x.Secret, factor.BindFactor(c.Scope.Tenant(), x.UserID, x.ID, x.SecretVersion))
		if err != nil {
			return nil, fmt.Errorf("open the address of %s: %w", x.ID, err)
		}
		add(string(raw))
	}
	return out, nil
}

// Notices lists the kinds of notice, sorted.
func Notices() []string { return slices.Sorted(slices.Values(notices)) }
