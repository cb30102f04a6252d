//go:build !wasm

package page

import (
	"strings"
	"testing"

	"twofold/api/wire"
)

func TestMessages(t *testing.T) {
	s := newStage(t, canned("Maria"), "/admin/messages")
	for _, want := range []string{"400 of 500", "20.00 of 100.00 USD", "United Kingdom", "80%, low in the last hour", "The number is not in use.", "•••23", "Code", "0.05", "Waiting"} {
		s.says(want)
	}
	s.fill("filters", "channel", "text")
	if last := s.calls[len(s.calls)-1].Path; !strings.Contains(last, "channel=text") {
		t.Errorf("asked for %s", last)
	}
	api := canned("Maria")
	api["GET /messages/health"], api["GET /messages"] = ok(wire.MessageHealth{}), ok(wire.Messages{})
	s = newStage(t, api, "/admin/messages")
	s.says("sends no text messages")
	s.says("No messages")
}
