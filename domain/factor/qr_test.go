package factor_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"twofold/domain/factor"
)

func TestQR(t *testing.T) {
	uri, err := vectorKey.URI("Northwind", "ann@northwind.example", 1)
	if err != nil {
		t.Fatal(err)
	}
	modules, err := factor.QR(uri)
	if err != nil {
		t.Fatal(err)
	}
	size := len(modules)
	if (size-17)%4 != 0 {
		t.Fatalf("%d modules a side", size)
	}
	// A finder pattern stands in three corners and not in the fourth.
	for _, c := range []struct {
		x, y   int
		finder bool
	}{{0, 0, true}, {size - 7, 0, true}, {0, size - 7, true}, {size - 7, size - 7, false}} {
		if got := isFinder(modules, c.x, c.y); got != c.finder {
			t.Errorf("finder at %d,%d: %v", c.x, c.y, got)
		}
	}
	if _, err := factor.QR(strings.Repeat("x", 5000)); err == nil {
		t.Error("a QR code of 5000 bytes")
	}
}

func isFinder(m [][]bool, x0, y0 int) bool {
	for y, row := range []string{"#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"} {
		for x, c := range row {
			if m[y0+y][x0+x] != (c == '#') {
				return false
			}
		}
	}
	return true
}

func TestQRPath(t *testing.T) {
	d, size := factor.QRPath([][]bool{{true, true, false}, {false, false, false}, {true, false, true}})
	if want := "M4 4h2v1h-2zM4 6h1v1h-1zM6 6h1v1h-1z"; d != want || size != 11 {
		t.Errorf("%q, %d", d, size)
	}
}

// The path draws exactly the dark modules, and nothing in the quiet zone.
func TestQRPathDrawsModules(t *testing.T) {
	modules, err := factor.QR("otpauth://totp/x:y?secret=GEZDGNBVGY3TQOJQ")
	if err != nil {
		t.Fatal(err)
	}
	d, size := factor.QRPath(modules)
	if size != len(modules)+8 {
		t.Fatalf("size %d", size)
	}
	drawn := map[[2]int]bool{}
	runs := regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)
	for _, run := range runs.FindAllString(d, -1) {
		var x, y, w, back int
		if _, err := fmt.Sscanf(run, "M%d %dh%dv1h-%dz", &x, &y, &w, &back); err != nil || w != back {
			t.Fatal(run, err)
		}
		for i := range w {
			drawn[[2]int{x + i - 4, y - 4}] = true
		}
	}
	if rest := runs.ReplaceAllString(d, ""); rest != "" {
		t.Errorf("left over: %q", rest)
	}
	for y, row := range modules {
		for x, dark := range row {
			if drawn[[2]int{x, y}] != dark {
				t.Fatalf("module %d,%d", x, y)
			}
			delete(drawn, [2]int{x, y})
		}
	}
	if len(drawn) > 0 {
		t.Errorf("%d modules outside the code", len(drawn))
	}
}
