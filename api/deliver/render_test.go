package deliver

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"twofold/frontend/text"
	"twofold/frontend/text/messages"
)

const signIn = "https://id.example/t/northwind/sign-in"

var harmless = text.Args{"email": "maria@northwind.example", "minutes": "10", "days": "14", "percent": "80", "country": "Germany", "by": "Sam Okafor", "method": "passkey", "label": "MacBook",
	"n": "5", "old": "m•••@n•••.example", "new": "j•••@n•••.example", "time": "2026-12-07T14:32:00Z", "at": "2026-12-09T14:32:00Z", "date": "2026-12-07T00:00:00Z", "who": "Maria Lopez", "number": "R-1042", "reason": "Nobody answered the phone", "within": "7",
	"what": "email_changed", "code": "482913", "purpose": "signin", "device": "Chrome on Windows"}

// full has a harmless value for every placeholder there is.
func full(kind string) text.Args {
	args := text.Args{"when": "2026-12-07T14:02:00Z", "device": "Chrome on Windows", "place": "203.0.113.7", "id": "evt_1", "label": "MacBook", "org": "Northwind"}
	for _, name := range messages.Needs(kind) {
		if name != "link" && name != "org" {
			args[name] = harmless[name]
		}
	}
	if kind == messages.Objected {
		args["old"], args["new"] = harmless["old"], harmless["new"]
	}
	if kind != messages.Code {
		args["link"] = signIn
	}
	return args
}

// parts opens a message as a foreign mail program does and returns its
// headers, its plain text and its HTML.
func parts(t testing.TB, m Message) (netmail.Header, string, string) {
	t.Helper()
	raw, err := m.Source()
	if err != nil {
		t.Fatal(err)
	}
	in, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(in.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("content type %q: %v", kind, err)
	}
	var bodies []string
	for r := multipart.NewReader(in.Body, params["boundary"]); ; {
		p, err := r.NextRawPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, p.Header.Get("Content-Type"), string(body))
	}
	if len(bodies) != 4 || !strings.HasPrefix(bodies[0], "text/plain") || !strings.HasPrefix(bodies[2], "text/html") {
		t.Fatalf("parts: %q", bodies)
	}
	return in.Header, strings.ReplaceAll(bodies[1], "\r\n", "\n"), bodies[3]
}

func rendered(t testing.TB, lang, kind string, args text.Args) Message {
	t.Helper()
	m, err := Render(kind, lang, args)
	if err != nil {
		t.Fatal(err)
	}
	l := letter(t)
	m.ID, m.At, m.From, m.To = l.ID, l.At, l.From, l.To
	return m
}

func TestEveryKindIsWholeInEveryLanguage(t *testing.T) {
	for _, lang := range messages.Languages() {
		for _, kind := range messages.Kinds {
			m := rendered(t, lang, kind, full(kind))
			header, plain, page := parts(t, m)
			if strings.ContainsAny(m.Subject+plain, "{}") || m.Subject == "" {
				t.Errorf("%s %s: a gap in %q\n%s", lang, kind, m.Subject, plain)
			}
			subject, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject"))
			if err != nil || subject != m.Subject {
				t.Errorf("%s %s: subject %q, %v", lang, kind, subject, err)
			}
			if header.Get("Auto-Submitted") != "auto-generated" || header.Get("Message-Id") != "<msg_1@id.example>" || header.Get("Content-Language") != lang {
				t.Errorf("%s %s: headers %v", lang, kind, header)
			}
			if len(page) > 102*1024 || strings.Count(page, signIn) > 2 || strings.Count(plain, "https://") > 1 {
				t.Errorf("%s %s: %d bytes, or more than one link\n%s", lang, kind, len(page), plain)
			}
			if never := text.Fill(closing(lang, kind), text.Args{"org": "Northwind"}); !strings.Contains(without(plain), never) {
				t.Errorf("%s %s: does not say what we never ask: %q", lang, kind, never)
			}
		}
	}
}

