//go:build !wasm

package page

import (
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// TestEveryPageMounts loads each page into go-app's engine as the browser does,
// and draws it once more in place.
func TestEveryPageMounts(t *testing.T) {
	for name, screen := range samples(`"><h2> {org}`) {
		engine := app.NewTestEngine()
		for range 2 {
			if err := engine.Load(&Root{Page: sample(t, "Northwind", screen)}); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			engine.ConsumeAll()
		}
	}
}
