package page

import (
	"net/url"
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

// health is how the installation stands: each thing it needs with a state in
// words and what to do.
type health struct {
	d      *desk
	checks remote[wire.Health]
}

func newHealth(d *desk) panel { return &health{d: d} }

func (h *health) open(*url.URL) { h.load() }

func (h *health) load() { h.checks.load(h.d, call{to: wire.ReadHealth}, nil) }

func (h *health) draw(v part.View) part.Shell {
	return part.Shell{Title: v.T("health.title"), Head: []app.UI{v.Act(part.Act{Key: "health-again", Label: v.T("health.again"), Press: h.load, Busy: h.checks.loading})},
		Body: []app.UI{h.checks.draw(v, "health", 10, h.load, func(all wire.Health) app.UI { return h.table(v, all.Data) })}}
}

// looks are how a state is drawn.
var looks = map[string][2]string{"fine": {"ok", "check"}, "look": {"warn", "alert"}, "broken": {"danger", "alert"}, "unseen": {"gray", "info"}}

func (h *health) table(v part.View, all []wire.HealthCheck) app.UI {
	var rows [][]app.UI
	for _, c := range all {
		words := []app.UI{part.Line(v.T("health."+c.Name+"."+c.Code, factsOf(v, c)...))}
		if c.Facts["last"] != "" {
			words = append(words, part.Note(v.T("health.sent", factsOf(v, c)...)))
		}
		if c.Name == "mail" && c.State != "broken" {
			words = append(words, h.d.act(v, part.Act{Key: "send-test", Kind: part.LinkLike, Label: v.T("health.test"), Press: h.test}))
		}
		rows = append(rows, []app.UI{part.Plainly(v.T("health." + c.Name)), v.Tag(looks[c.State][0], looks[c.State][1], v.T("health.state."+c.State)), part.Group(words...)})
	}
	return v.Table(v.T("health.title"), []part.Column{{Label: v.T("health.what")}, {Label: v.T("orgs.state")}, {Label: v.T("health.do")}}, rows)
}

// factsOf are the facts of a check for its sentence: sizes in gigabytes, times
// as they are read.
func factsOf(v part.View, c wire.HealthCheck) []string {
	var out []string
	for key, value := range c.Facts {
		switch key {
		case "last":
			if at, err := time.Parse(time.RFC3339, value); err == nil {
				value = v.Exact(at)
			}
		case "kind":
			value = v.T("health.kind." + value)
		case "free_mb", "total_mb":
			if mb, err := strconv.Atoi(value); err == nil {
				value = strconv.FormatFloat(float64(mb)/1024, 'f', 1, 64)
			}
		}
		out = append(out, key, value)
	}
	return out
}

func (h *health) test() {
	var sent wire.SenderTested
	h.d.do(call{to: wire.TestSender, out: &sent, key: "send-test", why: reason{word: "test"}, done: func(string) {
		h.d.said(h.d.view().T("health.tested", "to", sent.To))
	}})
}
