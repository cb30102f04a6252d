//go:build sandbox

package sandbox

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
	"net/url"
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

// outboxView is what the page shows: the list, and one message when chosen.
type outboxView struct {
	To     string
	List   []Message
	Chosen *Message
}

// Link is the page with a message chosen and the filter kept.
func (v outboxView) Link(id string) string {
	q := url.Values{"message": {id}}
	if v.To != "" {
		q.Set("to", v.To)
	}
	return "/sandbox/outbox?" + q.Encode()
}

// Newest is the id of the newest message, for the script that looks for more.
func (v outboxView) Newest() string {
	if len(v.List) == 0 {
		return ""
	}
	return v.List[0].ID
}

// outbox answers with the messages, as JSON (oldest first) for programs and as
// a page (newest first) for people.
func (s *site) outbox(g *gin.Context) {
	v := outboxView{To: g.Query("to")}
	var err error
	if v.List, err = s.messages(g.Request.Context(), v.To); err != nil {
		refuse(g, http.StatusInternalServerError, err.Error())
		return
	}
	if g.Query("format") == "json" || strings.Contains(g.GetHeader("Accept"), "application/json") {
		g.JSON(http.StatusOK, gin.H{"data": oldestFirst(v.List)})
		return
	}
	for i := range v.List {
		if v.List[i].ID == g.Query("message") {
			v.Chosen = &v.List[i]
		}
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
	all, err := s.messages(g.Request.Context(), "")
	if err != nil {
		refuse(g, http.StatusInternalServerError, err.Error())
		return
	}
	for _, m := range all {
		if m.ID == g.Param("id") {
			g.Header("Content-Security-Policy", mailCSP)
			g.Header("X-Frame-Options", "SAMEORIGIN")
			g.Data(http.StatusOK, "text/html; charset=utf-8", []byte(m.HTML))
			return
		}
	}
	refuse(g, http.StatusNotFound, "there is no such message")
}
