//go:build !wasm

package page

import (
	"os"
	"strings"
	"testing"

	"twofold/api/wire"
)

// TestAPageNamesTheBinaryOfItsScreenAlone holds against each other the file a
// screen is entered in, the binary it names there, and what its HTML loads.
func TestAPageNamesTheBinaryOfItsScreenAlone(t *testing.T) {
	all := []string{"app", "admin", "staff"}
	for name, screen := range samples("Maria") {
		b, err := Document(sample(t, "Northwind", screen))
		if err != nil {
			t.Fatal(err)
		}
		for _, binary := range all {
			want := 0
			if binary == entered(t, screen) {
				want = 1
			}
			if n := strings.Count(string(b), "/static/"+binary+".wasm"); n != want {
				t.Errorf("%s names %s.wasm %d times", name, binary, n)
			}
		}
	}
}

// entered is the binary whose file enters a screen.
func entered(t *testing.T, s wire.Screen) string {
	t.Helper()
	live, ok := s.(wire.Live)
	if !ok {
		return "app"
	}
	for _, binary := range []string{"app", "admin", "staff"} {
		b, err := os.ReadFile("screens_" + binary + ".go")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range places {
			if p.name == string(live) && strings.Contains(string(b), `"`+p.path+`"`) {
				return binary
			}
		}
	}
	t.Fatalf("nothing enters %s", live)
	return ""
}
