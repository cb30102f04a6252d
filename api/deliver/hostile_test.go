package deliver

import (
	netmail "net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"twofold/frontend/text/messages"
)

var hostile = []string{
	`"><h2>`, `<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `</p></td><a href="https://evil.example">Sign in</a>`,
	`true`, `\`, `{{.}}`, `{link}`, `%0d%0aBcc: x`, "Sam\r\nBcc: all@evil.example", "Sam\nContent-Type: text/html\n\n<b>", "a\x00b\x1bc",
	"Sam\u2028Bcc: x", "\u202eevil\u202c", "\u2066x", "=?utf-8?q?Bcc:_x?=", "=0D=0ABcc: x", "--boundary", ".", "..", "\r\n.\r\nMAIL FROM:<x>",
	strings.Repeat("ä", 500), "\xff\xfe", "👩‍💻 Ünal", "محمد", "https://evil.example/x", "Visit www.evil.example now", "call a@evil.example",
}

// ASVS V1.3.11, V1.3.7: what somebody typed as a name stays a word.
func TestHostileNamesStayWords(t *testing.T) {
	for _, bad := range hostile {
		args := full(messages.Invite)
		args["by"], args["org"] = bad, bad
		m, err := Render(messages.Invite, "en", args)
		if err != nil {
			t.Errorf("%q: %v", bad, err)
			continue
		}
		holds(t, m, bad)
	}
}

// holds checks what must be true of any message, whoever named what.
func holds(t testing.TB, m Message, what string) {
	t.Helper()
	l := letter(t)
	m.ID, m.At, m.From, m.To = l.ID, l.At, l.From, l.To
	m.From.Name = visible(what)
	header, plain, page := parts(t, m)
	var names []string
	for name, values := range header {
		if len(values) != 1 {
			t.Errorf("%q: %d headers %s", what, len(values), name)
		}
		names = append(names, name)
	}
	slices.Sort(names)
	want := []string{"Auto-Submitted", "Content-Language", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To", "X-Auto-Response-Suppress"}
	if !slices.Equal(names, want) {
		t.Errorf("%q: headers %v", what, names)
	}
	if from, err := netmail.ParseAddress(header.Get("From")); err != nil || from.Address != l.From.Email {
		t.Errorf("%q: from %q, %v", what, header.Get("From"), err)
	}
	if to, err := netmail.ParseAddressList(header.Get("To")); err != nil || len(to) != 1 || to[0].Address != l.To {
		t.Errorf("%q: to %q, %v", what, header.Get("To"), err)
	}
	if strings.Count(plain, "://") != 1 || strings.ContainsFunc(strings.ReplaceAll(plain, "\n", ""), breaksHeader) {
		t.Errorf("%q: text %q", what, plain)
	}
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			count[n.Data]++
		}
	}
	if count["a"] != 1 || count["script"]+count["img"]+count["h2"]+count["b"] != 0 {
		t.Errorf("%q: elements %v", what, count)
	}
}

func TestNamesComeOutAsTyped(t *testing.T) {
	for _, name := range []string{`"><h2>`, "true", `\`, "👩‍💻 Ünal & Söhne", "محمد", "O'Brien <b>"} {
		m := rendered(t, "en", messages.Invite, full(messages.Invite).With("by", name))
		header, plain, page := parts(t, m)
		doc, _ := html.Parse(strings.NewReader(page))
		if !strings.Contains(plain, name) || !strings.Contains(words(doc), name) || !strings.Contains(m.Subject, name) {
			t.Errorf("%q is lost: %s\n%s", name, header.Get("Subject"), plain)
		}
	}
}

func TestNamesAreNoLinks(t *testing.T) {
	for _, name := range []string{"evil.example", "www.evil.example", "https://evil.example", "evil。example", "a@evil.example", "javascript:alert(1)", "10.0.0.1"} {
		m := rendered(t, "en", messages.Invite, full(messages.Invite).With("org", name))
		if strings.Contains(m.Text, name) || strings.Contains(m.HTML[strings.Index(m.HTML, "<body>"):], name) {
			t.Errorf("%q stands where a mail program makes a link of it", name)
		}
		if strings.ReplaceAll(breakLinks(name), string(zeroWidthSpace), "") != name {
			t.Errorf("%q reads otherwise: %q", name, breakLinks(name))
		}
	}
	if got := breakLinks("Dr. Ada St. John Inc."); got != "Dr. Ada St. John Inc." {
		t.Errorf("a full stop is no link: %q", got)
	}
}

func TestOnlyOurLinks(t *testing.T) {
	for link, fine := range map[string]bool{
		signIn:                                 true,
		"http://localhost:8080/t/a/sign-in":    true,
		"http://127.0.0.1:8080/t/a/sign-in":    true,
		"https://id.example/invite/x#tok-en_1": true,
		"http://id.example/t/a":                false,
		"javascript:alert(1)":                  false,
		"//id.example/":                        false,
		"/t/a":                                 false,
		signIn + " ":                           false,
		signIn + "\n" + signIn:                 false,
		"https://user@id.example/":             false,
		"https://id.example/\"><b>":            false,
		"https://id.example/\u202e":            false,
		"data:text/html,x":                     false,
		"https://":                             false,
		"http://localhost.evil.example/":       false,
	} {
		if _, err := Render(messages.TurnedOn, "en", full(messages.TurnedOn).With("link", link)); (err == nil) != fine {
			t.Errorf("%q: %v", link, err)
		}
	}
}

func TestHeadersCannotBeSmuggled(t *testing.T) {
	for name, change := range map[string]func(*Message){
		"to":              func(m *Message) { m.To = "a@b.example\r\nBcc: x@evil.example" },
		"two recipients":  func(m *Message) { m.To = "a@b.example,x@evil.example" },
		"to with a name":  func(m *Message) { m.To = "A <a@b.example>" },
		"no recipient":    func(m *Message) { m.To = "" },
		"a wide space":    func(m *Message) { m.To = "a@b.example\u00a0" },
		"a command":       func(m *Message) { m.To = "a@b.example>\nDATA" },
		"subject":         func(m *Message) { m.Subject = "x\r\nBcc: x@evil.example" },
		"subject by NEL":  func(m *Message) { m.Subject = "x\u0085Bcc: x" },
		"no subject":      func(m *Message) { m.Subject = "" },
		"from name":       func(m *Message) { m.From.Name = "N\nBcc: x@evil.example" },
		"from address":    func(m *Message) { m.From.Email = "a@b.example\nBcc: x@evil.example" },
		"id":              func(m *Message) { m.ID = "msg_1>\r\nBcc: x" },
		"no id":           func(m *Message) { m.ID = "" },
		"language":        func(m *Message) { m.Lang = "en\r\nBcc: x" },
		"no date":         func(m *Message) { m.At = time.Time{} },
		"no text":         func(m *Message) { m.Text = "" },
		"no HTML":         func(m *Message) { m.HTML = "" },
		"text not UTF-8":  func(m *Message) { m.Text = "\xff" },
		"subject invalid": func(m *Message) { m.Subject = "\xff" },
	} {
		m := letter(t)
		change(&m)
		if raw, err := m.Source(); !Permanent(err) {
			t.Errorf("%s: %v\n%s", name, err, raw)
		}
	}
}

func FuzzRender(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		args := full(messages.Invite)
		args["by"], args["org"], args["device"], args["id"] = s, s, s, s
		m, err := Render(messages.Invite, "en", args)
		if err != nil {
			if strings.TrimSpace(s) != "" {
				t.Errorf("%q: %v", s, err)
			}
			return
		}
		holds(t, m, s)
	})
}
