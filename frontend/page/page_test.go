//go:build !wasm

package page

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"twofold/api/wire"
	"twofold/frontend/part"
	"twofold/frontend/text"
)

var hostile = []string{`"><h2>`, "true", `\`, "👩‍👩‍👧‍👦", `</script><h2>`, "{org}", "a&amp;b", "'", "مرحبا", "\u202e x"}

// draw is the parsed document of a page.
func draw(t *testing.T, p wire.Page) *html.Node {
	t.Helper()
	b, err := Document(p)
	if err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(strings.NewReader(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// TestHostileTextComesOutAsTyped draws every page with the words of a hostile
// person and finds the same elements as with harmless ones, and the words in
// them as typed.
func TestHostileTextComesOutAsTyped(t *testing.T) {
	const harmless = "harmless-words"
	calm := samples(harmless)
	for _, s := range hostile {
		for name, screen := range samples(s) {
			want, got := shape(draw(t, sample(t, harmless, calm[name]))), shape(draw(t, sample(t, s, screen)))
			if !slices.Equal(want.elements, got.elements) {
				t.Errorf("%s: %q changed the elements", name, s)
				continue
			}
			for i, w := range want.strings {
				if !strings.Contains(w, harmless) || strings.HasPrefix(w, "{") {
					continue
				}
				if typed := strings.ReplaceAll(w, harmless, s); got.strings[i] != typed {
					t.Errorf("%s: %q came out as %q, want %q", name, s, got.strings[i], typed)
				}
			}
		}
	}
}

type pageShape struct {
	elements []string
	strings  []string // texts and attribute values, in an order of their own
}

// shape flattens a document. Attributes are sorted, because go-app writes them
// in any order; a text that an element's children share is read whole.
func shape(root *html.Node) pageShape {
	var out pageShape
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		out.elements = append(out.elements, n.Data)
		attrs := slices.Clone(n.Attr)
		slices.SortFunc(attrs, func(a, b html.Attribute) int { return strings.Compare(a.Key, b.Key) })
		for _, a := range attrs {
			if a.Key == "aria-describedby" {
				continue
			}
			out.elements = append(out.elements, n.Data+" "+a.Key)
			out.strings = append(out.strings, a.Val)
		}
		if n.FirstChild != nil && n.FirstChild == n.LastChild && n.FirstChild.Type == html.TextNode {
			out.strings = append(out.strings, n.FirstChild.Data)
		}
	}
	return out
}

// TestDataRoundTrips reads the page's data back as the browser does.
func TestDataRoundTrips(t *testing.T) {
	for _, s := range hostile {
		for name, screen := range samples(s) {
			root := draw(t, sample(t, s, screen))
			script := byID(root, "page")
			var p wire.Page
			if err := json.Unmarshal([]byte(script.FirstChild.Data), &p); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if p.Org.Name != s || p.Name != screen.Screen() {
				t.Errorf("%s: organization %q came back as %q", name, s, p.Org.Name)
			}
			if _, _, err := Build(p); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestEveryScreenHasASample(t *testing.T) {
	have := map[string]bool{}
	for _, s := range samples("x") {
		have[s.Screen()] = true
	}
	for _, name := range Names() {
		if !have[name] {
			t.Errorf("no sample of %s", name)
		}
	}
	if len(have) != len(Names()) {
		t.Errorf("%d screens in samples, %d registered: %v", len(have), len(Names()), slices.Sorted(maps.Keys(have)))
	}
}

func TestEveryPageIsSound(t *testing.T) {
	for name, screen := range samples("Maria") {
		p := sample(t, "Northwind", screen)
		p.Sandbox = true
		p.Notice = &wire.Message{Code: "saved"}
		root := draw(t, p)
		checkPage(t, name, root)
	}
}

// TestFormsStayInTheOrganization: the token of an organization's page is good for
// its own addresses alone.
func TestFormsStayInTheOrganization(t *testing.T) {
	door := []string{"door", "start", "start-sent", "start-confirm", "first-run"} // these stand before any organization
	for name, screen := range samples("/t/northwind/given") {
		p := sample(t, "Northwind", screen)
		p.Me = &wire.Me{Name: "Maria", Email: "maria@northwind.example", Admin: true}
		for n := range draw(t, p).Descendants() {
			if n.Data == "form" && !slices.Contains(door, screen.Screen()) && !strings.HasPrefix(attr(n, "action"), p.Org.Base+"/") {
				t.Errorf("%s posts to %s", name, attr(n, "action"))
			}
		}
	}
}

func checkPage(t *testing.T, name string, root *html.Node) {
	t.Helper()
	ids, labels := map[string]int{}, map[string]bool{}
	heads := 0
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if id := attr(n, "id"); id != "" {
			ids[id]++
		}
		switch n.Data {
		case "h1":
			heads++
		case "label":
			labels[attr(n, "for")] = words(n) != ""
		case "form":
			if attr(n, "method") != "post" || find(n, "name", "csrf") == nil || attr(n, "action") == "" {
				t.Errorf("%s: a form without method, action or token", name)
			}
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s: %s has the attribute %s, which the policy refuses", name, n.Data, a.Key)
			}
		}
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("%s: id %s stands %d times", name, id, n)
		}
	}
	checkFields(t, name, root, ids, labels)
	if heads != 1 {
		t.Errorf("%s has %d h1", name, heads)
	}
	if keys := strings.Contains(words(byID(root, "page-root")), "{"); keys {
		t.Errorf("%s: a placeholder was left: %q", name, words(byID(root, "page-root")))
	}
}

func checkFields(t *testing.T, name string, root *html.Node, ids map[string]int, labels map[string]bool) {
	t.Helper()
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "input" && attr(n, "type") != "hidden" && !labels[attr(n, "id")] {
			t.Errorf("%s: input %s has no label", name, attr(n, "name"))
		}
		for _, ref := range []string{"aria-describedby", "aria-labelledby"} {
			for _, id := range strings.Fields(attr(n, ref)) {
				if ids[id] == 0 {
					t.Errorf("%s: %s names %s, which isn't there", name, ref, id)
				}
			}
		}
	}
}

func TestErrorsStandAtTheirFields(t *testing.T) {
	p := sample(t, "Northwind", wire.Verify{Email: "maria@northwind.example", Digits: 6, Typed: "123456"})
	p.Errors = wire.FieldError{"code": {Code: "code_wrong"}}
	root := draw(t, p)
	input, problem := byID(root, "code"), byID(root, "code-error")
	if attr(input, "aria-invalid") != "true" || !strings.Contains(attr(input, "aria-describedby"), "code-error") {
		t.Errorf("the field isn't tied to its error: %v", input.Attr)
	}
	if got := strings.TrimSpace(words(problem)); got != "That code is not correct. Check that it is for Northwind, and try the newest one." {
		t.Errorf("error text %q", got)
	}
	if _, focused := has(input, "autofocus"); !focused || attr(input, "value") != "123456" {
		t.Errorf("the field neither keeps the code nor takes the focus: %v", input.Attr)
	}
	if title := words(find(root, "", "title")); title != "Error: Enter the code from your app – Northwind" {
		t.Errorf("title %q", title)
	}
	if got := words(byID(root, "summary")); !strings.Contains(got, "Verification failed") {
		t.Errorf("summary %q", got)
	}
}

// TestTheOnlyErrorTakesTheFocus in a list and among radio buttons too, where
// else nobody who hears the page would find it.
func TestTheOnlyErrorTakesTheFocus(t *testing.T) {
	for name, one := range map[string]struct {
		screen wire.Screen
		id     string
	}{
		"answers/1/question": {wire.SetupQuestions{Answers: make([]wire.AnswerInput, 2)}, "answers/1/question"},
		"reason":             {wire.HelpAsk{}, "reason-0"},
	} {
		p := sample(t, "Northwind", one.screen)
		p.Errors = wire.FieldError{name: {Code: "required_question"}}
		var got []string
		for n := range draw(t, p).Descendants() {
			if _, focused := has(n, "autofocus"); focused {
				got = append(got, attr(n, "id"))
			}
		}
		if len(got) != 1 || got[0] != one.id {
			t.Errorf("%s is wrong, and the focus goes to %q", name, got)
		}
	}
}

func TestSeveralErrorsAreSummedUp(t *testing.T) {
	p := sample(t, "Northwind", wire.SignIn{})
	p.Errors = wire.FieldError{"username": {Code: "required_email"}, "password": {Code: "required_password"}}
	root := draw(t, p)
	summary := byID(root, "summary")
	if _, focused := has(summary, "autofocus"); !focused {
		t.Error("the summary doesn't take the focus")
	}
	got := strings.Join(strings.Fields(words(summary)), " ")
	if got != "There is a problem Enter your email address Enter your password" {
		t.Errorf("summary %q", got)
	}
	for n := range root.Descendants() {
		if _, focused := has(n, "autofocus"); focused && n != summary {
			t.Errorf("%s %s takes the focus too", n.Data, attr(n, "id"))
		}
	}
}

func TestUnknownErrorsGiveTheReference(t *testing.T) {
	p := sample(t, "Northwind", wire.SignIn{})
	p.Summary = []wire.Message{{Code: "no_such_code"}}
	if got := words(byID(draw(t, p), "summary")); !strings.Contains(got, "Reference: req_1") {
		t.Errorf("summary %q", got)
	}
}

func TestBuildRefusesWhatItDoesNotKnow(t *testing.T) {
	if _, _, err := Build(wire.Page{Name: "no-such-page"}); err == nil {
		t.Error("an unknown page was drawn")
	}
	if _, _, err := Build(wire.Page{Name: "sign-in", Data: json.RawMessage(`{"email":1}`)}); err == nil {
		t.Error("wrong data was drawn")
	}
}

func TestEveryReasonAndKindHasItsWords(t *testing.T) {
	for _, reason := range []string{"set_up", "replace", "remove", "rename", "new_codes", "turn_off", "password", "policy", "people", "reset"} {
		if !text.Has("en", "confirm.reason."+reason) {
			t.Errorf("no words for the reason %s", reason)
		}
	}
	v := part.Of(wire.Page{Lang: "en"})
	if got := v.Problem(wire.Message{Code: "enrollment_required"}); !strings.HasPrefix(got, "Twofold requires") {
		t.Errorf("problem without an organization: %q", got)
	}
}
