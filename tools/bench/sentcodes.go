package main

import (
	"context"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"

	"twofold/api/deliver/delivertest"
	"twofold/domain"
)

const (
	sentCodePairs  = 3
	sentCodePeople = 512
)

// measureSentCodes measures whole sign-ins, password and code, by text message
// and by e-mail beside those by an authenticator app: what a code that is made,
// queued and consumed costs more than one that is only compared. Text messages
// go to a provider that takes each at once, e-mail to nobody; nothing waits for
// either.
func measureSentCodes(ctx context.Context, r *run) (err error) {
	taken := delivertest.New()
	provider := httptest.NewServer(taken)
	defer provider.Close()
	const token = "TWOFOLD_SMS_TOKEN" // no flag: others could read it
	if err := os.Setenv(token, taken.Token); err != nil {
		return err
	}
	defer os.Unsetenv(token)
	p, err := r.start(ctx, r.serving(), "--sms-account", taken.Account, "--sms-from", "+15005550006",
		"--sms-address", provider.URL, "--sms-daily", "1000000", "--sms-budget", "1000000")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.end(p)) }()
	clients, err := startChild(ctx, roleWork)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, clients.stop()) }()
	for _, m := range []domain.Method{domain.MethodText, domain.MethodEmail} {
		if err := r.besideApp(ctx, p, clients, m); err != nil {
			return err
		}
	}
	return nil
}

// besideApp signs in by m and by an app in turn, each time other people.
func (r *run) besideApp(ctx context.Context, p *product, clients *child, m domain.Method) error {
	keys, err := os.ReadFile(filepath.Join(r.data(), "keys.json"))
	if err != nil {
		return err
	}
	o := order{Work: workEnter, Target: p.base, Clients: signInClients, For: r.slice(), Most: sentCodePeople, Database: r.config().URL, Keys: keys}
	enter := func(by purpose) (s slice, err error) {
		by.browser = true
		if o.Visitors, err = r.people(ctx, sentCodePeople, by); err != nil {
			return s, err
		}
		return r.watched(ctx, p.pid(), clients, o)
	}
	var pairs []pair
	for i := range r.times(sentCodePairs) + 1 {
		var one pair
		if one.product, err = enter(purpose{sent: m}); err != nil {
			return err
		}
		if one.limit, err = enter(purpose{app: true}); err != nil {
			return err
		}
		if i > 0 { // the first lets every connection prepare what it needs
			pairs = append(pairs, one)
		}
	}
	r.addPairs(aim{what: "sign-ins/s by " + string(m) + ", 32 clients", limitUnit: " by app", atLeast: 0.7, share: 1}, pairs)
	return nil
}
