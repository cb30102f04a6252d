package flow

import (
	"strconv"

	"twofold/domain"
	"twofold/tenancy/store"
)

// about starts an event of this request. Actor and subject are the person
// themselves until told otherwise.
func (f *Flows) about(r Request, kind domain.EventKind, ok bool, who domain.User) (domain.Event, error) {
	id, err := f.newID("evt")
	return domain.Event{ID: id, At: r.Now, Kind: kind, OK: ok, ActorID: who.ID, ActorName: who.Name, SubjectID: who.ID, Subject: who.Name,
		IP: r.IP, Browser: r.Browser, RequestID: r.RequestID, Detail: map[string]string{}}, err
}

// record writes one event about a person's own doing, with detail in pairs.
func (f *Flows) record(tx *store.Tx, c ctxt, kind domain.EventKind, ok bool, who domain.User, detail ...string) error {
	e, err := f.about(c.Request, kind, ok, who)
	if err != nil {
		return err
	}
	return tx.Record(c.Context, withDetail(e, detail...))
}

// recordOn writes one event of what actor did to subject.
func (f *Flows) recordOn(tx *store.Tx, c ctxt, kind domain.EventKind, ok bool, actor, subject domain.User, detail ...string) error {
	e, err := f.about(c.Request, kind, ok, subject)
	if err != nil {
		return err
	}
	e.ActorID, e.ActorName = actor.ID, actor.Name
	return tx.Record(c.Context, withDetail(e, detail...))
}

func withDetail(e domain.Event, pairs ...string) domain.Event {
	for i := 0; i+1 < len(pairs); i += 2 {
		e.Detail[pairs[i]] = pairs[i+1]
	}
	return e
}

func count(n int) string { return strconv.Itoa(n) }
