package main

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// median is the middle of the values, 0 of none.
func median[T ~int64 | ~float64](values []T) T {
	return quantile(values, 0.5)
}

// quantile is the value that the share q of the values don't exceed, by
// nearest rank; 0 of none.
func quantile[T ~int64 | ~float64](values []T, q float64) T {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	rank := int(math.Ceil(q * float64(len(sorted))))
	return sorted[max(rank, 1)-1]
}

// each collects one number of every item.
func each[S, T any](items []S, number func(S) T) []T {
	out := make([]T, len(items))
	for i, one := range items {
		out[i] = number(one)
	}
	return out
}

// brief writes a duration with three digits.
func brief(d time.Duration) string {
	switch {
	case d == 0:
		return ""
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.2f ms", d.Seconds()*1e3)
	case d < 100*time.Millisecond:
		return fmt.Sprintf("%.1f ms", d.Seconds()*1e3)
	}
	return fmt.Sprintf("%.0f ms", d.Seconds()*1e3)
}

// plain writes a number with about three digits.
func plain(v float64) string {
	switch {
	case v == math.Trunc(v) || math.Abs(v) >= 100:
		return fmt.Sprintf("%.0f", v)
	case math.Abs(v) >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}
