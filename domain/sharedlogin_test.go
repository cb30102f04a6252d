package domain

import (
	"testing"
	"time"
)

// A15: three browsers from two networks within the same 15 minutes.
func TestA15UsedByMany(t *testing.T) {
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	at := func(browser, network string, minutes float64) SeenBrowser {
		return SeenBrowser{browser, network, noon.Add(time.Duration(minutes * float64(time.Minute)))}
	}
	for name, c := range map[string]struct {
		seen []SeenBrowser
		want bool
	}{
		"nobody":                     {nil, false},
		"two browsers":               {[]SeenBrowser{at("a", "n", 0), at("b", "m", 1)}, false},
		"one network":                {[]SeenBrowser{at("a", "n", 0), at("b", "n", 1), at("c", "n", 2)}, false},
		"one browser three times":    {[]SeenBrowser{at("a", "n", 0), at("a", "m", 1), at("a", "o", 2)}, false},
		"three from two":             {[]SeenBrowser{at("a", "n", 0), at("b", "n", 1), at("c", "m", 2)}, true},
		"just within":                {[]SeenBrowser{at("c", "m", 14.99), at("a", "n", 0), at("b", "n", 1)}, true},
		"just too late":              {[]SeenBrowser{at("a", "n", 0), at("b", "n", 1), at("c", "m", 15)}, false},
		"the first is too early":     {[]SeenBrowser{at("z", "n", 0), at("a", "n", 16), at("b", "n", 17), at("c", "m", 18)}, true},
		"the networks don't overlap": {[]SeenBrowser{at("a", "n", 0), at("b", "n", 1), at("c", "n", 2), at("d", "m", 20)}, false},
	} {
		if got := !UsedByMany(c.seen).IsZero(); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// A15: two days of one week, for as long as both are among the last seven.
func TestA15TwoDaysOfAWeek(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 3, n, 0, 0, 0, 0, time.UTC) }
	now := day(10).Add(23 * time.Hour)
	for name, c := range map[string]struct {
		s    SharedLogin
		want bool
	}{
		"no day": {SharedLogin{}, false}, "one day": {SharedLogin{On: day(10)}, false},
		"yesterday and today": {SharedLogin{On: day(10), Before: day(9)}, true}, "six days apart": {SharedLogin{On: day(10), Before: day(4)}, true},
		"seven days apart": {SharedLogin{On: day(10), Before: day(3)}, false}, "both long ago": {SharedLogin{On: day(2), Before: day(1)}, false},
	} {
		if got := c.s.Looks(now); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
		if counts := !c.s.Before.IsZero() && !c.s.Before.Before(SharedSince(now)); counts != c.want {
			t.Errorf("%s: counts from %v", name, SharedSince(now))
		}
	}
	s := SharedLogin{On: day(10), Before: day(9), OwnHidden: now.Add(time.Minute - SharedHiddenFor)}
	if s.Advise(now) || !s.Advise(now.Add(time.Minute)) {
		t.Error("put away for another time than 30 days")
	}
}

func TestNetworkOf(t *testing.T) {
	for ip, want := range map[string]string{"192.0.2.77": "192.0.2.0/24", "::ffff:192.0.2.77": "192.0.2.0/24", "2001:db8::1": "2001:db8::/64", "fe80::1%eth0": "fe80::/64", "": "unknown", "x": "unknown"} {
		if got := NetworkOf(ip); got != want {
			t.Errorf("%q: %s, want %s", ip, got, want)
		}
	}
}
