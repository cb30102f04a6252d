package factor_test

import (
	"fmt"
	"testing"
	"time"

	"twofold/domain/factor"
)

// vectorKey is the key of the test vectors of RFC 4226 and RFC 6238.
var vectorKey = factor.Key("12345678901234567890")

// noon is the start of a time step.
var noon = time.Unix(1_800_000_000, 0)

func codeAt(t testing.TB, k factor.Key, at time.Time) string {
	t.Helper()
	code, err := k.Code(factor.Step(at))
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func steps(n int) time.Duration { return time.Duration(n) * factor.Period * time.Second }

// RFC 4226 appendix D.
func TestCodeRFC4226(t *testing.T) {
	want := []string{"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"}
	for counter, code := range want {
		got, err := vectorKey.Code(int64(counter))
		if err != nil || got != code {
			t.Errorf("counter %d: %q, %v; want %q", counter, got, err, code)
		}
	}
}

// RFC 6238 appendix B, SHA-1; the last six of its eight digits.
func TestCodeRFC6238(t *testing.T) {
	for unix, eight := range map[int64]string{
		59: "94287082", 1111111109: "07081804", 1111111111: "14050471",
		1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130",
	} {
		if got := codeAt(t, vectorKey, time.Unix(unix, 0)); got != eight[2:] {
			t.Errorf("at %d: %q, want %q", unix, got, eight[2:])
		}
	}
}

// ASVS V6.5.5: without a drift exactly the current and the previous step.
func TestMatchTOTPWindow(t *testing.T) {
	for off := -factor.AdviceSpan - 3; off <= factor.AdviceSpan+3; off++ {
		m, got, err := factor.MatchTOTP(vectorKey, codeAt(t, vectorKey, noon.Add(steps(off))), noon, 0, 0)
		want := factor.OutsideWindow
		switch {
		case off == 0 || off == -1:
			want = factor.Accepted
		case off < -factor.AdviceSpan || off > factor.AdviceSpan:
			want = factor.Wrong
		}
		if err != nil || got != want {
			t.Errorf("offset %d: %v, %v; want %v", off, got, err, want)
		}
		if got != factor.Wrong && (m.Offset != off || m.Step != factor.Step(noon)+int64(off)) {
			t.Errorf("offset %d: found at %+v", off, m)
		}
	}
}

// The window follows the drift and never leaves the true time.
func TestMatchTOTPDrift(t *testing.T) {
	accepted := map[int][]int{
		2: {2, 1, 0, -1}, 1: {1, 0, -1}, 0: {0, -1}, -1: {0, -1, -2}, -2: {0, -1, -2, -3}, 9: {2, 1, 0, -1}, -9: {0, -1, -2, -3},
	}
	for drift, offsets := range accepted {
		want := fmt.Sprint(sorted(offsets))
		var got []int
		for off := -8; off <= 8; off++ {
			_, verdict, _ := factor.MatchTOTP(vectorKey, codeAt(t, vectorKey, noon.Add(steps(off))), noon, drift, 0)
			if verdict == factor.Accepted {
				got = append(got, off)
			}
		}
		if fmt.Sprint(got) != want {
			t.Errorf("drift %d accepts %v, want %v", drift, got, want)
		}
	}
}

// ASVS V6.5.1: a spent step and every earlier one is refused for good.
func TestMatchTOTPOnce(t *testing.T) {
	code := codeAt(t, vectorKey, noon)
	m, verdict, _ := factor.MatchTOTP(vectorKey, code, noon, 0, 0)
	if verdict != factor.Accepted {
		t.Fatalf("first use: %v", verdict)
	}
	for _, later := range []time.Duration{0, steps(1), steps(5)} {
		if _, got, _ := factor.MatchTOTP(vectorKey, code, noon.Add(later), 0, m.Step); got != factor.Used {
			t.Errorf("again after %v: %v, want used", later, got)
		}
	}
	earlier := codeAt(t, vectorKey, noon.Add(-steps(1)))
	if _, got, _ := factor.MatchTOTP(vectorKey, earlier, noon, 0, m.Step); got != factor.Used {
		t.Errorf("step before the spent one: %v, want used", got)
	}
	next := codeAt(t, vectorKey, noon.Add(steps(1)))
	if _, got, _ := factor.MatchTOTP(vectorKey, next, noon.Add(steps(1)), 0, m.Step); got != factor.Accepted {
		t.Errorf("next step: %v, want accepted", got)
	}
}

// Fault F-16: after a clock that jumps back, spent codes stay spent.
func TestMatchTOTPClockJumpsBack(t *testing.T) {
	back := noon.Add(-10 * time.Minute)
	_, got, _ := factor.MatchTOTP(vectorKey, codeAt(t, vectorKey, back), back, 0, factor.Step(noon))
	if got != factor.Used {
		t.Errorf("%v, want used", got)
	}
}

func TestMatchTOTPRefusesNoise(t *testing.T) {
	for _, code := range []string{"", "0", "abcdef", codeAt(t, vectorKey, noon) + "0", " " + codeAt(t, vectorKey, noon)} {
		if _, got, err := factor.MatchTOTP(vectorKey, code, noon, 0, 0); got != factor.Wrong || err != nil {
			t.Errorf("%q: %v, %v", code, got, err)
		}
	}
	other := factor.Key("09876543210987654321")
	if _, got, _ := factor.MatchTOTP(other, codeAt(t, vectorKey, noon), noon, 0, 0); got != factor.Wrong {
		t.Errorf("another person's code: %v", got)
	}
	if _, got, err := factor.MatchTOTP(vectorKey, "755224", time.Unix(5, 0), 0, -1); got != factor.Accepted || err != nil {
		t.Errorf("at the epoch: %v, %v", got, err)
	}
}

// Case O13: the advice names whole minutes and the side.
func TestMatchMinutes(t *testing.T) {
	for _, c := range []struct {
		offset, minutes int
		fast            bool
	}{{0, 0, false}, {-1, 0, false}, {1, 1, true}, {2, 1, true}, {3, 2, true}, {10, 5, true}, {-2, 1, false}, {-10, 5, false}, {-20, 10, false}} {
		minutes, fast := factor.Match{Offset: c.offset}.Minutes()
		if minutes != c.minutes || fast != c.fast {
			t.Errorf("offset %d: %d, %v", c.offset, minutes, fast)
		}
	}
}

func BenchmarkMatchTOTP(b *testing.B) {
	code := codeAt(b, vectorKey, noon)
	for _, c := range []struct{ name, code string }{{"right", code}, {"wrong", "000000"}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := factor.MatchTOTP(vectorKey, c.code, noon, 0, 0); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
