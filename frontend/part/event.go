package part

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// EventLine is one thing that happened.
type EventLine struct {
	OK    bool
	Words string
	Note  []string
	IP    string
	At    time.Time
}

// EventLine draws a line of a DayList.
func (v View) EventLine(e EventLine) app.UI {
	icon, class := "check", "c-event"
	if !e.OK {
		icon, class = "alert", "c-event c-event-failed"
	}
	return box(class, v.Icon(icon),
		box("c-item-text", para("", e.Words), box("c-item-lines", Note(e.Note...), Address(e.IP))),
		el("time", attrs{"datetime": e.At.UTC().Format(time.RFC3339), "title": v.Exact(e.At), "class": "c-hint"}, Text(v.Time(e.At))))
}

// DayList is the events of one day, under a heading of a level: h2 or h3.
func (v View) DayList(level, day string, lines ...app.UI) app.UI {
	var items []app.UI
	for _, l := range lines {
		items = append(items, el("li", nil, l))
	}
	return box("c-day", el(level, attrs{"class": "c-hint c-day-name"}, Text(day)), el("ul", attrs{"class": "c-events"}, items...))
}

// Time is the time of day.
func (v View) Time(t time.Time) string {
	if app.IsServer {
		return t.UTC().Format("15:04")
	}
	return v.local("time", t, map[string]any{"hour": "2-digit", "minute": "2-digit"})
}
