package part

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"golang.org/x/net/html"
	"twofold/api/wire"
)

var hostile = []string{
	`"><h2>x</h2>`, "true", "false", `\`, `\"`, `a\nb`, "'", "&amp;", "&", "<!--", "]]>", "</script>", "javascript:alert(1)",
	"👩‍👩‍👧‍👦", "مرحبا", " outer ", "a  b", "tab\tnew\nline", "\u00a0", "\u200d", "\u2028", "\ufeff", "\x01", "nul\x00", "\x7f", "\u0085", "cr\rlf\r\n", "\xff\xfe", "", "0", "{org}", "%s%d%!",
}

func FuzzAttr(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ui := el("div", attrs{"title": s, "data-x": s, "aria-label": s, "href": s}, void("input", attrs{"value": s, "name": s}), el("p", nil, Text(s)))
		root := parse(t, app.HTMLString(ui))
		div, input, p := find(root, "div"), find(root, "input"), find(root, "p")
		if div == nil || input == nil || p == nil || div.Parent.Data != "body" || count(div) != 3 {
			t.Fatalf("markup escaped from %q", s)
		}
		for _, name := range []string{"title", "data-x", "aria-label", "href"} {
			if got := get(div, name); got != Clean(s) {
				t.Errorf("attribute %s of %q came out as %q", name, s, got)
			}
		}
		for _, name := range []string{"value", "name"} {
			if got := get(input, name); got != Clean(s) {
				t.Errorf("attribute %s of %q came out as %q", name, s, got)
			}
		}
		if got := words(p); got != Clean(s) {
			t.Errorf("text %q came out as %q", s, got)
		}
	})
}

func FuzzRich(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	v := Of(wire.Page{Lang: "en"})
	f.Fuzz(func(t *testing.T, s string) {
		root := parse(t, app.HTMLString(v.Sentence("gate.text", Name("org", s))))
		p, bdi := find(root, "p"), find(root, "bdi")
		if p == nil || bdi == nil || count(p) != 2 {
			t.Fatalf("markup escaped from %q", s)
		}
		if got := words(bdi); got != Clean(s) {
			t.Errorf("name %q came out as %q", s, got)
		}
		if want := Clean(s) + " requires"; !strings.HasPrefix(words(p), want) {
			t.Errorf("white space around %q: %q", s, words(p))
		}
	})
}

func TestAttrLeavesOutWhatIsNotSet(t *testing.T) {
	root := parse(t, app.HTMLString(el("div", attrs{"title": "", "hidden": false, "lang": nil, "draggable": "true", "inert": true})))
	div := find(root, "div")
	if len(div.Attr) != 2 || get(div, "draggable") != "true" {
		t.Errorf("attributes = %v", div.Attr)
	}
}

func parse(t testing.TB, s string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func find(n *html.Node, tag string) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == tag {
			return d
		}
	}
	return nil
}

// count is the number of elements from n down, n included.
func count(n *html.Node) int {
	c := 1
	for d := range n.Descendants() {
		if d.Type == html.ElementNode {
			c++
		}
	}
	return c
}

func get(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
