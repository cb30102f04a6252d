package page

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
	"twofold/frontend/text"
)

// alike is how many of the first events are wrong codes in a row, at least 1.
func alike(events []wire.Event) int {
	n := 1
	for n < len(events) && events[n].Kind == domain.EventSecondStepFailed && events[0].Kind == domain.EventSecondStepFailed {
		n++
	}
	return n
}

// eventLine is one line of a person's own activity. Events come newest first.
func eventLine(v part.View, events []wire.Event) app.UI {
	e, words := events[0], eventName(v, events[0])
	if n := len(events); n > 1 {
		words = v.T("activity.wrong", "n", strconv.Itoa(n), "from", v.Time(events[n-1].At), "to", v.Time(e.At))
	}
	return v.EventLine(part.EventLine{OK: e.OK, Words: words, Note: []string{methodWord(v, e.Detail["method"]), v.Browser(e.Browser), about(v, e.Place)}, IP: e.IP, At: e.At})
}

// eventName is what happened, in a person's own activity.
func eventName(v part.View, e wire.Event) string {
	key := "event." + string(e.Kind)
	if !text.Has(v.Page.Lang, key) {
		return string(e.Kind)
	}
	return v.T(key)
}

// sentence is what happened, in the audit log: who did what to whom.
func sentence(v part.View, e wire.Event) string {
	key := "audit." + string(e.Kind)
	if !text.Has(v.Page.Lang, key) {
		return string(e.Kind)
	}
	actor, subject := e.Actor.Name, e.Subject.Name
	if actor == "" {
		actor = v.T("audit.nobody")
	}
	if subject == "" {
		subject = v.Site()
	}
	return v.T(key, "actor", actor, "subject", subject)
}

func itoa(n int) string { return strconv.Itoa(n) }
