package main

import (
	"errors"
	"strings"
	"testing"
)

func TestLossesArePrintedAndFaultsFail(t *testing.T) {
	var out strings.Builder
	r := newReport(&out)
	r.add(atMost("memory", sqlite, 151, 150, " MB"))
	r.add(row{What: "reads/s", Database: postgres, Value: "900", Ratio: 0.1234, Worst: 0.1, Best: 0.2, Aim: "≥ 0.20"})
	r.add(row{What: "program", Value: "30 MB"})
	broke := errors.New("the database is gone")
	if err := r.close(broke); !errors.Is(err, broke) {
		t.Errorf("what broke off is forgotten: %v", err)
	}
	for _, line := range []string{"151 MB", "≤ 150 MB", "NO", "0.123", "0.100–0.200"} {
		if !strings.Contains(out.String(), line) {
			t.Errorf("no %q in\n%s", line, &out)
		}
	}
	if r.fault() != nil {
		t.Errorf("a missed aim is a fault: %v", r.fault())
	}
	r.wrong("%d times locked", 3)
	if r.fault() == nil {
		t.Error("an error of the product is none of the bench")
	}
}

func TestStatementsThatFrameATransactionDontCount(t *testing.T) {
	var w watch
	for _, q := range []string{"BEGIN", "SELECT set_config('app.tenant_id', 'org', true)", "SELECT 1", "COMMIT"} {
		w.note(q)
	}
	if got := w.take(); len(got) != 1 || len(w.take()) != 0 {
		t.Errorf("counted %q", got)
	}
}
