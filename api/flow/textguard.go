package flow

import (
	"fmt"
	"slices"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// Caps of text messages, each in a window of 24 hours that begins with its
// first message. The organization's is TextRules.Daily.
const (
	textsPerNumber = 10
	textsPerPerson = 20
	textsWindow    = 24 * time.Hour
	textsMonth     = 32 * 24 * time.Hour // more than a month: the quota is named after it
	textsAlarm     = 80                  // per cent of a cap or budget
)

// A country's route is stopped for an organization while fewer than one in
// pumpShare of its last pumpLook codes of pumpWindow was used: whoever pumps
// messages for a share of their price never enters a code.
const (
	pumpLook   = 50
	pumpShare  = 5
	pumpWindow = 24 * time.Hour
)

// TextRules are the operator's bounds on text messages. Amounts are in
// millionths of Currency.
type TextRules struct {
	Offered   bool     // there is somebody to send them
	Countries []string // where they may go, ISO 3166-1
	Daily     int64    // an organization's a day
	Price     int64    // of a segment where Prices doesn't know the country
	Prices    map[string]int64
	Budget    int64 // an organization's a month
	Currency  string
}

// Cost is what a message of so many segments to a country costs.
func (r TextRules) Cost(country string, segments int) int64 {
	price, known := r.Prices[country]
	if !known {
		price = r.Price
	}
	return price * int64(segments)
}

// textTo is whom a text message is for: the keyed hash of the number and its
// country.
type textTo struct {
	person  domain.User
	key     string
	country string
}

// textCap is one thing a text message uses up.
type textCap struct {
	id           string
	amount, most int64
	window       time.Duration
	whole        bool // the organization's: its owners are told
	refusal      domain.Code
}

// allowText takes one text message of so many segments from every cap, or says
// why it can't be sent: refused is for the person, who is offered other ways,
// and is returned after the commit, because what stands in the audit log about
// it must stay. cost is what the message is going to cost.
func (f *Flows) allowText(tx *store.Tx, c ctxt, org domain.Tenant, policy domain.Policy, to textTo, segments int) (cost int64, refused, err error) {
	rules := f.config.Texts
	cost = rules.Cost(to.country, segments)
	if refused = textsGo(rules, policy, to.country); refused != nil {
		return 0, refused, f.record(tx, c, domain.EventTextRefused, false, to.person, "reason", "country", "country", to.country)
	}
	if stopped, err := f.routeStopped(tx, c, org, to.country); err != nil || stopped {
		return 0, textsStopped(), err
	}
	caps := textCaps(rules, to, cost, c.Now)
	for _, one := range caps {
		used, err := tx.QuotaUsed(c, one.id, one.window, c.Now)
		if err != nil {
			return 0, nil, err
		}
		if used+one.amount > one.most {
			return f.textOver(tx, c, org, one, to)
		}
	}
	for _, one := range caps {
		used, fits, err := tx.SpendQuota(c, one.id, one.amount, one.most, one.window, c.Now)
		if err != nil {
			return 0, nil, err
		}
		if !fits {
			return f.textOver(tx, c, org, one, to)
		}
		if one.whole && used*100 >= one.most*textsAlarm {
			if err := f.textAlarm(tx, c, org, one, textsAlarm, domain.EventTextAlarm); err != nil {
				return 0, nil, err
			}
		}
	}
	return cost, nil, nil
}

// textCaps are the caps of one message, the person's own first: what one
// person uses up must not be taken from all.
func textCaps(rules TextRules, to textTo, cost int64, now time.Time) []textCap {
	return []textCap{
		{id: "text.number." + to.key, amount: 1, most: textsPerNumber, window: textsWindow, refusal: domain.CodeTextQuota},
		{id: "text.person." + to.person.ID, amount: 1, most: textsPerPerson, window: textsWindow, refusal: domain.CodeTextQuota},
		{id: TextsOfDay, amount: 1, most: rules.Daily, window: textsWindow, whole: true, refusal: domain.CodeTextStopped},
		{id: TextsOfMonth(now), amount: cost, most: rules.Budget, window: textsMonth, whole: true, refusal: domain.CodeTextStopped},
	}
}

// TextsOfDay is the quota of an organization's messages of a day.
const TextsOfDay = "text.day"

// TextsOfMonth is the quota of what its messages of a calendar month cost.
func TextsOfMonth(now time.Time) string { return "text.month." + now.UTC().Format("2006-01") }

// textsGo refuses countries that the organization or the service doesn't send
// to.
func textsGo(rules TextRules, policy domain.Policy, country string) error {
	served := slices.Contains(rules.Countries, country) && (len(policy.Countries) == 0 || slices.Contains(policy.Countries, country))
	switch {
	case !rules.Offered:
		return textsStopped()
	case !served:
		return domain.Refuse(domain.Forbidden, domain.CodePhoneCountry).With("country", domain.Region(country))
	}
	return nil
}

func textsStopped() error { return domain.Refuse(domain.Conflict, domain.CodeTextStopped) }

// textOver refuses what is over a cap, on the record.
func (f *Flows) textOver(tx *store.Tx, c ctxt, org domain.Tenant, over textCap, to textTo) (int64, error, error) {
	if over.whole {
		return 0, textsStopped(), f.textAlarm(tx, c, org, over, 100, domain.EventTextStopped)
	}
	first, err := tx.TellQuota(c, over.id, 100)
	if err == nil && first {
		err = f.record(tx, c, domain.EventTextRefused, false, to.person, "reason", "cap", "cap", count(int(over.most)))
	}
	return 0, domain.Refuse(domain.TooMany, over.refusal).With("n", over.most), err
}

// textAlarm tells the owners, and the audit log, once a window.
func (f *Flows) textAlarm(tx *store.Tx, c ctxt, org domain.Tenant, over textCap, level int64, kind domain.EventKind) error {
	first, err := tx.TellQuota(c, over.id, level)
	if err != nil || !first {
		return err
	}
	what := "day"
	if over.id != TextsOfDay {
		what = "month"
	}
	if err := f.recordOn(tx, c, kind, level < 100, domain.User{}, domain.User{}, "cap", what, "percent", fmt.Sprint(level)); err != nil {
		return err
	}
	letter := "text_alarm"
	if level >= 100 {
		letter = "text_stopped"
	}
	return f.mailOwners(tx, c, org, letter, map[string]string{"percent": fmt.Sprint(level), "link": f.address(org, "/admin/messages")})
}

// routeStopped reports whether codes to a country go unused. The stop ends by
// itself once the messages that led to it are a day old.
func (f *Flows) routeStopped(tx *store.Tx, c ctxt, org domain.Tenant, country string) (bool, error) {
	settled, used, err := tx.SettledTo(c, country, c.Now.Add(-pumpWindow), c.Now, pumpLook)
	if err != nil || settled < pumpLook || used*pumpShare >= settled {
		return false, err
	}
	id := "text.route." + country
	if _, _, err := tx.SpendQuota(c, id, 1, 1<<40, pumpWindow, c.Now); err != nil {
		return true, err
	}
	first, err := tx.TellQuota(c, id, 100)
	if err != nil || !first {
		return true, err
	}
	if err := f.recordOn(tx, c, domain.EventTextRouteStopped, false, domain.User{}, domain.User{}, "country", country, "sent", count(settled), "used", count(used)); err != nil {
		return true, err
	}
	return true, f.mailOwners(tx, c, org, "text_route", map[string]string{"country": country, "link": f.address(org, "/admin/messages")})
}

// mailOwners writes to every owner in use.
func (f *Flows) mailOwners(tx *store.Tx, c ctxt, org domain.Tenant, kind string, args map[string]string) error {
	owners, err := tx.People(c, store.PeopleFilter{Role: domain.RoleOwner, State: domain.UserActive, Limit: 50})
	if err != nil {
		return err
	}
	for _, o := range owners {
		if err := f.mail(tx, c, org, o.User, kind, args); err != nil {
			return err
		}
	}
	return nil
}
