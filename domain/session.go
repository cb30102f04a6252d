package domain

import "time"

// Session lifetimes; NIST SP 800-63B 2.2.3.
const (
	SessionIdle      = 12 * time.Hour
	SessionMax       = 30 * 24 * time.Hour
	AdminSessionIdle = 30 * time.Minute
	AdminSessionMax  = 12 * time.Hour
	StepUpFor        = 10 * time.Minute
	HalfSignInFor    = 10 * time.Minute // see Policy.HalfFor
	HalfSignInMost   = 45 * time.Minute // what Policy.HalfFor comes to at most
	RecoveryFor      = 15 * time.Minute // a sign-in by a recovery code confirms setting up again
)

// Assurance is the acr of a session: how it was opened, told truthfully.
type Assurance string

const (
	AssuranceOne Assurance = "urn:twofold:loa:1" // password, or password and a trusted browser
	AssuranceTwo Assurance = "urn:twofold:loa:2" // password and a second step just verified
)

// Session is one signed-in browser or client.
type Session struct {
	ID              string
	UserID          string
	SecurityVersion int64
	AMR             []string // RFC 8176, space-joined in the row
	ACR             Assurance
	AuthAt          time.Time // when the person last proved who they are in full
	StepUpAt        time.Time // when they last confirmed it's them
	StartedAt       time.Time
	SeenAt          time.Time
	IP              string
	Browser         string // user agent in words: "Chrome on Windows"
	Renew           bool   // opened by the last recovery code: a new set comes before anything else
	LostDevice      bool   // opened by what support gave: the device is replaced before anything else
	NewPlace        bool   // opened in a browser new to the account; the person hasn't said yet whether it was them
	Bearer          bool   // given to a client that isn't a browser
}

// Ended reports whether the session is past its idle or absolute end for a
// person of role r.
func (s Session) Ended(r Role, now time.Time) bool {
	idle, most := SessionIdle, SessionMax
	if r.Privileged() {
		idle, most = AdminSessionIdle, AdminSessionMax
	}
	return !now.Before(s.SeenAt.Add(idle)) || !now.Before(s.StartedAt.Add(most))
}

// Fresh reports whether the last confirm-it's-you still counts at now.
func (s Session) Fresh(now time.Time) bool {
	return !s.StepUpAt.IsZero() && now.Before(s.StepUpAt.Add(StepUpFor))
}

// Recovered reports whether a sign-in by a recovery code still stands for a
// confirmation at now. Whoever lost their phone has nothing to confirm with,
// but a browser left open on the question about it must not stay a way to take
// the account over.
func (s Session) Recovered(now time.Time) bool {
	return !s.AuthAt.IsZero() && now.Before(s.AuthAt.Add(RecoveryFor))
}

// MayClaim reports whether somebody in session s can say that another one, at
// a new place, is theirs. Whoever got in at a new place must not vouch for
// themselves, nor by signing in there again: of those sessions it is asked too,
// until the person says yes or can't object to the notice any more.
func (s Session) MayClaim() bool { return !s.NewPlace }

// Proved reports whether the person showed their second step in this session
// within the time that a confirmation lasts.
func (s Session) Proved(now time.Time) bool {
	return s.ACR == AssuranceTwo && !s.AuthAt.IsZero() && now.Before(s.AuthAt.Add(StepUpFor))
}

// ActsAs is the role a session has at this request. Somebody who must set up
// a second step acts as pending: required is read when a session opens and
// again at every request, so that switching it on needs no list of exempt
// paths and touches no row per person.
func (s Session) ActsAs(p Policy, u User, methods []Method) Role {
	if s.LostDevice || s.Renew && p.Accepts(MethodRecovery) {
		return RolePending
	}
	if !MustEnroll(p, u, methods) {
		return u.Role
	}
	if u.TwoStep == TwoStepReset || u.TwoStep == TwoStepOn {
		return RolePending
	}
	if p.Start == StartAtOnce || !s.StartedAt.Before(p.RequiredSince) {
		return RolePending
	}
	return u.Role
}

// MustEnroll reports whether a person has to set up a second step before
// anything else: required without an accepted method, taken away by a reset,
// or turned on with every method no longer accepted.
func MustEnroll(p Policy, u User, methods []Method) bool {
	ready := u.TwoStep == TwoStepOn && len(p.AcceptedOf(methods)) > 0
	switch {
	case ready:
		return false
	case u.TwoStep == TwoStepReset, u.TwoStep == TwoStepOn:
		return true
	}
	return p.Mode == ModeRequired
}