// closing is what a message says that we never do.
func closing(lang, kind string) string {
	if kind == messages.Code {
		return map[string]string{"en": "Nobody from {org} will ever ask you for this code.", "de": "Niemand von {org} wird Sie je nach diesem Code fragen.",
			"ar": "لن يطلب منك أحد من {org} هذا الرمز أبدًا."}[lang]
	}
	return map[string]string{"en": "We never ask for your password or codes.", "de": "Wir fragen Sie nie nach Ihrem Passwort oder nach Codes.",
		"ar": "لا نطلب منك أبدًا كلمة المرور أو الرموز."}[lang]
}

// without leaves out the marks that isolate a value.
func without(s string) string {
	return strings.NewReplacer("\u2066", "", "\u2068", "", "\u2069", "").Replace(s)
}

func TestNeverACodeAndALinkTogether(t *testing.T) {
	for _, lang := range messages.Languages() {
		for _, purpose := range messages.Purposes {
			m := rendered(t, lang, messages.Code, full(messages.Code).With("purpose", purpose))
			if !strings.Contains(m.Text, "\n482913\n") || !strings.HasPrefix(m.Subject, "482913 ") && lang != "ar" || !strings.Contains(m.Subject, "482913") {
				t.Errorf("%s %s: no code in %q\n%s", lang, purpose, m.Subject, m.Text)
			}
			if strings.Contains(m.Text+m.HTML, "://") || strings.Contains(m.HTML, "<a") || strings.Contains(m.Text, "www.") {
				t.Errorf("%s %s: a link beside a code\n%s", lang, purpose, m.Text)
			}
		}
	}
	if _, err := Render(messages.Code, "en", full(messages.Code).With("link", signIn)); !Permanent(err) {
		t.Errorf("a code with a link: %v", err)
	}
	if _, err := Render(messages.Code, "en", full(messages.Code).With("purpose", "other")); !Permanent(err) {
		t.Errorf("a code for nothing: %v", err)
	}
	for _, kind := range messages.Kinds {
		if kind != messages.Code && strings.Contains(rendered(t, "en", kind, full(kind).With("code", "482913")).Text, "482913") {
			t.Errorf("%s repeats a code", kind)
		}
	}
}

// What happened first, when and where, what to do if it was you and if
// it wasn't, one link to the sign-in host.
func TestSecurityMailSaysWhatToDo(t *testing.T) {
	for _, kind := range messages.Notices {
		args := full(kind).With("within", "7")
		letter := messages.Write("en", kind, args)
		_, plain, _ := parts(t, rendered(t, "en", kind, args))
		at := 0
		for _, want := range []string{letter.Paragraphs[0].Text("en"), "7 December 2026, 14:02 UTC", "Chrome on Windows", "203.0.113.7",
			"If this was you, you don't need to do anything.", "open this link. It works for 7 days.", "\n" + signIn + "\n", "evt_1"} {
			i := strings.Index(plain[at:], want)
			if i < 0 || at == 0 && i != 0 {
				t.Errorf("%s: %q is missing or out of order in\n%s", kind, want, plain)
				break
			}
			at += i + 1
		}
	}
}

func TestHTMLLoadsNothingAndReadsTheSame(t *testing.T) {
	for _, lang := range messages.Languages() {
		for _, kind := range messages.Kinds {
			m := rendered(t, lang, kind, full(kind))
			doc, err := html.Parse(strings.NewReader(m.HTML))
			if err != nil {
				t.Fatal(err)
			}
			links := linksOf(t, kind, doc)
			if kind != messages.Reset && kind != messages.Code && !slices.Equal(links, []string{signIn}) {
				t.Errorf("%s: links %v", kind, links)
			}
			opening := `<html lang="` + lang + `" dir="` + text.Dir(lang) + `">`
			if strings.Contains(m.HTML, "url(") || strings.Contains(m.HTML, "@import") || !strings.Contains(m.HTML, opening) {
				t.Errorf("%s %s: loads something, or has no language", lang, kind)
			}
			for _, p := range strings.Split(strings.TrimSpace(m.Text), "\n\n") {
				if !strings.Contains(words(doc), without(strings.ReplaceAll(p, "\n", ""))) {
					t.Errorf("%s %s: the HTML does not say %q", lang, kind, p)
				}
			}
		}
	}
}

