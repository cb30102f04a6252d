package part

import (
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
)

var noon = time.Date(2026, time.November, 3, 12, 0, 0, 0, time.UTC)

func view(layout wire.Layout) View {
	return View{Page: &wire.Page{
		Lang: "en", Layout: layout, Now: noon, CSRF: "token", RequestID: "req_1", Sandbox: true,
		Org:    wire.Org{Name: `"><h2>`, Base: "/t/northwind"},
		Me:     &wire.Me{Name: "true", Email: "maria@northwind.example", Admin: true},
		Nav:    []wire.NavItem{{Name: "people", Href: "/t/northwind/admin/people", Current: true}, {Name: "policy", Href: "/t/northwind/admin/policy"}},
		Banner: &wire.Banner{Kind: "warn", Message: wire.Message{Code: "required"}, Href: "/t/northwind/setup"},
	}}
}

func TestShells(t *testing.T) {
	for layout, draw := range map[wire.Layout]func(View) (app.UI, string){
		wire.LayoutAccount: func(v View) (app.UI, string) { return v.Account("My security", v.Skeleton(2)) },
		wire.LayoutAdmin:   func(v View) (app.UI, string) { return v.Admin("People", v.Empty("Nobody", nil)) },
	} {
		ui, title := draw(view(layout))
		root := parse(t, app.HTMLString(ui))
		if find(root, "main") == nil || find(root, "nav") == nil || find(root, "h1") == nil || find(root, "footer") == nil {
			t.Errorf("%s lacks a landmark", layout)
		}
		if !strings.HasSuffix(title, ` – "><h2>`) {
			t.Errorf("title %q", title)
		}
		current := 0
		for n := range root.Descendants() {
			if get(n, "aria-current") == "page" {
				current++
			}
			if n.Data == "form" && get(n, "method") != "post" {
				t.Errorf("%s: a form that doesn't post", layout)
			}
		}
		if current != 2 {
			t.Errorf("%s marks %d links as current, want one in each list", layout, current)
		}
	}
}

func TestDigits(t *testing.T) {
	for _, c := range []struct {
		typed, want string
		clean       bool
	}{
		{"123456", "123456", true},
		{"123 456", "123456", true},
		{" 123-456\n", "123456", true},
		{"١٢٣٤٥٦", "123456", true},
		{"۱۲۳۴۵۶", "123456", true},
		{"123456", "123456", true},
		{"k7m2-p9xw", "729", false},
		{"", "", true},
	} {
		if got, clean := Digits(c.typed); got != c.want || clean != c.clean {
			t.Errorf("Digits(%q) = %q, %v, want %q, %v", c.typed, got, clean, c.want, c.clean)
		}
	}
}

func TestTimesInWords(t *testing.T) {
	v := view(wire.LayoutCard)
	for d, want := range map[time.Duration]string{
		0: "just now", time.Minute: "1 minute ago", 90 * time.Minute: "1 hour ago", 47 * time.Hour: "47 hours ago", 72 * time.Hour: "3 days ago",
	} {
		if got := v.Ago(noon.Add(-d)); got != want {
			t.Errorf("%s ago is %q, want %q", d, got, want)
		}
	}
	for d, want := range map[time.Duration]string{
		-time.Second: "0 seconds", time.Second: "1 second", 28*time.Minute - time.Second: "28 minutes", 100 * time.Millisecond: "1 second",
	} {
		if got := v.Wait(d); got != want {
			t.Errorf("a wait of %s is %q, want %q", d, got, want)
		}
	}
}

func TestRecoveryCodesAreSpelledAndAccountsMasked(t *testing.T) {
	if got := spell("k7m2-p9xw"); got != "k 7 m 2, p 9 x w" {
		t.Errorf("spelled %q", got)
	}
	for email, want := range map[string]string{"maria@example.com": "m•••@example.com", "@example.com": "•••", "maria": "•••", "éa@x": "é•••@x"} {
		if got := mask(email); got != want {
			t.Errorf("mask(%q) = %q, want %q", email, got, want)
		}
	}
}

func TestTableNamesItsCells(t *testing.T) {
	v := view(wire.LayoutAdmin)
	root := parse(t, app.HTMLString(v.Table("People", []Column{{Label: "Name", Sort: "asc"}, {Label: "2-step"}, {Label: "Actions", Hidden: true}},
		[][]app.UI{{Text("Maria"), v.Tag("ok", "shield-check", "On"), Text("…")}})))
	cell := find(root, "td")
	if get(cell, "data-label") != "2-step" || get(find(root, "th"), "aria-sort") != "ascending" || find(root, "caption") == nil {
		t.Errorf("table without labels: %v", cell.Attr)
	}
}

func TestQRDrawsOnlyAPath(t *testing.T) {
	root := parse(t, app.HTMLString(Of(wire.Page{}).QR(wire.QR{Size: 29, Path: `M0 0h1"/><script>`}, "label")))
	if find(root, "script") != nil || get(find(root, "path"), "d") != "M0 0h1" || get(find(root, "svg"), "role") != "img" {
		t.Error("a path drew more than a path")
	}
}

func TestIconsAreInTheSprite(t *testing.T) {
	names := map[string]bool{}
	for path, file := range goFiles(t, "..", func(path string) bool {
		return !strings.Contains(path, "/e2e/") && !strings.HasSuffix(path, "_test.go")
	}) {
		collectIcons(path, file, names)
	}
	if len(names) < 5 {
		t.Fatalf("only %d icons found", len(names))
	}
	for name := range names {
		if !strings.Contains(sprite(t), `id="`+name+`"`) {
			t.Errorf("no icon %q in the sprite", name)
		}
	}
}

func TestProblemsTellTheTimeOfDay(t *testing.T) {
	v := Of(wire.Page{Lang: "en"})
	got := v.Problem(wire.Message{Code: "send_quota", Args: map[string]string{"n": "5", "time": "2026-03-02T10:03:07Z"}})
	if !strings.Contains(got, "10:03") || strings.Contains(got, "T10") {
		t.Errorf("%q", got)
	}
}

func TestProblemsNameTheWay(t *testing.T) {
	v := view(wire.LayoutAdmin)
	v.Page.Org.Name = "Northwind"
	for method, want := range map[string]string{"text": "text messages", "passkey": "passkeys", "": "this way to verify"} {
		got := v.Problem(wire.Message{Code: "method_not_accepted", Args: map[string]string{"method": method}})
		if got != "Northwind no longer accepts "+want+". Set up another way." {
			t.Errorf("%q: %q", method, got)
		}
	}
}

func TestProblemsCountSeconds(t *testing.T) {
	v := view(wire.LayoutCard)
	for n, want := range map[string]string{"1": "We're busy. Try again in 1 second.", "8": "We're busy. Try again in 8 seconds."} {
		if got := v.Problem(wire.Message{Code: "busy", Args: map[string]string{"s": n}}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
