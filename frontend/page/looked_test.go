//go:build looked

package page

import (
	"os"
	"strings"
	"testing"
)

// TestEveryScreenWasLookedAt runs after the journeys through Chromium, on the
// notes of the looks they took.
func TestEveryScreenWasLookedAt(t *testing.T) {
	notes, err := os.ReadFile(os.Getenv("TWOFOLD_E2E_LOOKED"))
	if err != nil {
		t.Fatal(err)
	}
	if never := neverLookedAt(string(notes)); len(never) > 0 {
		t.Errorf("no journey looks at these screens: %s", strings.Join(never, ", "))
	}
}