// linksOf lists the addresses of a page and complains about anything that
// loads or runs.
func linksOf(t *testing.T, kind string, doc *html.Node) []string {
	t.Helper()
	var links []string
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if !slices.Contains([]string{"html", "head", "meta", "title", "style", "body", "div", "table", "tbody", "tr", "td", "p", "br", "a", "bdi"}, n.Data) {
			t.Errorf("%s: element %s", kind, n.Data)
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "href" && n.Data == "a":
				links = append(links, a.Val)
			case a.Key == "src" || a.Key == "href" || a.Key == "background" || strings.HasPrefix(a.Key, "on"):
				t.Errorf("%s: %s %s=%q", kind, n.Data, a.Key, a.Val)
			}
		}
	}
	return links
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

// TestRightToLeftKeepsValuesApart: on an Arabic page names have a direction of
// their own, and codes, numbers and addresses are left to right.
func TestRightToLeftKeepsValuesApart(t *testing.T) {
	m := rendered(t, "ar", messages.EmailChanged, full(messages.EmailChanged))
	for _, want := range []string{`<bdi>Northwind</bdi>`, `<bdi dir="ltr">m•••@n•••.example</bdi>`, `<bdi dir="ltr">203.0.113.7</bdi>`, `<p dir="ltr"><a`} {
		if !strings.Contains(m.HTML, want) {
			t.Errorf("no %s in\n%s", want, m.HTML)
		}
	}
	for _, want := range []string{"\u2068Northwind\u2069", "\u2066m•••@n•••.example\u2069", "\u20687 ديسمبر 2026، 14:02 UTC\u2069"} {
		if !strings.Contains(m.Text, want) {
			t.Errorf("no %q in\n%s", want, m.Text)
		}
	}
	m = rendered(t, "ar", messages.Code, full(messages.Code))
	if !strings.Contains(m.HTML, `<p class="code" dir="ltr">482913</p>`) || !strings.HasPrefix(m.Subject, "482913 ") {
		t.Errorf("the code of %q isn't left to right", m.Subject)
	}
	m = rendered(t, "en", messages.Invite, full(messages.Invite).With("by", "محمد"))
	if !strings.Contains(m.Subject, "\u2068محمد\u2069 invited you") {
		t.Errorf("an Arabic name turns an English subject: %q", m.Subject)
	}
}

func TestSeveralOrganizationsOrNone(t *testing.T) {
	two := signIn + "\nhttps://id.example/t/southwind/sign-in"
	m := rendered(t, "en", messages.Organizations, text.Args{"email": "maria@northwind.example", "link": two})
	if strings.Count(m.HTML, "<a href=") != 2 || !strings.Contains(m.Text, two) {
		t.Errorf("two: %s", m.Text)
	}
	m = rendered(t, "en", messages.Organizations, text.Args{"email": "maria@northwind.example"})
	if strings.Contains(m.HTML, "<a ") || strings.Contains(m.Text, "https:") {
		t.Errorf("none: %s", m.Text)
	}
}

func TestNothingIsSentWithAGap(t *testing.T) {
	for _, kind := range messages.Kinds {
		for _, name := range messages.Needs(kind) {
			for _, value := range []string{"", " \n"} {
				if _, err := Render(kind, "en", full(kind).With(name, value)); !Permanent(err) {
					t.Errorf("%s with %s=%q: %v", kind, name, value, err)
				}
			}
		}
	}
	for _, kind := range []string{"", "sms", "../invite", "Invite"} {
		if _, err := Render(kind, "en", full(messages.Invite)); !Permanent(err) {
			t.Errorf("kind %q: %v", kind, err)
		}
	}
}

func TestALanguageWithoutWordsIsEnglish(t *testing.T) {
	for _, lang := range []string{"", "xx", "../de", "en\r\nX: y", "EN"} {
		m, err := Render(messages.Invite, lang, full(messages.Invite))
		if err != nil || m.Lang != "en" {
			t.Errorf("%q: %q, %v", lang, m.Lang, err)
		}
	}
}
