package part

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/frontend/text"
)

// When is a time in words, with the exact one as its tooltip.
func (v View) When(t time.Time) app.UI {
	return el("time", attrs{"datetime": t.UTC().Format(time.RFC3339), "title": v.Exact(t)}, Text(v.Ago(t)))
}

// Stamp is the exact time over the one in words, for tables.
func (v View) Stamp(t time.Time) app.UI {
	return el("time", attrs{"datetime": t.UTC().Format(time.RFC3339), "class": "c-stamp"},
		el("span", nil, Text(v.Exact(t))), el("span", attrs{"class": "c-muted"}, Text(v.Ago(t))))
}

// StampShort is a Stamp to the minute; its tooltip is exact.
func (v View) StampShort(t time.Time) app.UI {
	return el("time", attrs{"datetime": t.UTC().Format(time.RFC3339), "class": "c-stamp", "title": v.Exact(t)},
		el("span", nil, Text(v.Day(t)+", "+v.Time(t))), el("span", attrs{"class": "c-muted"}, Text(v.Ago(t))))
}

// Exact is a time with its zone: the browser's own, or UTC on the server.
func (v View) Exact(t time.Time) string {
	if app.IsServer {
		return v.written("date.exact", t)
	}
	return v.local("exact", t, map[string]any{
		"day": "numeric", "month": "short", "year": "numeric", "hour": "2-digit", "minute": "2-digit", "second": "2-digit", "timeZoneName": "shortOffset",
	})
}

// Day is a date.
func (v View) Day(t time.Time) string {
	if app.IsServer {
		return v.written("date.day", t)
	}
	return v.local("day", t, map[string]any{"day": "numeric", "month": "short", "year": "numeric"})
}

// Until is how long it is to a time to come, in words: "in 9 days".
func (v View) Until(t time.Time) string {
	switch d := t.Sub(v.Page.Now); {
	case d < time.Minute:
		return v.T("time.in.now")
	case d < time.Hour:
		return v.N("time.in.minutes", int((d+time.Minute-1)/time.Minute))
	case d < 48*time.Hour:
		return v.N("time.in.hours", int((d+time.Hour-1)/time.Hour))
	default:
		return v.N("time.in.days", int((d+24*time.Hour-1)/(24*time.Hour)))
	}
}

// formats are the browser's own formatters by kind and language; making one
// costs more than using it.
var formats = map[string]app.Value{}

func (v View) local(kind string, t time.Time, shape map[string]any) string {
	lang := or(v.Page.Lang, text.Default)
	f, made := formats[kind+lang]
	if !made {
		// Plain English is the American one, whose dates begin with the month.
		if lang == text.Default {
			lang = "en-GB"
		}
		f = app.Window().Get("Intl").Get("DateTimeFormat").New(lang, shape)
		formats[kind+or(v.Page.Lang, text.Default)] = f
	}
	return f.Call("format", t.UnixMilli()).String()
}
