//go:build !wasm

package page

import (
	"strings"
	"testing"
)

func TestNumbers(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/numbers")
	for _, want := range []string{"50 of 60 people", "Landline", "2 of 60 people", "•••23", "Download as CSV"} {
		s.says(want)
	}
	s.press("mail")
	s.called("POST /numbers/mail")
	s.says("10 people get an email.")
	s.fill("filters", "state", "landline")
	if last := s.calls[len(s.calls)-1].Path; !strings.Contains(last, "state=landline") {
		t.Errorf("asked for %s", last)
	}
}
