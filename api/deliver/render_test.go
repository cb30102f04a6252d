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
)

const signIn = "https://id.example/t/northwind/sign-in"

// full has a harmless value for every placeholder there is.
func full(kind string) text.Args {
	args := text.Args{"when": "7 December 2026, 14:02 UTC", "device": "Chrome on Windows", "place": "203.0.113.7", "id": "evt_1"}
	for _, name := range Needs(kind) {
		args[name] = name + " value"
	}
	args["org"], args["link"] = "Northwind", signIn
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

func rendered(t testing.TB, kind string, args text.Args) Message {
	t.Helper()
	m, err := Render(kind, "en", args)
	if err != nil {
		t.Fatal(err)
	}
	l := letter(t)
	m.ID, m.At, m.From, m.To = l.ID, l.At, l.From, l.To
	return m
}

func TestEveryKindIsWhole(t *testing.T) {
	for _, kind := range text.Mails {
		m := rendered(t, kind, full(kind))
		header, plain, page := parts(t, m)
		if strings.ContainsAny(m.Subject+plain, "{}") || strings.Contains(m.Subject+plain, "mail.") {
			t.Errorf("%s: a gap in %q\n%s", kind, m.Subject, plain)
		}
		subject, err := new(mime.WordDecoder).DecodeHeader(header.Get("Subject"))
		if err != nil || subject != m.Subject {
			t.Errorf("%s: subject %q, %v", kind, subject, err)
		}
		if header.Get("Auto-Submitted") != "auto-generated" || header.Get("Message-Id") != "<msg_1@id.example>" || header.Get("Content-Language") != "en" {
			t.Errorf("%s: headers %v", kind, header)
		}
		if len(page) > 102*1024 || strings.Count(page, signIn) > 2 || strings.Count(plain, "https://") > 1 {
			t.Errorf("%s: %d bytes, or more than one link\n%s", kind, len(page), plain)
		}
		if !strings.Contains(plain, "We never ask for your password or codes.") {
			t.Errorf("%s: does not say what we never ask", kind)
		}
	}
}

// What happened first, when and where, what to do if it was you and if
// it wasn't, one link to the sign-in host.
func TestSecurityMailSaysWhatToDo(t *testing.T) {
	for _, kind := range []string{text.MailTurnedOn, text.MailTurnedOff, text.MailMethodAdded, text.MailMethodRemoved, text.MailMethodReplaced,
		text.MailTrusted, text.MailRecoveryUsed, text.MailRecoveryRenewed, text.MailLocked, text.MailPasswordChanged} {
		args := full(kind)
		_, plain, _ := parts(t, rendered(t, kind, args))
		at := 0
		for _, want := range []string{text.T("en", "mail."+kind+".text", args), "7 December 2026, 14:02 UTC", "Chrome on Windows", "203.0.113.7",
			"If this was you, you don't need to do anything.", "If it wasn't: ", "\n" + signIn + "\n", "evt_1"} {
			i := strings.Index(plain[at:], want)
			if i < 0 || want == text.T("en", "mail."+kind+".text", args) && i != 0 {
				t.Errorf("%s: %q is missing or out of order in\n%s", kind, want, plain)
				break
			}
			at += i
		}
	}
}

func TestHTMLLoadsNothingAndReadsTheSame(t *testing.T) {
	for _, kind := range text.Mails {
		m := rendered(t, kind, full(kind))
		doc, err := html.Parse(strings.NewReader(m.HTML))
		if err != nil {
			t.Fatal(err)
		}
		var links []string
		for n := range doc.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if !slices.Contains([]string{"html", "head", "meta", "title", "style", "body", "div", "table", "tbody", "tr", "td", "p", "br", "a"}, n.Data) {
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
		if kind != text.MailReset && !slices.Equal(links, []string{signIn}) {
			t.Errorf("%s: links %v", kind, links)
		}
		if strings.Contains(m.HTML, "url(") || strings.Contains(m.HTML, "@import") || !strings.Contains(m.HTML, `<html lang="en" dir="ltr">`) {
			t.Errorf("%s: loads something, or has no language", kind)
		}
		for _, p := range strings.Split(strings.TrimSpace(m.Text), "\n\n") {
			if !strings.Contains(words(doc), strings.ReplaceAll(p, "\n", "")) {
				t.Errorf("%s: the HTML does not say %q", kind, p)
			}
		}
	}
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

func TestSeveralOrganizationsOrNone(t *testing.T) {
	two := signIn + "\nhttps://id.example/t/southwind/sign-in"
	m := rendered(t, text.MailOrganizations, text.Args{"email": "maria@northwind.example", "link": two})
	if strings.Count(m.HTML, "<a href=") != 2 || !strings.Contains(m.Text, two) {
		t.Errorf("two: %s", m.Text)
	}
	m = rendered(t, text.MailOrganizations, text.Args{"email": "maria@northwind.example"})
	if strings.Contains(m.HTML, "<a ") || strings.Contains(m.Text, "https:") {
		t.Errorf("none: %s", m.Text)
	}
}

func TestNothingIsSentWithAGap(t *testing.T) {
	for _, kind := range text.Mails {
		for _, name := range Needs(kind) {
			for _, value := range []string{"", " \n"} {
				if _, err := Render(kind, "en", full(kind).With(name, value)); !Permanent(err) {
					t.Errorf("%s with %s=%q: %v", kind, name, value, err)
				}
			}
		}
	}
	for _, kind := range []string{"", "code", "../invite", "Invite"} {
		if _, err := Render(kind, "en", full(text.MailInvite)); !Permanent(err) {
			t.Errorf("kind %q: %v", kind, err)
		}
	}
}

func TestALanguageWithoutWordsIsEnglish(t *testing.T) {
	for _, lang := range []string{"", "xx", "../de", "en\r\nX: y", "EN"} {
		m, err := Render(text.MailInvite, lang, full(text.MailInvite))
		if err != nil || m.Lang != "en" {
			t.Errorf("%q: %q, %v", lang, m.Lang, err)
		}
	}
}
