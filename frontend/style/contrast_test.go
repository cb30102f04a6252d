package style

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const (
	textRatio    = 4.5 // WCAG 2.2, 1.4.3
	controlRatio = 3.0 // WCAG 2.2, 1.4.11
)

type pair struct {
	front, back string
	least       float64
}

func pairs() []pair {
	var out []pair
	for _, back := range []string{"bg", "surface", "surface-2"} {
		for _, front := range []string{"text", "muted", "accent-text"} {
			out = append(out, pair{front, back, textRatio})
		}
		for _, front := range []string{"border-strong", "focus", "accent"} {
			out = append(out, pair{front, back, controlRatio})
		}
	}
	for _, kind := range []string{"ok", "warn", "danger", "info"} {
		out = append(out, pair{kind, kind + "-soft", textRatio})
	}
	return append(out,
		pair{"on-accent", "accent", textRatio}, pair{"on-accent", "accent-hover", textRatio}, pair{"on-danger", "danger", textRatio},
		pair{"danger", "surface", textRatio}, pair{"text", "accent-soft", textRatio}, pair{"muted", "accent-soft", textRatio},
		pair{"accent-text", "accent-soft", textRatio}, pair{"bg", "text", textRatio})
}

func TestContrast(t *testing.T) {
	for name, tokens := range themes(t) {
		for _, p := range pairs() {
			if got := ratio(tokens[p.front], tokens[p.back]); !(got >= p.least) {
				t.Errorf("%s: --%s on --%s is %.2f:1, want %.1f:1", name, p.front, p.back, got, p.least)
			}
		}
	}
}

func TestDarkIsTheSameBySystemAndByChoice(t *testing.T) {
	blocks := themes(t)
	for name, value := range blocks["dark by system"] {
		if blocks["dark by choice"][name] != value {
			t.Errorf("--%s is %s by system and %s by choice", name, value, blocks["dark by choice"][name])
		}
	}
	if len(blocks["dark by choice"]) != len(blocks["light"]) {
		t.Errorf("dark has %d colors, light %d", len(blocks["dark by choice"]), len(blocks["light"]))
	}
}

func TestContrastSeesABadPair(t *testing.T) {
	if got := ratio("#777777", "#ffffff"); math.Abs(got-4.48) > 0.01 {
		t.Errorf("#777 on white is %.2f:1, want 4.48:1", got)
	}
}

func TestFilesAreSmall(t *testing.T) {
	for name, f := range map[string]struct {
		data []byte
		most int
	}{"app.css": {CSS, 33_000}, "icons.svg": {Icons, 12_000}, "boot.js": {Boot, 3_000}, "line.js": {Line, 3_000}} {
		if len(f.data) == 0 || len(f.data) > f.most {
			t.Errorf("%s has %d bytes, want at most %d", name, len(f.data), f.most)
		}
	}
}

var color = regexp.MustCompile(`--([a-z0-9-]+): (#[0-9a-f]{6});`)

// themes are the colors of each block of tokens, by name.
func themes(t *testing.T) map[string]map[string]string {
	t.Helper()
	css := string(CSS)
	out := map[string]map[string]string{}
	for name, selector := range map[string]string{
		"light":          ":root {",
		"dark by system": `:root:not([data-appearance="light"]) {`,
		"dark by choice": `:root[data-appearance="dark"] {`,
	} {
		_, rest, found := strings.Cut(css, selector)
		block, _, closed := strings.Cut(rest, "}")
		if !found || !closed {
			t.Fatalf("no block %s", selector)
		}
		tokens := map[string]string{}
		for _, m := range color.FindAllStringSubmatch(block, -1) {
			tokens[m[1]] = m[2]
		}
		out[name] = tokens
	}
	return out
}

func ratio(a, b string) float64 {
	light, dark := luminance(a), luminance(b)
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

func luminance(hex string) float64 {
	if len(hex) != 7 {
		return math.NaN()
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			return math.NaN()
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
