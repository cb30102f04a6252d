//go:build !wasm

package page

import (
	"slices"
	"testing"

	"twofold/api/wire"
	"twofold/frontend/part"
)

func TestDetailsOfEventsAreInWords(t *testing.T) {
	v := newStage(t, canned("Maria"), "/admin/audit").d.view()
	got := detailFacts(v, wire.Event{Detail: map[string]string{
		"how": "password, access code", "known_browser": "yes", "mode": "off → required", "no_such": "x", "reason": "app", "role": "user → admin", "method": "title",
	}})
	want := []part.Fact{
		{Name: "How", Value: "Password, Access code from your administrator"}, {Name: "Known browser", Value: "Yes"}, {Name: "Way to verify", Value: "title"},
		{Name: "2-step verification for everyone", Value: "off → required"}, {Name: "no_such", Value: "x"}, {Name: "Reason", Value: "app"}, {Name: "Role", Value: "User → Administrator"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("facts are %+v", got)
	}
}
