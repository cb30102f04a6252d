package part

import (
	"html"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
)

// QR is a QR code 224 px wide, black on white in every theme. label is its text
// alternative.
func (v View) QR(q wire.QR, label string) app.UI {
	side := strconv.Itoa(q.Size)
	return box("c-qr", app.Raw(`<svg role="img" aria-label="`+html.EscapeString(Clean(label))+`" width="224" height="224" viewBox="0 0 `+
		side+" "+side+`" shape-rendering="crispEdges"><path d="`+pathOnly(q.Path)+`"></path></svg>`))
}

// pathOnly keeps the letters, numbers and marks of SVG path data.
func pathOnly(path string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("MmLlHhVvZz0123456789.,- ", r) {
			return r
		}
		return -1
	}, path)
}

// Secret is a key in groups of four, with a copy button.
func (v View) Secret(label, key string) app.UI {
	var groups []string
	for i := 0; i < len(key); i += 4 {
		groups = append(groups, key[i:min(i+4, len(key))])
	}
	return box("c-secret",
		el("p", attrs{"class": "c-label", "id": "secret-label"}, Text(label)),
		el("p", nil, el("code", attrs{"class": "c-key", "id": "secret", "dir": "ltr"}, Text(strings.Join(groups, " ")))),
		v.Copy(key, "secret"))
}

// QRFold is the QR code under a summary, open on the server and on wide
// screens, folded on phones, which can't scan themselves.
func (v View) QRFold(summary string, body ...app.UI) app.UI {
	return &qrFold{Summary: summary, Body: body}
}

type qrFold struct {
	app.Compo
	Summary string
	Body    []app.UI
}

func (q *qrFold) Render() app.UI {
	body := append([]app.UI{el("summary", attrs{"class": "c-fold-summary"}, Text(q.Summary))}, q.Body...)
	return el("details", attrs{"class": "c-fold", "open": !onPhone()}, body...)
}

func onPhone() bool {
	if app.IsServer {
		return false
	}
	return app.Window().Call("matchMedia", "(pointer: coarse) and (max-width: 767px)").Get("matches").Bool()
}
