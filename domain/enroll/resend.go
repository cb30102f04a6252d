package enroll

import "time"

const (
	// SendsAnHour is how many codes a person can ask for by one method.
	SendsAnHour = 5
	// ExpiredFor is how long after its end a right code is answered by a new one.
	ExpiredFor = 2 * time.Hour
)

// ResendAt is when the next code of a request may be asked for, after the n-th
// went out at last: first, then twice, then four times that wait.
func ResendAt(n int, last time.Time, first time.Duration) time.Time {
	if n <= 0 {
		return time.Time{}
	}
	return last.Add(first << min(n-1, 2))
}
