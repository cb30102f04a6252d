package rest

import (
	"strings"
	"time"

	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
)

// auditQuery is the input of readAudit; wire.AuditQuery writes it.
type auditQuery struct {
	From      time.Time `query:"from" doc:"Not before"`
	To        time.Time `query:"to" doc:"Before"`
	Kind      string    `query:"kind" maxLength:"2000" doc:"Kinds of events, joined by commas"`
	Person    string    `query:"person" maxLength:"64" doc:"Id of the actor or the subject"`
	Result    string    `query:"result" enum:"ok,failed"`
	IP        string    `query:"ip" maxLength:"64"`
	RequestID string    `query:"request_id" maxLength:"64"`
	Q         string    `query:"q" maxLength:"400" doc:"Part of the actor's or subject's name"`
	Limit     int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Cursor    string    `query:"cursor" maxLength:"4096"`
}

func (s *Server) readAudit(c *door.Call, in *auditQuery) (*listed[wire.List[wire.Event]], error) {
	q := flow.AuditQuery{From: in.From, To: in.To, Person: in.Person, Result: in.Result, IP: in.IP, RequestID: in.RequestID, Query: in.Q, Cursor: in.Cursor, Limit: in.Limit}
	if in.Kind != "" {
		for _, kind := range strings.Split(in.Kind, ",") {
			q.Kinds = append(q.Kinds, domain.EventKind(kind))
		}
	}
	page, err := c.Flows().Audit(c, c.Request, c.Visit, q)
	return s.auditPage(c, page, err)
}
