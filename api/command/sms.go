package command

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"twofold/api/deliver"
	"twofold/api/flow"
	"twofold/domain/factor"
)

// smsProvider is an account that sends text messages.
type smsProvider struct {
	Account, Token, From, Address string
}

// smsConfig is what text messages need. Without an account nobody is offered
// them.
type smsConfig struct {
	First, Second smsProvider
	Countries     []string
	Daily         int
	Price         string
	Prices        []string
	Budget        string
	Currency      string
}

// widely are the countries that text messages go to unless the operator says
// otherwise: those where pumping pays least.
var widely = []string{"AE", "AT", "AU", "BE", "CA", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IT", "JP", "LU", "NL", "NO", "NZ", "PL", "PT", "SA", "SE", "SG", "US"}

func smsSettings(f *pflag.FlagSet, c *smsConfig) {
	f.StringVar(&c.First.Account, "sms-account", "", "account that sends text messages, AC… of Twilio; empty: none are offered")
	f.StringVar(&c.First.Token, "sms-token", "", "its auth token")
	f.StringVar(&c.First.From, "sms-from", "", "number, short code or name that text messages come from, or MG… of a messaging service")
	f.StringVar(&c.First.Address, "sms-address", "", "where its API is (default https://api.twilio.com)")
	f.StringVar(&c.Second.Account, "sms-second-account", "", "account of a second provider with the same API, asked when the first fails")
	f.StringVar(&c.Second.Token, "sms-second-token", "", "its auth token")
	f.StringVar(&c.Second.From, "sms-second-from", "", "what its text messages come from")
	f.StringVar(&c.Second.Address, "sms-second-address", "", "where its API is")
	f.StringSliceVar(&c.Countries, "sms-countries", slices.Clone(widely), "countries that text messages may go to, by their two letters")
	f.IntVar(&c.Daily, "sms-daily", 500, "text messages an organization may send a day")
	f.StringVar(&c.Price, "sms-price", "0.05", "what a text message costs where sms-prices doesn't say")
	f.StringSliceVar(&c.Prices, "sms-prices", nil, "what it costs by country, GB=0.04,SA=0.12")
	f.StringVar(&c.Budget, "sms-budget", "100", "what an organization may spend on text messages a month")
	f.StringVar(&c.Currency, "sms-currency", "USD", "currency of these prices")
}

// offered reports whether text messages can be sent at all.
func (c *smsConfig) offered() bool { return c.First.Account != "" }

var currency = regexp.MustCompile(`^[A-Z]{3}$`)

func (c *Config) checkSMS() Problems {
	var p Problems
	bad := func(key, what, fix string) {
		p = append(p, Problem{Key: key, What: what, Where: c.where(key), Fix: fix})
	}
	c.checkProvider("sms", c.SMS.First, bad)
	c.checkProvider("sms_second", c.SMS.Second, bad)
	if c.SMS.Second.Account != "" && c.SMS.First.Account == "" {
		bad("sms_second_account", "there is no first provider to stand in for", "set sms_account, sms_token and sms_from too")
	}
	for i, country := range c.SMS.Countries {
		c.SMS.Countries[i] = strings.ToUpper(country)
		if !factor.KnownCountry(c.SMS.Countries[i]) {
			bad("sms_countries", fmt.Sprintf("%q is no country", country), "give two letters each, such as GB,DE,US")
		}
	}
	if c.SMS.Daily < 1 || c.SMS.Daily > 1_000_000 {
		bad("sms_daily", fmt.Sprintf("%d is not between 1 and 1000000", c.SMS.Daily), "choose a number in between")
	}
	for key, amount := range map[string]string{"sms_price": c.SMS.Price, "sms_budget": c.SMS.Budget} {
		if _, ok := millionths(amount); !ok {
			bad(key, fmt.Sprintf("%q is no price", amount), "give an amount such as 0.05, without a currency")
		}
	}
	if !currency.MatchString(c.SMS.Currency) {
		bad("sms_currency", fmt.Sprintf("%q is no currency", c.SMS.Currency), "give three letters such as USD")
	}
	if _, wrong := c.SMS.prices(); wrong != "" {
		bad("sms_prices", fmt.Sprintf("%q is no price of a country", wrong), "give a list such as GB=0.04,SA=0.12")
	}
	slices.SortStableFunc(p, func(a, b Problem) int { return strings.Compare(a.Key, b.Key) })
	return p
}

func (c *Config) checkProvider(prefix string, s smsProvider, bad func(key, what, fix string)) {
	if s.Account == "" {
		for key, value := range map[string]string{"_token": s.Token, "_from": s.From, "_address": s.Address} {
			if value != "" {
				bad(prefix+key, "there is no account to use it with", "set "+prefix+"_account too, or remove it")
			}
		}
		return
	}
	if s.Token == "" {
		bad(prefix+"_token", "the account needs its token", "set "+prefix+"_token_file (or "+prefix+"_token)")
	}
	if s.From == "" {
		bad(prefix+"_from", "text messages need a sender", "give a number, a short code, a name or MG… of a messaging service")
	}
	u, err := url.Parse(s.Address)
	if s.Address != "" && (err != nil || u.Host == "" || u.Scheme != "https" && !(u.Scheme == "http" && local(u.Hostname()))) {
		bad(prefix+"_address", fmt.Sprintf("%q is no https address", s.Address), "give https:// and the host of the provider's API")
	} else if s.Address == "" && prefix != "sms" && s.Account == c.SMS.First.Account {
		bad(prefix+"_account", "this is the first provider again", "give another account, or another address")
	}
}

// millionths reads a price such as 0.0075.
func millionths(amount string) (int64, bool) {
	whole, part, _ := strings.Cut(amount, ".")
	if whole == "" || len(whole) > 9 || len(part) > 6 || strings.Trim(whole+part, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+part+strings.Repeat("0", 6-len(part)), 10, 64)
	return n, err == nil
}

// prices are those by country, in millionths; wrong is an entry that is none.
func (c *smsConfig) prices() (out map[string]int64, wrong string) {
	out = map[string]int64{}
	for _, entry := range c.Prices {
		country, amount, _ := strings.Cut(entry, "=")
		n, ok := millionths(amount)
		if country = strings.ToUpper(country); !ok || !factor.KnownCountry(country) {
			return nil, entry
		}
		out[country] = n
	}
	return out, ""
}

// textRules are the bounds of checked settings. A sandbox offers text messages
// without a provider: its outbox shows them.
func (c *Config) textRules() flow.TextRules {
	prices, _ := c.SMS.prices()
	price, _ := millionths(c.SMS.Price)
	budget, _ := millionths(c.SMS.Budget)
	return flow.TextRules{Offered: Sandbox || c.SMS.offered(), Countries: c.SMS.Countries, Daily: int64(c.SMS.Daily), Price: price, Prices: prices, Budget: budget, Currency: c.SMS.Currency}
}

// newTexts joins the configured providers, nil when there is none.
func (c *Config) newTexts(clock func() time.Time) (*deliver.Failover, map[string]*deliver.Twilio, error) {
	byName := map[string]*deliver.Twilio{}
	var all []deliver.Provider
	for i, s := range []smsProvider{c.SMS.First, c.SMS.Second} {
		if s.Account == "" {
			continue
		}
		name := []string{"first", "second"}[i]
		t, err := deliver.NewTwilio(deliver.TwilioConfig{Name: name, Account: s.Account, Token: s.Token, From: s.From, Base: s.Address, Reports: c.PublicURL + "/hooks/sms"})
		if err != nil {
			return nil, nil, err
		}
		byName[name] = t
		all = append(all, t)
	}
	if len(all) == 0 {
		return nil, nil, nil
	}
	return deliver.NewFailover(clock, all...), byName, nil
}
