package rest

import (
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
)

// numbersQuery is the input of readNumbers; wire.NumbersQuery writes it.
type numbersQuery struct {
	State  string `query:"state" enum:"missing,unreadable,landline,other,unverified"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor string `query:"cursor" maxLength:"4096"`
}

func (s *Server) readNumbers(c *door.Call, in *numbersQuery) (*listed[wire.Numbers], error) {
	n, err := c.Flows().Numbers(c, c.Request, c.Visit, flow.NumbersQuery{State: in.State, Cursor: in.Cursor, Limit: in.Limit})
	if err != nil {
		return nil, asked(err)
	}
	out := &listed[wire.Numbers]{Link: nextLink(c, n.Next)}
	out.Body = wire.Numbers{People: n.People, Ready: n.People, Missing: n.Unready[domain.PhoneMissing], Unreadable: n.Unready[domain.PhoneUnreadable],
		Landline: n.Unready[domain.PhoneLandline], Other: n.Unready[domain.PhoneOther], Unverified: n.Unready[domain.PhoneUnverified], Data: []wire.NumberRow{}, NextCursor: n.Next}
	for _, count := range n.Unready {
		out.Body.Ready -= count
	}
	for _, p := range n.Rows {
		out.Body.Data = append(out.Body.Data, wire.NumberRow{ID: p.ID, Name: p.Name, Email: p.Email, Hint: p.Hint, State: flow.NumberWord(p.State)})
	}
	return out, nil
}

func (s *Server) mailNumbers(c *door.Call, _ *none) (*body[wire.NumbersAsked], error) {
	n, err := c.Flows().MailNumbers(c, c.Request, c.Visit)
	if err != nil {
		return nil, err
	}
	return ok(wire.NumbersAsked{People: n}), nil
}

// profileNumber is what may be shown of a profile's number, nil without one.
func profileNumber(hint string, state domain.PhoneState) *wire.ProfileNumber {
	if state == domain.PhoneMissing {
		return nil
	}
	return &wire.ProfileNumber{Hint: hint, State: flow.NumberWord(state)}
}

func (s *Server) savePersonNumber(c *door.Call, in *struct {
	ByID
	Body wire.NumberRequest
}) (*body[wire.ProfileNumber], error) {
	hint, state, err := c.Flows().PersonNumber(c, c.Request, c.Visit, in.ID, flow.NumberInput(in.Body))
	return ok(wire.ProfileNumber{Hint: hint, State: flow.NumberWord(state)}), err
}

func (s *Server) removePersonNumber(c *door.Call, in *ByID) (*none, error) {
	return done(c.Flows().RemovePersonNumber(c, c.Request, c.Visit, in.ID))
}
