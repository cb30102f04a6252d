package acceptance_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"twofold/api/deliver"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/text/messages"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// A number that a person verified is told when it is changed or removed: the
// phone hears of it where only the mailbox would (ux 9.2).
// ASVS V6.3.7
func TestAcceptanceOldNumber(t *testing.T) {
	inOrgs(t,
		acase{"F39 notice to the old number when one's own is changed or removed", oldOwnNumber},
		acase{"F39 notice to the old number when a method is replaced or removed", oldMethodNumber},
		acase{"F39 notice to the old number when an administrator replaces a verified one", oldNumberByAdmin},
		acase{"F39 no notice to the old number where no text may go, and the change goes on", oldNumberUntold},
	)
}

// oldTold are the notices to old numbers of the person, newest first.
func (p *person) oldTold() (rows []store.Mail, letters []flow.Letter) {
	p.t.Helper()
	all, err := p.h.db.Outbox(p.t.Context(), "", 1000)
	check(p.t, err)
	for _, m := range all {
		if m.UserID == p.id && m.Kind == messages.OldNumber {
			l, err := p.h.flows.OpenLetter(m)
			check(p.t, err)
			rows, letters = append(rows, m), append(letters, l)
		}
	}
	return rows, letters
}

// hears checks that n notices went out by now, the newest to a number. Nothing
// else may be in one: neither what makes a link nor what makes a code.
func (o *org) hears(t *testing.T, p *person, n int, to string) {
	t.Helper()
	rows, letters := p.oldTold()
	if len(rows) != n {
		t.Fatalf("%d notices to old numbers, want %d", len(rows), n)
	}
	if n == 0 {
		return
	}
	m, l := rows[0], letters[0]
	if l.Args["to"] != strings.ReplaceAll(to, " ", "") || len(l.Args) != 2 {
		t.Errorf("to %s went %+v", to, l)
	}
	if m.Channel != store.ChannelText || m.Country != "GB" || m.Segments != 1 || m.Cost != textRules.Price || strings.Contains(m.To, "7700") {
		t.Errorf("the row is %+v", m)
	}
	body, _, err := deliver.WriteText(l.Kind, l.Lang, l.Args, "https://id.example", nil)
	if err != nil || body != "The "+o.short+": the number for your sign-in codes was changed. Not you? Look at the email we sent you." {
		t.Errorf("it says %q, %v", body, err)
	}
}

func (o *org) scope(t *testing.T) tenancy.Scope {
	t.Helper()
	org, err := o.h.flows.Tenant(t.Context(), o.short)
	check(t, err)
	return tenancy.Of(org.ID)
}

// spent is what of the organization's texts of the day is used, and how many
// codes went to Britain.
func (o *org) spent(t *testing.T) (texts int64, codes int) {
	t.Helper()
	check(t, o.h.db.View(t.Context(), o.scope(t), func(tx *store.Tx) (err error) {
		if texts, err = tx.QuotaUsed(t.Context(), flow.TextsOfDay, 24*time.Hour, o.h.now()); err != nil {
			return err
		}
		sent, err := tx.SentToCountry(t.Context(), "GB", o.h.now().Add(-24*time.Hour), 100)
		codes = len(sent)
		return err
	}))
	return texts, codes
}

func oldOwnNumber(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.join("maria", domain.RoleUser).changes(t, mobile)
	o.hears(t, maria, 0, "") // the first has nothing before it
	texts, codes := o.spent(t)
	maria.changes(t, second)
	o.hears(t, maria, 1, mobile)
	// Counted as a text, and not among the codes whose use is watched.
	if after, sent := o.spent(t); after != texts+2 || sent != codes+1 {
		t.Errorf("%d texts and %d codes more, want the code and the notice, and the code", after-texts, sent-codes)
	}
	if e := o.events(domain.EventNumberChanged, maria.id); len(e) != 2 || len(o.events(domain.EventTextRefused, maria.id)) != 0 {
		t.Errorf("events %+v", e)
	}
	linkOf(t, o, maria, "profile_number")
	o.h.pass(time.Second)
	maria.renew(read[wire.Renewal](maria.confirm().client, wire.RemoveOwnNumber, nil))
	o.hears(t, maria, 2, second)
}

func oldMethodNumber(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria")
	was := maria.methods()[0]
	o.h.pass(time.Minute)
	maria.confirm()
	read[wire.Setup](maria.client, wire.StartAddress, wire.AddressRequest{Method: domain.MethodText, Phone: second, Replaces: was.ID})
	o.hears(t, maria, 0, "")
	on := read[wire.SetupConfirmed](maria.client, wire.ConfirmSetup, wire.ConfirmSetupRequest{Code: maria.sentCode()})
	maria.renew(on.Finished.Renewal)
	o.hears(t, maria, 1, mobile)
	o.h.pass(time.Second)
	maria.confirm().do(wire.RemoveMethod, nil, maria.methods()[0].ID).wants(http.StatusOK)
	o.hears(t, maria, 2, second)
	// Beside another method that stays.
	ida := o.member("ida", domain.RoleUser)
	ida.confirm().verifyAddress(domain.MethodText, mobile)
	for _, m := range ida.methods() {
		if m.Kind == domain.MethodText {
			ida.confirm().do(wire.RemoveMethod, nil, m.ID).wants(http.StatusOK)
		}
	}
	o.hears(t, ida, 1, mobile)
}

func oldNumberByAdmin(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.join("maria", domain.RoleUser)
	o.number(maria, mobile).wants(http.StatusOK)
	o.number(maria, second).wants(http.StatusOK)
	o.hears(t, maria, 0, "") // nobody proved the first
	maria.changes(t, mobile)
	o.hears(t, maria, 0, "")
	o.number(maria, mobile).wants(http.StatusOK) // the same again changes nothing
	o.hears(t, maria, 0, "")
	o.number(maria, second).wants(http.StatusOK)
	o.hears(t, maria, 1, mobile)
	maria.signIn().changes(t, mobile)
	o.owner.confirm().do(wire.RemovePersonNumber, nil, maria.id).wants(http.StatusNoContent)
	o.hears(t, maria, 2, mobile)
}

func oldNumberUntold(t *testing.T, o *org) {
	o.policy(sending)
	maria, ida := o.join("maria", domain.RoleUser).changes(t, mobile), o.join("ida", domain.RoleUser).changes(t, second)
	o.policy(func(p *wire.Policy) { p.Countries = []string{"DE"} })
	maria.renew(read[wire.Renewal](maria.confirm().client, wire.RemoveOwnNumber, nil))
	maria.hasNumber(t, "", "")
	o.hears(t, maria, 0, "")
	if n := len(o.events(domain.EventTextRefused, maria.id)); n != 0 {
		t.Errorf("%d refusals on the record", n)
	}
	o.policy(func(p *wire.Policy) { p.Countries = []string{} })
	check(t, o.h.db.In(t.Context(), o.scope(t), func(tx *store.Tx) error {
		_, fits, err := tx.SpendQuota(t.Context(), flow.TextsOfMonth(o.h.now()), textRules.Budget-1, textRules.Budget<<1, 32*24*time.Hour, o.h.now())
		if !fits {
			t.Error("the budget isn't used up")
		}
		return err
	}))
	ida.renew(read[wire.Renewal](ida.confirm().client, wire.RemoveOwnNumber, nil))
	ida.hasNumber(t, "", "")
	o.hears(t, ida, 0, "")
	linkOf(t, o, ida, "profile_number")
}
