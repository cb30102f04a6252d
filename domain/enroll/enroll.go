// Package enroll holds the rules of the set-up wizard: how long a key waits to
// be confirmed, how often a wrong code may be tried, what its entry is called.
package enroll

import (
	"fmt"
	"time"
)

const (
	// KeyFor is how long an unconfirmed key can be used, and how long a
	// confirmed one waits for "Turn on".
	KeyFor = 30 * time.Minute
	// TriesBeforeWait wrong codes lead to a wait of WaitFor. Nothing is locked.
	TriesBeforeWait = 5
	WaitFor         = time.Minute
	// OtherApp is the choice of an app that is not on the tenant's list.
	OtherApp = "other"
	// NameMost is the longest name of a method, in characters.
	NameMost = 40
)

// Live reports whether a set-up can go on at now. Each part of the wizard,
// before and after the confirmation and again for a backup, has its own 30
// minutes.
func Live(created, confirmed, now time.Time) bool {
	from := created
	if confirmed.After(from) {
		from = confirmed
	}
	return now.Before(from.Add(KeyFor))
}

// Label is the account name of an entry: from the second key on it carries a
// number, so that old and new can be told apart in the app (O10).
func Label(account string, number int) string {
	if number < 2 {
		return account
	}
	return fmt.Sprintf("%s (%d)", account, number)
}
