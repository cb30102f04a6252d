package domain

import "time"

const (
	// CheckUpAfter is how long after an app was set up its owner is asked
	// whether it works, where no second step was used meanwhile.
	CheckUpAfter = 3 * 24 * time.Hour
	// checkUpYears is how long recovery codes lie untouched before that is
	// asked again, and how long an answer holds then.
	checkUpYears = 1
)

// CheckUp is why somebody is asked whether their authenticator app still
// works, empty where they aren't.
type CheckUp string

const (
	CheckUpUnused   CheckUp = "unused"    // it was set up days ago and nothing was used since
	CheckUpCodesOld CheckUp = "codes_old" // the recovery codes lie untouched for a year
)

// CheckUpFacts are all that a check-up rests on; zero times for never.
type CheckUpFacts struct {
	App      time.Time // when the newest usable app was set up
	Used     time.Time // when a method was last used
	Codes    time.Time // when recovery codes were last made or used
	Answered time.Time // when a check-up was last answered or put away
}

// CheckUpOf decides whether to ask. It stops nobody from anything.
func CheckUpOf(f CheckUpFacts, now time.Time) CheckUp {
	switch {
	case f.App.IsZero():
		return ""
	case !now.Before(f.App.Add(CheckUpAfter)) && !f.Used.After(f.App) && !f.Answered.After(f.App):
		return CheckUpUnused
	case !f.Codes.IsZero() && !now.Before(f.Codes.AddDate(checkUpYears, 0, 0)) && !now.Before(f.Answered.AddDate(checkUpYears, 0, 0)):
		return CheckUpCodesOld
	}
	return ""
}
