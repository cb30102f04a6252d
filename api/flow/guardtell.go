package flow

import (
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// Kinds of letter about resets that don't happen at once.
const (
	noticeResetAsked       = "reset_asked"
	noticeResetWaiting     = "reset_waiting" // by text message too
	letterResetOff         = "reset_off"     // to the person: it doesn't happen
	letterApprovalWanted   = "approval_wanted"
	letterApprovalGiven    = "approval_given" // to who asked, as the next two
	letterApprovalDeclined = "approval_declined"
	letterResetDropped     = "reset_dropped"
)

// tellApproval tells the person what is asked for, and those who can approve.
func (f *Flows) tellApproval(tx *store.Tx, c ctxt, req store.Request, g store.GuardedReset, p store.Person, them []store.Person) error {
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	// Where and on what the administrator works is not the person's to know.
	if err := f.mail(tx, c, org, p.User, noticeResetAsked, map[string]string{"by": g.AskedName, "device": "", "place": ""}); err != nil {
		return err
	}
	words := map[string]string{"by": g.AskedName, "who": called(p.User).Name, "email": p.Email, "number": domain.RequestName(req.Number), "link": f.address(org, "/admin/requests/"+req.ID)}
	return f.mailAll(tx, c, org, them, letterApprovalWanted, words)
}

// tellAsker tells who asked for a reset what became of it.
func (f *Flows) tellAsker(tx *store.Tx, c ctxt, g store.GuardedReset, p store.Person, kind string, words map[string]string) error {
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	asker, err := tx.User(c, g.AskedBy)
	if err != nil || asker.State != domain.UserActive {
		return err
	}
	words["who"], words["link"] = called(p.User).Name, f.address(org, "/admin/people/"+p.ID)
	return f.mail(tx, c, org, asker.User, kind, words)
}

// mailEverywhere writes a letter that is no notice to all addresses of a person.
func (f *Flows) mailEverywhere(tx *store.Tx, c ctxt, p store.Person, kind string, words map[string]string) error {
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	all, err := tx.Factors(c, p.ID)
	if err != nil {
		return err
	}
	mailboxes, err := f.mailboxes(c, all, p.Email)
	if err != nil {
		return err
	}
	for _, mailbox := range mailboxes {
		to := p.User
		to.Email = mailbox
		if err := f.mail(tx, c, org, to, kind, words); err != nil {
			return err
		}
	}
	return nil
}

// announceReset tells the person on every channel when a reset happens: at all
// addresses, and by text message to each verified number.
func (f *Flows) announceReset(tx *store.Tx, c ctxt, policy domain.Policy, g store.GuardedReset, p store.Person) error {
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	words := map[string]string{"by": g.AskedName, "at": g.DueAt.Format(time.RFC3339), "device": "", "place": ""}
	if err := f.mail(tx, c, org, p.User, noticeResetWaiting, words); err != nil {
		return err
	}
	all, err := tx.Factors(c, p.ID)
	if err != nil {
		return err
	}
	for _, x := range all {
		if x.Method != domain.MethodText || x.Disabled {
			continue
		}
		if err := f.textReset(tx, c, org, policy, p, x, words); err != nil {
			return err
		}
	}
	return nil
}

// textReset queues the text message about a reset, unless the caps of text
// messages are used up: the letters went out in any case. It has no link.
func (f *Flows) textReset(tx *store.Tx, c ctxt, org domain.Tenant, policy domain.Policy, p store.Person, x store.Factor, words map[string]string) error {
	to, err := f.targetOf(c, x)
	if err != nil {
		return err
	}
	cost, refused, err := f.allowText(tx, c, org, policy, textTo{person: p.User, key: to.key, country: to.country}, 1)
	if err != nil || refused != nil {
		return err
	}
	args := map[string]string{"at": words["at"], "to": to.address, "link": ""}
	m, err := f.letter(c, org, p.User, noticeResetWaiting, args)
	if err != nil {
		return err
	}
	m.Channel, m.To, m.Country, m.Cost, m.Segments = store.ChannelText, "•••"+to.hint, to.country, cost, 1
	return tx.QueueMail(c, m)
}
