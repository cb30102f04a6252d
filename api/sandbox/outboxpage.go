//go:build sandbox

package sandbox

import (
	"bytes"
	_ "embed"
	"html/template"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"twofold/frontend/style"
)

var (
	//go:embed outbox.html
	pageText string
	//go:embed outbox.css
	ownStyle []byte
	//go:embed outbox.js
	script []byte

	page = template.Must(template.New("outbox").Parse(pageText))
)

func styleSheet() []byte { return bytes.Join([][]byte{style.CSS, ownStyle}, []byte("\n")) }

const (
	outboxCSP = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
	// A mail's own styles stand in it; nothing else of it may do anything.
	mailCSP = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'; sandbox allow-popups"
)

// outboxView is what the page shows: a part of the list, and one message when
// chosen.
type outboxView struct {
	To, From string
	Cleared  string // the newest message when the list was cleared
	Next     string // the message where the following page begins
	List     []Message
	Chosen   *Message
}

// clear leaves what came since the list was cleared. Nothing is removed: the
// address alone says since when.
func (v *outboxView) clear() {
	if i := slices.IndexFunc(v.List, func(m Message) bool { return m.ID == v.Cleared }); i >= 0 {
		v.List, v.Next = v.List[:i], ""
	}
}

// Clear is the page without what it lists now, All with it again.
func (v outboxView) Clear() string { return v.at("cleared", v.Newest()) }
func (v outboxView) All() string {
	v.Cleared = ""
	return v.at()
}

// Link is the page with a message chosen, on the same part of the list.
func (v outboxView) Link(id string) string { return v.at("message", id, "from", v.From) }

// Newer is the first page, Older the following one.
func (v outboxView) Newer() string { return v.at() }
func (v outboxView) Older() string { return v.at("from", v.Next) }

// at is the page with the filter kept and parameters in pairs.
func (v outboxView) at(pairs ...string) string {
	q := url.Values{}
	for i, pairs := 0, append([]string{"to", v.To, "cleared", v.Cleared}, pairs...); i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return strings.TrimSuffix("/sandbox/outbox?"+q.Encode(), "?")
}

// Header is one line above a mail's text.
type Header struct{ Name, Value string }

// Headers are those of the mail as it would travel.
func (m Message) Headers() (out []Header) {
	source, err := m.mail.Source()
	if err != nil {
		return nil // a text message, or none that any server would take
	}
	head, _, _ := strings.Cut(string(source), "\r\n\r\n")
	for _, line := range strings.Split(strings.ReplaceAll(head, "\r\n ", " "), "\r\n") {
		name, value, _ := strings.Cut(line, ": ")
		if plain, err := new(mime.WordDecoder).DecodeHeader(value); err == nil {
			value = plain
		}
		out = append(out, Header{name, value})
	}
	return out
}

// Newest is the id of the newest message, for the script that looks for more.
func (v outboxView) Newest() string {
	if len(v.List) == 0 {
		return ""
	}
	return v.List[0].ID
}

// outbox answers with the newest messages, or those from one message on: as
// JSON (oldest first, with the address of older ones in next) for programs and
// as a page (newest first) for people.
func (s *site) outbox(g *gin.Context) {
	v := outboxView{To: g.Query("to"), From: g.Query("from"), Cleared: g.Query("cleared")}
	var err error
	if v.List, v.Next, err = s.messages(g.Request.Context(), v.To, v.From, listed); err != nil {
		refuse(g, http.StatusInternalServerError, err.Error())
		return
	}
	v.clear()
	if g.Query("format") == "json" || strings.Contains(g.GetHeader("Accept"), "application/json") {
		answer := gin.H{"data": oldestFirst(v.List)}
		if v.Next != "" {
			answer["next"] = v.Older() + "&format=json"
		}
		g.JSON(http.StatusOK, answer)
		return
	}
	if v.Chosen, err = s.one(g.Request.Context(), g.Query("message")); err != nil {
		refuse(g, http.StatusInternalServerError, err.Error())
		return
	}
	var b bytes.Buffer
	if err := page.Execute(&b, v); err != nil {
		refuse(g, http.StatusInternalServerError, err.Error())
		return
	}
	g.Header("Content-Security-Policy", outboxCSP)
	g.Data(http.StatusOK, "text/html; charset=utf-8", b.Bytes())
}

// mailHTML answers with the HTML half of one message, for a frame.
func (s *site) mailHTML(g *gin.Context) {
	m, err := s.one(g.Request.Context(), g.Param("id"))
	switch {
	case err != nil:
		refuse(g, http.StatusInternalServerError, err.Error())
	case m == nil:
		refuse(g, http.StatusNotFound, "there is no such message")
	default:
		g.Header("Content-Security-Policy", mailCSP)
		g.Header("X-Frame-Options", "SAMEORIGIN")
		g.Data(http.StatusOK, "text/html; charset=utf-8", []byte(m.HTML))
	}
}
