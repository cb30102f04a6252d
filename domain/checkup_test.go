package domain

import (
	"testing"
	"time"
)

func TestCheckUpOf(t *testing.T) {
	set := time.Date(2026, time.November, 3, 12, 0, 0, 0, time.UTC)
	days := func(n int) time.Time { return set.AddDate(0, 0, n) }
	year := set.AddDate(1, 0, 0)
	for name, c := range map[string]struct {
		f    CheckUpFacts
		now  time.Time
		want CheckUp
	}{
		"no app":                           {CheckUpFacts{Codes: set}, year, ""},
		"set up just now":                  {CheckUpFacts{App: set}, set, ""},
		"a moment before three days":       {CheckUpFacts{App: set}, days(3).Add(-time.Millisecond), ""},
		"three days":                       {CheckUpFacts{App: set}, days(3), CheckUpUnused},
		"three days, used":                 {CheckUpFacts{App: set, Used: days(1)}, days(3), ""},
		"used before this app was set up":  {CheckUpFacts{App: set, Used: days(-1)}, days(3), CheckUpUnused},
		"answered":                         {CheckUpFacts{App: set, Answered: days(3)}, days(9), ""},
		"answered for the app before":      {CheckUpFacts{App: set, Answered: days(-9)}, days(3), CheckUpUnused},
		"codes a moment before a year":     {CheckUpFacts{App: set, Used: days(1), Codes: set}, year.Add(-time.Millisecond), ""},
		"codes a year":                     {CheckUpFacts{App: set, Used: days(1), Codes: set}, year, CheckUpCodesOld},
		"codes a year, the app used today": {CheckUpFacts{App: set, Used: year, Codes: set}, year, CheckUpCodesOld},
		"no codes":                         {CheckUpFacts{App: set, Used: days(1)}, year, ""},
		"answered within the year":         {CheckUpFacts{App: set, Used: days(1), Codes: set, Answered: days(10)}, year, ""},
		"answered a year ago":              {CheckUpFacts{App: set, Used: days(1), Codes: set, Answered: days(10)}, days(10).AddDate(1, 0, 0), CheckUpCodesOld},
	} {
		if got := CheckUpOf(c.f, c.now); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
