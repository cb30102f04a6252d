package flow_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/api/flow/flowtest"
	"twofold/domain"
	"twofold/tenancy/store"
)

// texts opens an installation that sends text messages within rules.
func (h *house) texts(rules flow.TextRules) {
	h.Helper()
	rules.Offered = true
	if rules.Countries == nil {
		rules.Countries = []string{"GB", "DE"}
	}
	if rules.Daily == 0 {
		rules.Daily = 1000
	}
	if rules.Budget == 0 {
		rules.Budget = 1 << 40
	}
	rules.Price = 50_000
	h.flows = flow.New(h.db, h.keys, flowtest.Hasher(h.T, h.keys), h.Now, flow.Config{PublicURL: "https://id.example", Texts: rules, May: flowtest.May(h.T)})
}

// text asks to send one message, and keeps its code where that is allowed:
// unused, or used.
func (o *org) text(who store.Person, key, country string, used bool) error {
	o.Helper()
	var refused error
	o.in(o.scope, func(tx *store.Tx) (err error) {
		r := o.request(o.scope, "b")
		if _, refused, err = o.flows.AllowText(ctx, r, tx, o.Tenant, o.policy(tx), flow.TextTo{Person: who.User, Key: key, Country: country}); err != nil || refused != nil {
			return err
		}
		code := store.SentCode{ID: o.next("cod"), UserID: who.ID, Request: "half_1", Purpose: domain.PurposeSignIn, Method: domain.MethodText, Country: country,
			MAC: []byte("m"), BrowserHash: []byte("b"), MessageID: "msg_1", SentAt: r.Now, ExpiresAt: r.Now.Add(10 * time.Minute)}
		if err := tx.AddSentCode(ctx, code); err != nil || !used {
			return err
		}
		_, err = tx.UseSentCode(ctx, code.ID, "ses_1", r.Now)
		return err
	})
	return refused
}

func (o *org) policy(tx *store.Tx) domain.Policy {
	o.Helper()
	t, err := tx.Organization(ctx)
	o.must(err)
	p, err := tx.Policy(ctx, t.PolicyVersion)
	o.must(err)
	return p.Policy
}

func (o *org) told(kind domain.EventKind) (n int) {
	o.Helper()
	o.in(o.scope, func(tx *store.Tx) error {
		events, err := tx.Events(ctx, store.EventFilter{Kinds: []domain.EventKind{kind}, Limit: 100})
		n = len(events)
		return err
	})
	return n
}

func (h *house) mailed(to, kind string) (n int) {
	h.Helper()
	mails, err := h.db.Outbox(ctx, to, 1000)
	h.must(err)
	for _, m := range mails {
		if m.Kind == kind {
			n++
		}
	}
	return n
}

func TestTextCapsOfNumberAndPerson(t *testing.T) {
	inHouses(t, func(h *house) {
		h.texts(flow.TextRules{})
		o := h.org("northwind")
		ida, ben := o.person(domain.RoleUser), o.person(domain.RoleUser)
		for i := range 10 {
			if err := o.text(ida, "one", "GB", true); err != nil {
				h.Fatalf("message %d: %v", i, err)
			}
		}
		h.refused(o.text(ida, "one", "GB", true), domain.CodeTextQuota)
		h.refused(o.text(ben, "one", "GB", true), domain.CodeTextQuota)
		for range 10 {
			h.must(o.text(ida, "two", "GB", true))
		}
		h.refused(o.text(ida, "three", "GB", true), domain.CodeTextQuota)
		h.must(o.text(ben, "three", "GB", true))
		if n := o.told(domain.EventTextRefused); n != 2 {
			h.Errorf("%d refusals on the record, want one a cap", n)
		}
		h.Pass(24 * time.Hour)
		h.must(o.text(ida, "one", "GB", true))
	})
}

func TestTextCountries(t *testing.T) {
	inHouses(t, func(h *house) {
		h.texts(flow.TextRules{})
		o := h.org("northwind")
		ida := o.person(domain.RoleUser)
		err := o.text(ida, "one", "SA", true)
		h.refused(err, domain.CodePhoneCountry)
		if e := err.(*domain.Error); e.Args["country"] != domain.Region("SA") {
			h.Errorf("args %v", e.Args)
		}
		h.in(o.scope, func(tx *store.Tx) error {
			p := domain.DefaultPolicy()
			p.Countries = []string{"DE"}
			_, err := tx.SavePolicy(ctx, store.PolicyChange{Version: 2, Policy: p, At: h.Now()})
			return err
		})
		h.refused(o.text(ida, "one", "GB", true), domain.CodePhoneCountry)
		h.must(o.text(ida, "one", "DE", true))
		h.open(false)
		h.refused(o.text(ida, "one", "DE", true), domain.CodeTextStopped)
	})
}

