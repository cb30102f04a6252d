package door

import (
	"crypto/rand"
	"encoding/base64"
	"net"
	"net/netip"
	"strings"

	"twofold/domain"
	"twofold/domain/factor"
)

func newBrowserToken() (string, error) { return factor.NewToken(rand.Reader) }

// fromHere refuses a changing request that another site made a browser send:
// by Sec-Fetch-Site or Origin, and by a token bound to the session or, before
// one, to the browser. Bearer tokens are not sent by browsers on their own.
func (d *Door) fromHere(c *Call) error {
	r := c.Gin.Request
	if safe(r.Method) || c.Bearer {
		return nil
	}
	if err := d.cross.Check(r); err != nil {
		return domain.Refuse(domain.Forbidden, domain.CodeCSRF)
	}
	if c.API() && c.Session == "" && c.Half == "" {
		return nil // no cookie is used, so none can be abused
	}
	sent := r.Header.Get("X-Csrf-Token")
	if sent == "" && !c.API() {
		sent = c.Gin.PostForm("csrf")
	}
	mac, err := base64.RawURLEncoding.DecodeString(sent)
	if err == nil && c.browser != "" {
		ok, err := d.keys.CheckMAC(csrfPurpose, c.csrfBase(), mac)
		if err != nil {
			return err
		}
		if ok {
			return nil
		}
	}
	return domain.Refuse(domain.Forbidden, domain.CodeCSRF)
}

// network is the part of an address that throttles count by: /24 of IPv4,
// /64 of IPv6.
func network(ip string) string { return domain.NetworkOf(ip) }

// rightHost reports whether the request names the host the service is
// configured for. The names of this machine stand for each other.
func (d *Door) rightHost(host string) bool {
	if strings.EqualFold(host, d.origin.Host) {
		return true
	}
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		return false
	}
	own := d.origin.Hostname()
	return port == d.origin.Port() && loopback(name) && loopback(own)
}

func loopback(name string) bool {
	a, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return name == "localhost" || err == nil && a.IsLoopback()
}
