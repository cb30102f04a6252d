package flow

import (
	"fmt"
	"testing"
	"time"
)

func TestLimiterWindow(t *testing.T) {
	var l limiter
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for i := range 5 {
		_, ok := l.spend("a", 3, now.Add(time.Duration(i)*time.Minute))
		if ok != (i < 3) {
			t.Errorf("use %d: %v", i, ok)
		}
	}
	if wait, ok := l.spend("a", 3, now.Add(50*time.Minute)); ok || wait != 10*time.Minute {
		t.Errorf("wait %s", wait)
	}
	if _, ok := l.spend("b", 3, now); !ok {
		t.Error("another key counts on the same window")
	}
	if _, ok := l.spend("a", 3, now.Add(time.Hour)); !ok {
		t.Error("the window never ends")
	}
	if _, ok := l.spend("a", 1, now.Add(-time.Hour)); !ok {
		t.Error("a clock set back keeps a window of the future")
	}
}

func TestLimiterMemoryIsBounded(t *testing.T) {
	var l limiter
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for i := range 2 * limiterMostWindows {
		l.spend(fmt.Sprint(i), 1, now.Add(time.Duration(i)*time.Millisecond))
	}
	if len(l.windows) > limiterMostWindows {
		t.Errorf("%d windows", len(l.windows))
	}
}
