package main

import (
	"strings"
	"testing"
)

func TestTimesInChromiumAreHeldAgainstTheirBudgets(t *testing.T) {
	rows := seen{Paint: []float64{1400, 540, 560}, Usable: []float64{990, 1010, 1010}, Takeover: []float64{2400, 2500, 9000}}.rows()
	for i, want := range []struct {
		value string
		met   bool
	}{{"560 ms", true}, {"1010 ms", false}, {"2500 ms", true}} {
		if got := rows[i]; got.Value != want.value || got.Met != want.met || got.Aim == "" {
			t.Errorf("%s: %s against %s, met %t", got.What, got.Value, got.Aim, got.Met)
		}
	}
	if within("nothing", nil, paintMost).Met {
		t.Error("what was never measured meets its budget")
	}
}

func TestWithoutAChromiumTheRowSaysSo(t *testing.T) {
	rows := seen{Missing: "none of chromium is installed"}.rows()
	if len(rows) != 1 || !strings.Contains(rows[0].Value, "not measured: none of chromium") || rows[0].Aim != "" {
		t.Errorf("got %+v", rows)
	}
}
