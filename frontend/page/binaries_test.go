//go:build !wasm

package page

import (
	"os"
	"strings"
	"testing"

	"twofold/api/wire"
)

// TestAPageNamesTheBinaryOfItsScreenAlone holds three things against each
// other: the file a screen is entered in, its layout, and what its HTML loads.
func TestAPageNamesTheBinaryOfItsScreenAlone(t *testing.T) {
	entered := map[string]string{"app": source(t, "screens_app.go"), "admin": source(t, "screens_admin.go")}
	if strings.Contains(entered["app"], "LayoutAdmin") {
		t.Error("screens_app.go enters a screen of the Admin layout, whose pages load admin.wasm")
	}
	for _, other := range []string{"LayoutCard", "LayoutAccount"} {
		if strings.Contains(entered["admin"], other) {
			t.Errorf("screens_admin.go enters a screen of %s, whose pages load app.wasm", other)
		}
	}
	for name, screen := range samples("Maria") {
		own, other := "/static/app.wasm", "/static/admin.wasm"
		if screens[screen.Screen()].layout == wire.LayoutAdmin {
			own, other = other, own
		}
		b, err := Document(sample(t, "Northwind", screen))
		if err != nil {
			t.Fatal(err)
		}
		if s := string(b); strings.Count(s, own) != 1 || strings.Contains(s, other) {
			t.Errorf("%s: want %s once and no %s", name, own, other)
		}
	}
}

func source(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
