//go:build !wasm

package page

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// neverLookedAt names the screens that are missing in notes of looks: a line
// each of a screen's name and the path it stood at. In the account and the
// administration the path tells the screen, since a link there changes nothing
// else of the document.
func neverLookedAt(notes string) []string {
	left := maps.Clone(screens)
	for line := range strings.Lines(notes) {
		name, path, _ := strings.Cut(strings.TrimSpace(line), " ")
		if _, is := placeNamed(name); is {
			if at, found := placeAt(withoutOrganization(path)); found {
				name = at.name
			}
		}
		delete(left, name)
	}
	return slices.Sorted(maps.Keys(left))
}

// withoutOrganization takes /t/{org} off a path.
func withoutOrganization(path string) string {
	if parts := strings.SplitN(path, "/", 4); len(parts) == 4 {
		return "/" + parts[3]
	}
	return path
}

func TestAScreenThatWasNeverLookedAtIsNamed(t *testing.T) {
	var notes strings.Builder
	for _, name := range Names() {
		at, is := placeNamed(name)
		switch {
		case name == "gate" || name == "admin-numbers":
			continue
		case is: // come to by links from the first of its kind
			name = "admin-home"
		}
		notes.WriteString(name + " /t/acme" + strings.ReplaceAll(at.path, "{id}", "usr_1") + "\n")
	}
	if got := neverLookedAt(notes.String()); !slices.Equal(got, []string{"admin-numbers", "gate"}) {
		t.Errorf("never looked at: %q", got)
	}
	// Who may not see a place sees another screen there.
	if got := neverLookedAt(notes.String() + "system /t/acme/admin/numbers\n"); !slices.Contains(got, "admin-numbers") {
		t.Errorf("a refusal counts as a look at the place")
	}
}
