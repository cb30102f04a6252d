package domain

import (
	"cmp"
	"net/netip"
	"slices"
	"time"
)

// An account looks like a log-in that colleagues share when so many browsers
// from so many networks are active within SharedSpan, on two days of a week.
const (
	SharedBrowsers = 3
	SharedNetworks = 2
	SharedSpan     = 15 * time.Minute
	sharedWeek     = 7 * 24 * time.Hour
)

// SharedHiddenFor is how long advice about a shared log-in stays put away.
const SharedHiddenFor = 30 * 24 * time.Hour

// SeenBrowser is a browser that was signed in to an account, when it was
// active last.
type SeenBrowser struct {
	Browser, Network string
	At               time.Time
}

// UsedByMany is the first moment at which enough browsers from enough networks
// had been active within the SharedSpan before it, the zero time without one.
func UsedByMany(seen []SeenBrowser) time.Time {
	seen = slices.Clone(seen)
	slices.SortFunc(seen, func(a, b SeenBrowser) int { return cmp.Compare(a.At.UnixNano(), b.At.UnixNano()) })
	for i, first := range seen {
		browsers, networks := map[string]bool{}, map[string]bool{}
		for _, s := range seen[i:] {
			if s.At.Sub(first.At) >= SharedSpan {
				break
			}
			browsers[s.Browser], networks[s.Network] = true, true
			if len(browsers) >= SharedBrowsers && len(networks) >= SharedNetworks {
				return s.At
			}
		}
	}
	return time.Time{}
}

// Day is the day of a time, in UTC.
func Day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// SharedLogin is what is known of an account that may be a shared log-in: the
// two newest days on which it was used by many, and when the advice was put
// away, by its person and by an administrator.
type SharedLogin struct {
	On, Before        time.Time
	OwnHidden, Hidden time.Time
}

// Looks reports whether the account looks shared: both days are among the last
// seven.
func (s SharedLogin) Looks(now time.Time) bool {
	return !s.Before.IsZero() && Day(now).Sub(s.Before) < sharedWeek
}

// Advise reports whether the person is to be told.
func (s SharedLogin) Advise(now time.Time) bool {
	return s.Looks(now) && now.Sub(s.OwnHidden) >= SharedHiddenFor
}

// SharedSince is the earliest day whose mark still counts at now.
func SharedSince(now time.Time) time.Time { return Day(now).Add(24*time.Hour - sharedWeek) }

// NetworkOf is the network of an address: /24 of IPv4, /64 of IPv6, "unknown"
// where it is none.
func NetworkOf(ip string) string {
	a, err := netip.ParseAddr(ip)
	if err != nil {
		return "unknown"
	}
	a = a.Unmap()
	bits := 64
	if a.Is4() {
		bits = 24
	}
	p, err := a.WithZone("").Prefix(bits)
	if err != nil {
		return "unknown"
	}
	return p.String()
}
