package factor_test

import (
	"slices"
	"testing"
	"time"

	"twofold/domain/factor"
)

func sorted(in []int) []int {
	out := slices.Clone(in)
	slices.Sort(out)
	return out
}

// A phone up to a minute off can be set up, one further off gets advice.
func TestMeasureTOTP(t *testing.T) {
	drift := map[int]int{-3: -2, -2: -1, -1: 0, 0: 0, 1: 1, 2: 2}
	for off := -6; off <= 6; off++ {
		m, verdict, err := factor.MeasureTOTP(vectorKey, codeAt(t, vectorKey, noon.Add(steps(off))), noon)
		want, near := drift[off]
		switch {
		case err != nil:
			t.Fatal(err)
		case near && (verdict != factor.Accepted || m.Drift != want || m.Offset != off):
			t.Errorf("offset %d: %v %+v, want drift %d", off, verdict, m, want)
		case !near && verdict != factor.OutsideWindow:
			t.Errorf("offset %d: %v, want outside window", off, verdict)
		}
	}
}

// Whatever drift was measured, the same phone's next code is accepted.
func TestMeasuredDriftFits(t *testing.T) {
	for off := -3; off <= factor.MaxDrift; off++ {
		m, _, _ := factor.MeasureTOTP(vectorKey, codeAt(t, vectorKey, noon.Add(steps(off))), noon)
		later := noon.Add(time.Hour)
		code := codeAt(t, vectorKey, later.Add(steps(off)))
		if _, verdict, _ := factor.MatchTOTP(vectorKey, code, later, m.Drift, m.Step); verdict != factor.Accepted {
			t.Errorf("phone %d steps off, drift %d: %v", off, m.Drift, verdict)
		}
	}
}

func TestLearnDrift(t *testing.T) {
	for _, c := range []struct {
		name                 string
		drift, offset, after int // after is the second within the server's step
		want                 int
	}{
		{"right on time", 0, 0, 10, 0},
		{"slow typing", 0, -1, 10, 0},
		{"slower than typing", 0, -1, 25, -1},
		{"clock corrected after slow", -2, 0, 5, -1},
		{"clock corrected after fast", 2, 0, 5, 1},
		{"at the bound", -2, -3, 29, -2},
		{"fast and steady", 2, 2, 5, 2},
		{"fast, typed late", 2, 1, 5, 2},
	} {
		now := noon.Add(time.Duration(c.after) * time.Second)
		code := codeAt(t, vectorKey, now.Add(steps(c.offset)))
		m, verdict, _ := factor.MatchTOTP(vectorKey, code, now, c.drift, 0)
		if verdict != factor.Accepted || m.Drift != c.want {
			t.Errorf("%s: %v, drift %d, want %d", c.name, verdict, m.Drift, c.want)
		}
	}
}

// One success moves the drift by one step at most, a refusal never.
func TestLearnDriftStepwise(t *testing.T) {
	for drift := -2; drift <= 2; drift++ {
		for off := -25; off <= 25; off++ {
			for _, after := range []time.Duration{0, 19, 20, 29} {
				now := noon.Add(after * time.Second)
				m, verdict, _ := factor.MatchTOTP(vectorKey, codeAt(t, vectorKey, now.Add(steps(off))), now, drift, 0)
				moved := max(m.Drift-drift, drift-m.Drift)
				if moved > 1 || (verdict != factor.Accepted && moved != 0) || m.Drift > factor.MaxDrift || m.Drift < -factor.MaxDrift {
					t.Fatalf("drift %d, offset %d: %v, drift %d", drift, off, verdict, m.Drift)
				}
			}
		}
	}
}

// A phone whose clock walks away slowly is followed as far as the bound.
func TestLearnDriftFollowsSlowClock(t *testing.T) {
	drift, last, now := 0, int64(0), noon
	for day := range 60 {
		now = now.Add(24*time.Hour + 7*time.Second)
		behind := time.Duration(day) * time.Second
		m, verdict, _ := factor.MatchTOTP(vectorKey, codeAt(t, vectorKey, now.Add(-behind)), now, drift, last)
		if verdict != factor.Accepted {
			t.Fatalf("day %d, %v behind, drift %d: %v", day, behind, drift, verdict)
		}
		drift, last = m.Drift, m.Step
	}
	if drift == 0 {
		t.Error("nothing was learned from a clock a minute behind")
	}
}