// The cap of an organization is told at 80 per cent, holds, and is nobody
// else's.
func TestTextCapOfOrganization(t *testing.T) {
	inHouses(t, func(h *house) {
		h.texts(flow.TextRules{Daily: 30})
		o, other := h.org("northwind"), h.org("southwind")
		owner := o.person(domain.RoleOwner)
		for i := range 30 {
			if n := h.mailed(owner.Email, "text_alarm"); n != step(i >= 24) {
				h.Fatalf("%d alarms after %d messages", n, i)
			}
			h.must(o.text(o.person(domain.RoleUser), fmt.Sprint("number", i), "GB", true))
		}
		for range 3 {
			h.refused(o.text(o.person(domain.RoleUser), "more", "GB", true), domain.CodeTextStopped)
		}
		if h.mailed(owner.Email, "text_alarm") != 1 || h.mailed(owner.Email, "text_stopped") != 1 || o.told(domain.EventTextAlarm) != 1 || o.told(domain.EventTextStopped) != 1 {
			h.Error("owners and log are told once each")
		}
		h.must(other.text(other.person(domain.RoleUser), "number1", "GB", true))
		h.Pass(24 * time.Hour)
		h.must(o.text(o.person(domain.RoleUser), "more", "GB", true))
	})
}

func step(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// Refusals at the organization's cap take nothing from anybody's own.
func TestTextCapTakesNothing(t *testing.T) {
	inHouses(t, func(h *house) {
		h.texts(flow.TextRules{Daily: 1})
		o := h.org("northwind")
		ida := o.person(domain.RoleUser)
		h.must(o.text(ida, "one", "GB", true))
		for range 30 {
			h.refused(o.text(ida, "one", "GB", true), domain.CodeTextStopped)
		}
		h.Pass(24*time.Hour - time.Minute)
		h.refused(o.text(ida, "one", "GB", true), domain.CodeTextStopped)
		h.Pass(time.Minute)
		h.must(o.text(ida, "one", "GB", true))
	})
}

// TestTextPumping sends to numbers of one country from ever new people at ever
// new addresses, none of whom enters a code, while a few use theirs. The route
// stops; another country and another organization go on. Where codes are
// entered to look honest, the budget stops it.
func TestTextPumping(t *testing.T) {
	inHouses(t, func(h *house) {
		h.texts(flow.TextRules{Countries: []string{"GB", "DE"}, Budget: 100 * 50_000})
		o, other := h.org("northwind"), h.org("southwind")
		owner := o.person(domain.RoleOwner)
		sent := 0
		for i := range 300 {
			if o.text(o.person(domain.RoleUser), fmt.Sprint("pump", i), "GB", i%6 == 0) == nil {
				sent++
			}
			h.Pass(30 * time.Second)
		}
		if sent < 50 || sent > 50+25 {
			h.Errorf("%d messages went out before the route stopped", sent)
		}
		h.refused(o.text(o.person(domain.RoleUser), "honest", "GB", true), domain.CodeTextStopped)
		h.must(o.text(o.person(domain.RoleUser), "honest", "DE", true))
		h.must(other.text(other.person(domain.RoleUser), "honest", "GB", true))
		if o.told(domain.EventTextRouteStopped) != 1 || h.mailed(owner.Email, "text_route") != 1 {
			h.Error("owners and log are told once")
		}
		for i := range 100 {
			if o.text(o.person(domain.RoleUser), fmt.Sprint("sly", i), "DE", true) == nil {
				sent++
			}
		}
		if sent+1 != 100 {
			h.Errorf("%d messages within a budget for 100", sent+1)
		}
		h.must(other.text(other.person(domain.RoleUser), "honest2", "GB", true))
		if h.mailed(owner.Email, "text_stopped") != 1 || h.mailed(owner.Email, "text_alarm") != 1 {
			h.Error("owners learn of the budget once each")
		}
		h.Pass(31 * 24 * time.Hour)
		h.must(o.text(o.person(domain.RoleUser), "later", "GB", true))
	})
}

// Messages that race for the last of a cap don't go over it, on two instances.
func TestTextCapHoldsInARace(t *testing.T) {
	inHouses(t, func(h *house) {
		rules := flow.TextRules{Daily: 5}
		h.texts(rules)
		o := h.org("northwind")
		var people []store.Person
		for range 20 {
			people = append(people, o.person(domain.RoleUser))
		}
		var sent atomic.Int64
		var all sync.WaitGroup
		for i, p := range people {
			all.Go(func() {
				if o.text(p, fmt.Sprint("number", i), "GB", true) == nil {
					sent.Add(1)
				}
			})
		}
		all.Wait()
		if sent.Load() != 5 {
			h.Fatalf("%d messages within a cap of 5", sent.Load())
		}
	})
}
