package page

import (
	"net/url"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

// templates is the list of all kinds of message with their languages, and
// which the organization says in its own words.
type templates struct {
	d    *desk
	list remote[wire.List[wire.TemplateRow]]
}

func newTemplates(d *desk) panel { return &templates{d: d} }

func (t *templates) open(*url.URL) { t.refresh() }

func (t *templates) refresh() { t.list.load(t.d, call{to: wire.ListTemplates}, nil) }

func (t *templates) draw(v part.View) part.Shell {
	return part.Shell{Title: v.T("messages.title"), Body: []app.UI{
		messageTabs(v, "/admin/messages/templates"),
		part.Anchor("templates", v.T("templates.title"), part.Note(v.T("templates.text")),
			t.list.draw(v, "templates", 10, t.refresh, func(l wire.List[wire.TemplateRow]) app.UI { return templateTable(v, l.Data) })),
	}}
}

// messageTabs leads from the delivery of messages to their words.
func messageTabs(v part.View, chosen string) app.UI {
	return v.Tabs(v.T("messages.title"), v.Path(chosen), part.Option{Value: v.Path("/admin/messages"), Label: v.T("messages.delivery")},
		part.Option{Value: v.Path("/admin/messages/templates"), Label: v.T("templates.title")})
}

// templateTable has a row for each kind and a column for each language.
func templateTable(v part.View, all []wire.TemplateRow) app.UI {
	columns := []part.Column{{Label: v.T("templates.message")}, {Label: v.T("messages.channel")}}
	for _, lang := range domain.Languages {
		columns = append(columns, part.Column{Label: v.T("language." + lang)})
	}
	var rows [][]app.UI
	last := ""
	for _, one := range all {
		if one.Kind != last {
			rows = append(rows, []app.UI{part.Plainly(kindWord(v, one.Kind)), part.Plainly(v.T("messages.channel." + one.Channel))})
			last = one.Kind
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], templateCell(v, one))
	}
	return v.Table(v.T("templates.title"), columns, rows)
}

func templateCell(v part.View, one wire.TemplateRow) app.UI {
	more := v.T("templates.of", "message", kindWord(v, one.Kind), "language", v.T("language."+one.Language))
	href := v.Path("/admin/messages/templates/" + one.Kind + "." + one.Language)
	if one.Changed {
		return part.Inline(v.LinkMore(part.LinkLike, v.T("templates.own"), more, href), v.Tag("info", "check", v.T("templates.changed")))
	}
	return v.LinkMore(part.LinkLike, v.T("templates.default"), more, href)
}
