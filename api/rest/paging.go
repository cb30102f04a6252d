package rest

import (
	"twofold/api/door"
	"twofold/api/wire"
	"twofold/domain"
)

// nextLink points to the next page of the list that was asked for, with the
// same filters.
func nextLink(c *door.Call, cursor string) string {
	if cursor == "" {
		return ""
	}
	u := *c.Gin.Request.URL
	q := u.Query()
	q.Set("cursor", cursor)
	return "<" + u.EscapedPath() + "?" + q.Encode() + `>; rel="next"`
}

// asked gives the fields of a refusal the form of query parameters.
func asked(err error) error {
	return renamed(err, func(field string) string { return "?" + field })
}

func (s *Server) events(c *door.Call, all []domain.Event) []wire.Event {
	lang := c.Language()
	out := []wire.Event{}
	for _, e := range all {
		out = append(out, wire.Event{ID: e.ID, At: e.At, Kind: e.Kind, OK: e.OK, Actor: wire.EventPerson{ID: e.ActorID, Name: e.ActorName},
			Subject: wire.EventPerson{ID: e.SubjectID, Name: e.Subject}, IP: e.IP, Place: s.config.Places.Of(e.IP, lang), Browser: e.Browser, RequestID: e.RequestID, Detail: e.Detail})
	}
	return out
}
