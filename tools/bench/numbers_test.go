package main

import (
	"math"
	"slices"
	"testing"
	"time"
)

func TestQuantilesAreNearestRanks(t *testing.T) {
	values := []float64{5, 1, 4, 2, 3}
	for q, want := range map[float64]float64{0: 1, 0.2: 1, 0.5: 3, 0.8: 4, 0.99: 5, 1: 5} {
		if got := quantile(values, q); got != want {
			t.Errorf("quantile %v is %v, want %v", q, got, want)
		}
	}
	if got := median([]time.Duration{}); got != 0 {
		t.Errorf("median of nothing is %v", got)
	}
	if !slices.Equal(values, []float64{5, 1, 4, 2, 3}) {
		t.Errorf("the values were moved: %v", values)
	}
}

func TestNumbersAreShort(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 6: "6", 0.954: "0.95", 12.34: "12.3", 1234.5: "1234"} {
		if got := plain(v); got != want {
			t.Errorf("plain(%v) = %q, want %q", v, got, want)
		}
	}
	for d, want := range map[time.Duration]string{0: "", 1234 * time.Microsecond: "1.23 ms", 45600 * time.Microsecond: "45.6 ms", 2 * time.Second: "2000 ms"} {
		if got := brief(d); got != want {
			t.Errorf("brief(%v) = %q, want %q", d, got, want)
		}
	}
}

func at(rate float64) slice { return slice{Done: int(rate), Elapsed: time.Second} }

func TestRatiosAreOfPairsNotOfMedians(t *testing.T) {
	pairs := []pair{{at(50), at(100)}, {at(90), at(100)}, {at(80), at(200)}}
	out := aim{what: "x", atLeast: 0.5, share: 1}.summary(sqlite, pairs)
	if out.Ratio != 0.5 || out.Worst != 0.4 || out.Best != 0.9 || !out.Met {
		t.Errorf("row is %+v", out)
	}
	half := aim{what: "x", atLeast: 1.1, share: 0.5}.summary(sqlite, pairs)
	if half.Ratio != 1 || half.Limit != "50" || half.Met {
		t.Errorf("row is %+v", half)
	}
}

func TestCPUPerOperationAddsEveryProcess(t *testing.T) {
	one := pair{product: slice{Done: 10, CPU: 10 * time.Millisecond, Server: 70 * time.Millisecond, Database: 20 * time.Millisecond},
		limit: slice{Done: 10, CPU: 50 * time.Millisecond}}
	out := aim{}.processors(postgres, []pair{one})
	if math.Abs(out.Ratio-0.5) > 1e-9 || out.Value != "10.0 ms (product 7.00 ms, driving 1.00 ms, database 2.00 ms)" {
		t.Errorf("row is %+v", out)
	}
}
