package flow

import (
	"sync"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// Limits on what is asked for outside any tenant, where no throttle row can
// count it.
const (
	StartsPerNetwork  = 10 // organizations an hour
	ConfirmsPerTenant = 5  // confirmation mails sent again an hour
	LookupsPerAddress = 3  // "find my organizations" mails an hour
	LookupsPerNetwork = 20 // "find my organizations" an hour
	InvitesPerTenant  = 500
	// Reports of what a page's own policy stopped, which whoever likes can send:
	// enough to see a fault, too few to fill a log.
	ReportsPerNetwork = 20  // an hour
	ReportsMost       = 200 // an hour, from all networks
	// PasskeyAsksPerNetwork is how many challenges for a sign-in without a name
	// a network gets in an hour: every sign-in page asks for one.
	PasskeyAsksPerNetwork = 3000
	limitSpan             = time.Hour
	limiterMostWindows    = 50_000
)

// limiter counts in memory what belongs to no tenant. Each instance counts
// for itself and forgets at a restart, which is enough against floods: what
// the limits protect is mail and rows, not a secret.
type limiter struct {
	mu      sync.Mutex
	windows map[string]window
}

type window struct {
	since time.Time
	n     int
	told  bool // that it is spent
}

// spend counts one use of key. It reports false, and how long to wait, when
// most uses of the last hour are spent.
func (l *limiter) spend(key string, most int, now time.Time) (time.Duration, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := l.windows[key]
	if w.n == 0 || over(w, now) {
		w = window{since: now}
	}
	if w.n >= most {
		return w.since.Add(limitSpan).Sub(now), false
	}
	w.n++
	if l.windows == nil {
		l.windows = map[string]window{}
	}
	l.makeRoom(key, now)
	l.windows[key] = w
	return 0, true
}

// tell reports true the first time in a window of key.
func (l *limiter) tell(key string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	w, known := l.windows[key]
	if !known || w.told {
		return false
	}
	w.told = true
	l.windows[key] = w
	return true
}

func over(w window, now time.Time) bool {
	return now.Before(w.since) || now.Sub(w.since) >= limitSpan
}

// makeRoom keeps memory bounded: windows that are over go first, then any.
func (l *limiter) makeRoom(key string, now time.Time) {
	if _, known := l.windows[key]; known || len(l.windows) < limiterMostWindows {
		return
	}
	for k, w := range l.windows {
		if over(w, now) {
			delete(l.windows, k)
		}
	}
	for k := range l.windows {
		if len(l.windows) < limiterMostWindows*9/10 {
			return
		}
		delete(l.windows, k)
	}
}

// limit counts one use of key, or refuses it.
func (f *Flows) limit(key string, most int, now time.Time) error {
	wait, ok := f.limits.spend(key, most, now)
	if ok {
		return nil
	}
	return domain.Refuse(domain.TooMany, domain.CodeRateLimited).After(wait)
}

// limitOf is limit for what belongs to a tenant: the first refusal of each wait
// has a row in its log, so that nobody can fill the log by trying on.
func (f *Flows) limitOf(c ctxt, who domain.User, what, key string, most int) error {
	refusal := f.limit(key, most, c.Now)
	if refusal == nil || !f.limits.tell(key) {
		return refusal
	}
	err := f.db.In(c, c.Scope, func(tx *store.Tx) error {
		return f.record(tx, c, domain.EventRefused, false, who, "what", what, "reason", string(domain.CodeRateLimited))
	})
	if err != nil {
		return err
	}
	return refusal
}

// CountReport counts a report of what a page's policy stopped, or refuses it.
func (f *Flows) CountReport(r Request) error {
	if err := f.limit("reports from:"+r.Network, ReportsPerNetwork, r.Now); err != nil {
		return err
	}
	return f.limit("reports", ReportsMost, r.Now)
}
