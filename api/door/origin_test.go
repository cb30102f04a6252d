package door

import (
	"net/url"
	"testing"
)

// TestNetworks holds what throttles count by: /24 of IPv4, /64 of IPv6.
func TestNetworks(t *testing.T) {
	for ip, want := range map[string]string{
		"192.0.2.7": "192.0.2.0/24", "192.0.2.255": "192.0.2.0/24", "192.0.3.7": "192.0.3.0/24",
		"::ffff:192.0.2.7":  "192.0.2.0/24",
		"2001:db8:1:2::1":   "2001:db8:1:2::/64",
		"2001:db8:1:2:f::9": "2001:db8:1:2::/64", "2001:db8:1:3::1": "2001:db8:1:3::/64",
		"fe80::1%eth0": "fe80::/64",
		"":             "unknown", "nowhere": "unknown", "192.0.2.7:443": "unknown",
	} {
		if got := network(ip); got != want {
			t.Errorf("%q: %s, want %s", ip, got, want)
		}
	}
}

func TestRightHost(t *testing.T) {
	for _, c := range []struct {
		own, host string
		right     bool
	}{
		{"https://id.example", "id.example", true},
		{"https://id.example", "ID.Example", true},
		{"https://id.example", "id.example:443", false},
		{"https://id.example", "id.example.evil.example", false},
		{"https://id.example", "evil.example", false},
		{"https://id.example", "localhost", false},
		{"https://id.example", "", false},
		{"http://localhost:8080", "localhost:8080", true},
		{"http://localhost:8080", "127.0.0.1:8080", true},
		{"http://localhost:8080", "[::1]:8080", true},
		{"http://localhost:8080", "127.0.0.1:8081", false},
		{"http://localhost:8080", "192.0.2.7:8080", false},
		{"http://localhost:8080", "localhost.evil.example:8080", false},
	} {
		origin, err := url.Parse(c.own)
		if err != nil {
			t.Fatal(err)
		}
		if got := (&Door{origin: origin}).rightHost(c.host); got != c.right {
			t.Errorf("%q on %s: %v", c.host, c.own, got)
		}
	}
}

// TestRequestIDsAreHarmless takes only ids that can do nothing in a log.
func TestRequestIDsAreHarmless(t *testing.T) {
	for given, kept := range map[string]bool{
		"abcdef12": true, "ABC-def_123": true, "abcdefg": false, "": false, "abcdefgh\n": false, "abcdefgh ijkl": false, `abcdefgh"`: false, "ábcdefgh": false,
		"0123456789012345678901234567890123456789012345678901234567890123": true, "01234567890123456789012345678901234567890123456789012345678901234": false,
	} {
		if got := requestID(given); (got == given) != kept || len(got) < 8 {
			t.Errorf("%q became %q", given, got)
		}
	}
	if first, second := requestID(""), requestID(""); first == second {
		t.Error("two requests have one id")
	}
}
