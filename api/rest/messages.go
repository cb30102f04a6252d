package rest

import (
	"fmt"
	"strings"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain/factor"
)

// messagesQuery is the input of listMessages; wire.MessagesQuery writes it.
type messagesQuery struct {
	Channel string `query:"channel" enum:"mail,text"`
	Limit   int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor  string `query:"cursor" maxLength:"4096"`
}

func (s *Server) listMessages(c *door.Call, in *messagesQuery) (*listed[wire.Messages], error) {
	page, err := c.Flows().Messages(c, c.Request, c.Visit, flow.MessagesQuery{Channel: in.Channel, Cursor: in.Cursor, Limit: in.Limit})
	if err != nil {
		return nil, asked(err)
	}
	out := &listed[wire.Messages]{Link: nextLink(c, page.Next)}
	out.Body = wire.Messages{Data: []wire.MessageRow{}, NextCursor: page.Next}
	for _, m := range page.Messages {
		row := wire.MessageRow{ID: m.ID, At: m.CreatedAt, Kind: m.Kind, Channel: string(m.Channel), To: m.To, Provider: m.Provider, Country: m.Country,
			State: m.State, StateAt: m.StateAt, Reason: m.Reason}
		if m.Channel == "text" && m.Cost > 0 {
			row.Cost = amount(m.Cost)
		}
		out.Body.Data = append(out.Body.Data, row)
	}
	return out, nil
}

func (s *Server) readMessageHealth(c *door.Call, _ *none) (*body[wire.MessageHealth], error) {
	h, err := c.Flows().MessageHealth(c, c.Request, c.Visit)
	if err != nil {
		return nil, err
	}
	out := wire.MessageHealth{Offered: h.Rules.Offered, Currency: h.Rules.Currency, Day: wire.CountCap{Used: h.UsedToday, Most: h.Rules.Daily},
		Month: wire.PriceCap{Used: amount(h.UsedMonth), Most: amount(h.Rules.Budget), Percent: percent(h.UsedMonth, h.Rules.Budget)}, Routes: []wire.Route{}}
	for _, r := range h.Routes {
		out.Routes = append(out.Routes, wire.Route{Provider: r.Provider, Country: r.Country, Name: factor.CountryName(r.Country, c.Language()),
			Waiting: r.Waiting, Sent: r.Sent, Delivered: r.Delivered, Failed: r.Failed, Low: r.Low})
	}
	return ok(out), nil
}

// amount writes millionths as a decimal number with two digits at least.
func amount(millionths int64) string {
	text := strings.TrimRight(fmt.Sprintf("%d.%06d", millionths/1e6, millionths%1e6), "0")
	whole, part, _ := strings.Cut(text, ".")
	return whole + "." + part + "00"[:max(0, 2-len(part))]
}

func percent(used, most int64) int {
	if most <= 0 {
		return 100
	}
	return int(used * 100 / most)
}
