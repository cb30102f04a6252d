package factor

import (
	"crypto/subtle"
	"fmt"
	"time"

	"github.com/pquerna/otp/hotp"
)

const (
	// Period is the life of one app code, in seconds (RFC 6238, X).
	Period = 30
	// Digits is the length of an app code.
	Digits = 6
	// MaxDrift bounds a learned drift, in steps either way. A phone that is
	// further off than a minute gets advice instead of a wider window.
	MaxDrift = 2
	// AdviceSpan is how far MatchTOTP looks for a code that is real but out of
	// time, in steps either way. Such a code is never accepted.
	AdviceSpan = 20
)

// Verdict is what a code turned out to be.
type Verdict int

const (
	Wrong         Verdict = iota // fits no step near now
	Accepted                     // fits a step that may be spent
	Used                         // fits, but that step or a later one was spent
	OutsideWindow                // a code of this key, for another time: advice only
)

func (v Verdict) String() string {
	return [...]string{"wrong", "accepted", "used", "outside window"}[v]
}

// Match is where a code was found.
type Match struct {
	Step   int64 // the RFC 6238 time step the code belongs to
	Drift  int   // the drift to store, in steps; only an accepted code changes it
	Offset int   // Step minus the server's own step: above 0 is a fast phone
}

// Minutes says by how much the phone is off, rounded to whole minutes and at
// least 1, for the advice of an OutsideWindow verdict. Fast is true when the
// phone is ahead. Minutes is 0 when the code fits the server's own time.
func (m Match) Minutes() (minutes int, fast bool) {
	if m.Offset == 0 || m.Offset == -1 {
		return 0, false
	}
	off := max(m.Offset, -m.Offset)
	return max(1, (off*Period+30)/60), m.Offset > 0
}

// Step returns the RFC 6238 time step at now.
func Step(now time.Time) int64 { return now.Unix() / Period }

// Code returns the app code of the key for a step (RFC 4226 section 5.3).
func (k Key) Code(step int64) (string, error) {
	code, err := hotp.GenerateCode(k.Base32(), uint64(step))
	if err != nil {
		return "", fmt.Errorf("generate app code: %w", err)
	}
	return code, nil
}

// MatchTOTP compares six digits with the app codes of a key (RFC 6238).
//
// Accepted are the current and the previous step, and the same two around the
// learned drift. The server's own time stays in the window beside a drift
// because a phone that syncs its clock loses the drift at once; so without a
// drift a code lives 60 seconds, with one at most 120 (the documented deviation
// from ASVS V6.5.5, RFC 6238 5.2, NIST SP 800-63B-4 3.1.4.2). A step at or
// below lastStep is never accepted (RFC 6238 5.2, ASVS V6.5.1). The caller
// must still spend Match.Step by compare-and-set before believing it, and
// stores Match.Drift with it. Only an Accepted verdict may sign anybody in.
func MatchTOTP(k Key, code string, now time.Time, drift int, lastStep int64) (Match, Verdict, error) {
	drift = clampDrift(drift)
	offsets := []int{0, -1}
	if drift != 0 {
		offsets = append(offsets, drift, drift-1)
	}
	return match(k, code, now, drift, lastStep, offsets, learn)
}

// MeasureTOTP confirms the first code of a key that is being set up and
// returns its drift. It looks one step wider than any drift MatchTOTP follows,
// so a phone up to a minute off can be set up; the person has just signed in
// and the key was made minutes ago, so the wider search gives nothing away.
func MeasureTOTP(k Key, code string, now time.Time) (Match, Verdict, error) {
	var offsets []int
	for off := 0; off <= MaxDrift; off++ {
		offsets = append(offsets, off, -off-1)
	}
	return match(k, code, now, 0, 0, offsets, measure)
}

type driftRule func(drift, offset, second int) int

func match(k Key, code string, now time.Time, drift int, lastStep int64, offsets []int, rule driftRule) (Match, Verdict, error) {
	current := Step(now)
	used := false
	fit := Match{Drift: drift}
	found := false
	for _, off := range offsets {
		same, err := k.fits(code, current+int64(off))
		switch {
		case err != nil:
			return Match{}, Wrong, err
		case same && current+int64(off) <= lastStep:
			used = true
		case same && !found:
			found = true
			fit = Match{Step: current + int64(off), Offset: off, Drift: rule(drift, off, int(now.Unix()%Period))}
		}
	}
	if found {
		return fit, Accepted, nil
	}
	if used {
		return fit, Used, nil
	}
	return search(k, code, current, fit, lastStep)
}

// search looks for a real code of another time, nearest first.
func search(k Key, code string, current int64, fit Match, lastStep int64) (Match, Verdict, error) {
	for n := 1; n <= AdviceSpan; n++ {
		for _, off := range [2]int{n, -n} {
			step := current + int64(off)
			same, err := k.fits(code, step)
			if err != nil {
				return Match{}, Wrong, err
			}
			if !same {
				continue
			}
			fit.Step, fit.Offset = step, off
			if step == lastStep {
				return fit, Used, nil
			}
			return fit, OutsideWindow, nil
		}
	}
	return fit, Wrong, nil
}

func (k Key) fits(code string, step int64) (bool, error) {
	if step < 0 {
		return false, nil
	}
	want, err := k.Code(step)
	return subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1, err
}
