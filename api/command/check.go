package command

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"twofold/domain"
)

// Problem is one thing that is wrong with the configuration.
type Problem struct{ Key, What, Where, Fix string }

// Problems is everything that is wrong with it.
type Problems []Problem

func (p Problems) err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}

func (p Problems) Error() string {
	var parts []string
	for _, one := range p {
		parts = append(parts, one.Key+": "+one.What)
	}
	return strings.Join(parts, "; ")
}

func (p Problems) text() string {
	if len(p) == 1 {
		return p.lines("1 thing is wrong with the configuration")
	}
	return p.lines(fmt.Sprintf("%d things are wrong with the configuration", len(p)))
}

func (p Problems) lines(head string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "twofold: %s\n", head)
	for _, one := range p {
		fmt.Fprintf(&b, "\n  %s: %s\n", one.Key, one.What)
		if one.Where != "" {
			fmt.Fprintf(&b, "    where:  %s\n", one.Where)
		}
		if one.Fix != "" {
			fmt.Fprintf(&b, "    to fix: %s\n", one.Fix)
		}
	}
	return b.String() + "\n  more: twofold help exit-codes (this is 2)\n"
}

// where names who set a setting; an unset one by its variable.
func (c *Config) where(key string) string {
	if o, set := c.from[key]; set {
		return o.where
	}
	variable := "not set: " + EnvPrefix + strings.ToUpper(key)
	if !onCommandLine(key) {
		return variable + " or " + EnvPrefix + strings.ToUpper(key) + "_FILE"
	}
	return variable + " or --" + flagName(key)
}

// check finds every value out of its range, and fills the defaults that hang
// on other settings.
func (c *Config) check() Problems {
	var p Problems
	bad := func(key, what, fix string) {
		p = append(p, Problem{Key: key, What: what, Where: c.where(key), Fix: fix})
	}
	between := func(key string, n, low, high int) {
		if n < low || n > high {
			bad(key, fmt.Sprintf("%d is not between %d and %d", n, low, high), "choose a number in between")
		}
	}
	if _, port, err := net.SplitHostPort(c.Listen); err != nil || !isPort(port) {
		bad("listen", fmt.Sprintf("%q is no address", c.Listen), "give host:port, such as 127.0.0.1:8080 or :8080")
	}
	if c.PublicURL == "" {
		c.publicByListen()
	} else if what, fix := c.checkPublicURL(); what != "" {
		bad("public_url", what, fix)
	}
	if c.Data == "" {
		bad("data", "the data folder has no name", "name a folder that the service can write to")
	}
	if c.Database != "" && !c.Postgres() {
		bad("database", "this is no PostgreSQL address", "give postgres://user:password@host/database, or leave it empty for the embedded database")
	}
	c.secureDatabase()
	for _, network := range c.TrustedProxies {
		if what := checkProxy(network); what != "" {
			bad("trusted_proxies", what, "list the networks of your own proxies only, such as 10.0.0.0/8")
		}
	}
	if places, err := openPlaces(c.GeoIPFile); err != nil {
		bad("geoip_file", err.Error(), "name a GeoIP2 or GeoLite2 City file (.mmdb) that the service can read, or leave it empty")
	} else if err := places.Close(); err != nil {
		bad("geoip_file", err.Error(), "look at the file's disk")
	}
	if levels := []string{"debug", "info", "warn", "error"}; !slices.Contains(levels, c.LogLevel) {
		bad("log_level", fmt.Sprintf("%q is no level", c.LogLevel), "choose one of "+strings.Join(levels, ", "))
	}
	if what := c.checkMetrics(); what != "" {
		bad("metrics_listen", what, "give host:port, such as 127.0.0.1:9090, or leave it empty")
	}
	between("smtp_port", c.SMTPPort, 0, 65535)
	between("conns", c.Conns, 1, 500)
	between("hash_slots", c.HashSlots, 0, 256)
	between("hash_queue", c.HashQueue, 0, 100_000)
	if c.StopDelay < 0 || c.StopDelay > 5*time.Minute {
		bad("stop_delay", c.StopDelay.String()+" is not between 0s and 5m", "choose how often your balancer asks /readyz")
	}
	if c.StopGrace < time.Second || c.StopGrace > 5*time.Minute {
		bad("stop_grace", c.StopGrace.String()+" is not between 1s and 5m", "requests end within 15s by themselves")
	}
	return append(append(p, c.checkMail()...), c.checkSMS()...)
}

func isPort(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n >= 0 && n <= 65535
}

func (c *Config) checkMetrics() string {
	if c.MetricsListen == "" {
		return ""
	}
	if _, port, err := net.SplitHostPort(c.MetricsListen); err != nil || !isPort(port) {
		return fmt.Sprintf("%q is no address", c.MetricsListen)
	}
	return ""
}

func (c *Config) publicByListen() {
	_, port, _ := net.SplitHostPort(c.Listen)
	c.PublicURL = "http://localhost:" + port
}

func (c *Config) checkPublicURL() (what, fix string) {
	c.PublicURL = strings.TrimSuffix(c.PublicURL, "/")
	u, err := url.Parse(c.PublicURL)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return "this is no web address", "give https:// and the host that people see, such as https://id.example"
	case u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return "there is more in it than scheme, host and port", "give " + u.Scheme + "://" + u.Host
	case u.Scheme == "http" && !c.AllowHTTP && !local(u.Hostname()):
		return "passwords would travel unencrypted: http is for localhost only", "give https:// and let your proxy end TLS; allow_http overrides this"
	}
	return "", ""
}

func local(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && a.IsLoopback()
}

func checkProxy(network string) string {
	if a, err := netip.ParseAddr(network); err == nil && !a.IsUnspecified() {
		return ""
	}
	p, err := netip.ParsePrefix(network)
	switch {
	case err != nil:
		return fmt.Sprintf("%q is no network", network)
	case p.Bits() == 0:
		return network + " is everybody: any client could choose its own address"
	}
	return ""
}

func (c *Config) checkMail() Problems {
	var p Problems
	bad := func(key, what, fix string) {
		p = append(p, Problem{Key: key, What: what, Where: c.where(key), Fix: fix})
	}
	if c.SMTPHost == "" {
		for _, key := range []string{"smtp_port", "smtp_user", "smtp_password", "smtp_from", "smtp_implicit_tls"} {
			if _, set := c.from[key]; set {
				bad(key, "there is no mail server to use it with", "set smtp_host too, or remove it")
			}
		}
		return p
	}
	if domain.CheckEmail(c.SMTPFrom, "") != nil {
		bad("smtp_from", "messages need an address to come from", "give one that smtp_host may send for, such as no-reply@id.example")
	}
	if (c.SMTPUser == "") != (c.SMTPPassword == "") {
		bad("smtp_password", "user and password go together", "set smtp_user and smtp_password (or smtp_password_file), or neither")
	}
	return p
}

// checkServing finds what serving needs beside.
func (c *Config) checkServing() Problems {
	if Sandbox || c.SMTPHost != "" {
		return nil
	}
	return Problems{{Key: "smtp_host", What: "there is no mail server: nobody could confirm an address or accept an invitation", Where: c.where("smtp_host"),
		Fix: "set smtp_host and smtp_from (and smtp_user, smtp_password_file); to try Twofold without mail use the demo: make run"}}
}
