//go:build sandbox

package sandbox

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// story makes up what happened over the demo's days. Of one seed it is always
// the same.
type story struct {
	dice   *rand.Rand
	events []domain.Event
}

func newStory(seed uint64) *story { return &story{dice: rand.New(rand.NewPCG(seed, 90))} }

// place is where a person signs in from, and with which app.
type place struct{ ip, browser, app string }

var (
	browsers = []string{"Chrome on Windows", "Firefox on Linux", "Safari on macOS", "Edge on Windows", "Chrome on Android", "Safari on iPhone"}
	apps     = []string{"Authy", "Google Authenticator", "Duo Mobile", "1Password"}
)

// place gives a person an address of the ranges that documentation may use
// (RFC 5737).
func (y *story) place(tenant, n int) place {
	network := []string{"198.51.100", "203.0.113"}[tenant%2]
	return place{fmt.Sprintf("%s.%d", network, n+1), browsers[y.dice.IntN(len(browsers))], apps[y.dice.IntN(len(apps))]}
}

func (y *story) between(from, to time.Time) time.Time {
	return from.Add(time.Duration(y.dice.Int64N(int64(to.Sub(from))))).Truncate(time.Millisecond)
}

// often is true with a chance of percent in a hundred.
func (y *story) often(percent int) bool { return y.dice.IntN(100) < percent }

func (y *story) add(e domain.Event) {
	e.ID, e.RequestID = id("evt"), "demo"
	y.events = append(y.events, e)
}

// did adds an event of a person's own doing, with detail in pairs.
func (y *story) did(m *made, at time.Time, kind domain.EventKind, ok bool, detail ...string) {
	e := domain.Event{At: at, Kind: kind, OK: ok, ActorID: m.ID, ActorName: m.Person.Name, SubjectID: m.ID, Subject: m.Person.Name, IP: m.place.ip, Browser: m.place.browser, Detail: map[string]string{}}
	for i := 0; i+1 < len(detail); i += 2 {
		e.Detail[detail[i]] = detail[i+1]
	}
	y.add(e)
}

// suffered adds an event of what an owner did to a person.
func (y *story) suffered(m, by *made, at time.Time, kind domain.EventKind, detail ...string) {
	y.did(m, at, kind, true, detail...)
	last := &y.events[len(y.events)-1]
	last.ActorID, last.ActorName, last.IP, last.Browser = by.ID, by.Person.Name, by.place.ip, by.place.browser
}

// live makes up a person's days, and notes the last sign-in on their row.
func (y *story) live(s *seeding, m *made) {
	y.begin(s, m)
	end := s.now
	if m.DemoPerson.State == Suspended {
		end = s.now.Add(-9 * 24 * time.Hour)
		y.suffered(m, s.people[0], end, domain.EventUserSuspended)
	}
	for day := m.CreatedAt.Truncate(24 * time.Hour); day.Before(end); day = day.Add(24 * time.Hour) {
		chance := 55
		if w := day.Weekday(); w == time.Saturday || w == time.Sunday {
			chance = 8
		}
		at := day.Add(7*time.Hour + time.Duration(y.dice.IntN(9*3600))*time.Second)
		if y.often(chance) && at.After(m.CreatedAt.Add(time.Minute)) && at.Before(end.Add(-time.Hour)) {
			y.signIn(s, m, at)
		}
	}
	y.finish(s, m)
}

func (y *story) begin(s *seeding, m *made) {
	if m == s.people[0] {
		y.did(m, m.CreatedAt, domain.EventTenantCreated, true, "short", s.demo.Short)
		y.did(m, m.CreatedAt.Add(2*time.Minute), domain.EventTenantConfirmed, true)
	} else {
		y.suffered(m, s.people[0], m.CreatedAt.Add(-time.Hour), domain.EventUserInvited, "role", string(m.Role))
		y.did(m, m.CreatedAt, domain.EventUserJoined, true)
	}
	if m.setUp.IsZero() {
		return
	}
	y.did(m, m.setUp.Add(-3*time.Minute), domain.EventEnrollStarted, true, "method", "app")
	if y.often(15) {
		y.did(m, m.setUp.Add(-2*time.Minute), domain.EventEnrollFailed, false, "try", "1")
	}
	y.did(m, m.setUp, domain.EventTwoStepOn, true)
	y.did(m, m.setUp, domain.EventMethodAdded, true, "method", "app", "name", m.place.app)
}

// signIn makes up one sign-in, now and then with a mistake before it.
func (y *story) signIn(s *seeding, m *made, at time.Time) {
	if y.often(6) {
		y.did(m, at.Add(-40*time.Second), domain.EventSignInFailed, false, "reason", "password")
	}
	required := s.demo.Mode == domain.ModeRequired && at.After(s.now.Add(-30*24*time.Hour))
	how := "password"
	switch {
	case m.setUp.IsZero() && required:
		how = "password, must set up"
	case m.setUp.IsZero() || at.Before(m.setUp):
	case required && y.often(35):
		how = "password, trusted browser"
	default:
		how = "password, app"
		y.did(m, at.Add(-15*time.Second), domain.EventPasswordRight, true)
		if y.often(5) {
			y.did(m, at.Add(-8*time.Second), domain.EventSecondStepFailed, false, "reason", string(domain.CodeCodeWrong))
		}
	}
	y.did(m, at, domain.EventSignedIn, true, "how", how)
	if at.After(m.LastSignInAt) {
		m.LastSignInAt = at
	}
	if y.often(30) {
		y.did(m, at.Add(8*time.Hour), domain.EventSignedOut, true)
	}
}

func (y *story) finish(s *seeding, m *made) {
	switch m.DemoPerson.State {
	case Reset:
		y.suffered(m, s.people[0], s.now.Add(-26*time.Hour), domain.EventTwoStepReset, "methods", "1", "recovery_codes", "10", "sessions", "1", "trusted_browsers", "1", "reason", "Lost phone")
	case TurnedOff:
		y.did(m, s.now.Add(-6*24*time.Hour), domain.EventTwoStepOff, true)
	}
}

// most events one statement adds.
const batch = 400

// record writes what happened up to now, oldest first.
func (y *story) record(s *seeding, tx *store.Tx) error {
	past := slices.DeleteFunc(y.events, func(e domain.Event) bool { return e.At.After(s.now) })
	slices.SortStableFunc(past, func(a, b domain.Event) int { return cmp.Compare(a.At.UnixMilli(), b.At.UnixMilli()) })
	for chunk := range slices.Chunk(past, batch) {
		if err := tx.Record(s, chunk...); err != nil {
			return err
		}
	}
	return nil
}
