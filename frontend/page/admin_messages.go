package page

import (
	"net/url"
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
	"twofold/frontend/text"
)

// messages is the delivery log, with how text messages fare and what is used
// of their caps.
type messages struct {
	d       *desk
	channel string
	health  remote[wire.MessageHealth]
	list    remote[wire.Messages]
	rows    []wire.MessageRow
	cursor  string
}

func newMessages(d *desk) panel { return &messages{d: d} }

func (m *messages) open(at *url.URL) {
	m.channel = at.Query().Get("channel")
	m.refresh()
}

// refresh reads everything from the newest message.
func (m *messages) refresh() {
	m.health.load(m.d, call{to: wire.ReadMessageHealth}, nil)
	m.load("")
}

func (m *messages) load(cursor string) {
	q := wire.MessagesQuery{Channel: m.channel, Cursor: cursor}
	m.list.load(m.d, call{to: wire.ListMessages, query: q.Values()}, func() {
		if cursor == "" {
			m.rows = nil
		}
		m.rows, m.cursor = append(m.rows, m.list.value.Data...), m.list.value.NextCursor
	})
}

// set narrows to one channel.
func (m *messages) set(_, value string) {
	if value == anything {
		value = ""
	}
	if value == m.channel {
		return
	}
	m.channel = value
	address := pathOf(m.d.address)
	if value != "" {
		address += "?channel=" + escape(value)
	}
	m.d.address = address
	part.Show(address, true)
	m.load("")
}

func (m *messages) draw(v part.View) part.Shell {
	channels := []part.Option{{Value: anything, Label: v.T("filter.any")}, {Value: "mail", Label: v.T("messages.channel.mail")}, {Value: "text", Label: v.T("messages.channel.text")}}
	return part.Shell{Title: v.T("messages.title"), Body: []app.UI{
		messageTabs(v, "/admin/messages"),
		part.Anchor("texts", v.T("messages.texts"), m.health.draw(v, "health", 3, m.refresh, func(h wire.MessageHealth) app.UI { return textHealth(v, h) })),
		part.Anchor("log", v.T("messages.log"), part.Note(v.T("messages.log.text")),
			v.Live(part.Live{Key: "filters", Set: m.set}, part.Filters(v.Select(part.Field{Name: "channel", Label: v.T("messages.channel"), Value: or(m.channel, anything)}, channels))),
			m.list.draw(v, "messages", 8, func() { m.load("") }, func(wire.Messages) app.UI { return m.table(v) })),
	}}
}

// textHealth is what is used of the caps, and each route.
func textHealth(v part.View, h wire.MessageHealth) app.UI {
	if !h.Offered {
		return v.Empty(v.T("messages.notoffered"), part.Group())
	}
	used := v.Facts(
		part.Fact{Name: v.T("messages.day"), Value: v.T("messages.used", "used", strconv.FormatInt(h.Day.Used, 10), "most", strconv.FormatInt(h.Day.Most, 10))},
		part.Fact{Name: v.T("messages.month"), Value: v.T("messages.used", "used", h.Month.Used, "most", h.Month.Most+" "+h.Currency)})
	if len(h.Routes) == 0 {
		return part.Group(used, part.Note(v.T("messages.noroutes")))
	}
	var rows [][]app.UI
	for _, r := range h.Routes {
		rows = append(rows, []app.UI{part.Plainly(r.Name), part.Plainly(or(r.Provider, "–")), part.Plainly(itoa(int(r.Waiting))), part.Plainly(itoa(int(r.Sent))),
			part.Plainly(itoa(int(r.Delivered))), part.Plainly(itoa(int(r.Failed))), arrival(v, r)})
	}
	return part.Group(used, v.Table(v.T("messages.routes"), []part.Column{{Label: v.T("messages.country")}, {Label: v.T("messages.provider")}, {Label: v.T("messages.state.queued")},
		{Label: v.T("messages.state.sent")}, {Label: v.T("messages.state.delivered")}, {Label: v.T("messages.state.failed")}, {Label: v.T("messages.arrive")}}, rows))
}

// arrival is the share of messages that arrived, of those whose fate is known.
func arrival(v part.View, r wire.Route) app.UI {
	known := r.Delivered + r.Failed
	if known == 0 {
		return part.Plainly("–")
	}
	share := v.T("messages.share", "n", itoa(int(r.Delivered*100/known)))
	if r.Low {
		return v.Tag("warn", "alert", v.T("messages.low", "share", share))
	}
	return part.Plainly(share)
}

func (m *messages) table(v part.View) app.UI {
	if len(m.rows) == 0 {
		return v.Empty(v.T("messages.none"), part.Group())
	}
	var rows [][]app.UI
	for _, r := range m.rows {
		rows = append(rows, []app.UI{v.Stamp(r.At), part.Plainly(kindWord(v, r.Kind)), part.Address(r.To), part.Plainly(or(r.Provider, "–")), messageState(v, r), part.Plainly(or(r.Cost, "–"))})
	}
	return part.Group(v.Table(v.T("messages.log"), []part.Column{{Label: v.T("audit.time")}, {Label: v.T("messages.kind")}, {Label: v.T("messages.to")}, {Label: v.T("messages.provider")},
		{Label: v.T("messages.state")}, {Label: v.T("messages.cost")}}, rows), more(v, m.cursor, m.list.loading, func() { m.load(m.cursor) }))
}

func kindWord(v part.View, kind string) string {
	if key := "messages.kind." + kind; text.Has(v.Page.Lang, key) {
		return v.T(key)
	}
	return kind
}

func messageState(v part.View, r wire.MessageRow) app.UI {
	word := v.T("messages.state." + r.State)
	switch r.State {
	case "delivered":
		return v.Tag("ok", "check", word)
	case "failed":
		return part.Group(v.Tag("danger", "alert", word), part.Note(reasonWord(v, r)))
	case "queued":
		return v.Tag("gray", "clock", word)
	}
	return v.Tag("info", "check", word)
}

// reasonWord is a provider's code in words, where they are known.
func reasonWord(v part.View, r wire.MessageRow) string {
	if key := "messages.reason." + r.Reason; text.Has(v.Page.Lang, key) {
		return v.T(key)
	}
	if r.Channel == "text" && r.Reason != "" {
		return v.T("messages.reason", "code", r.Reason)
	}
	return ""
}
