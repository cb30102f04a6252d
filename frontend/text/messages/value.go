package messages

import (
	"strconv"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/frontend/text"
)

// leftToRight names the arguments that are written left to right everywhere.
var leftToRight = map[string]bool{"code": true, "email": true, "place": true, "link": true, "id": true, "old": true, "new": true, "clock": true, "zone": true, "number": true}

// runs is the text of key with its values in place.
func (w *writer) runs(key string) []Run { return w.cut(w.pattern(key)) }

// pattern is the text of key with its placeholders.
func (w *writer) pattern(key string) string {
	if s, own := w.own[key]; own {
		return s
	}
	return pattern(w.lang, key, w.args["n"])
}

func (w *writer) cut(words string) []Run {
	var out []Run
	for _, p := range text.Cut(words) {
		if p.Arg == "" {
			out = append(out, Run{Text: p.Text})
			continue
		}
		out = append(out, w.value(p.Arg)...)
	}
	return out
}

// Value is what a variable becomes in a message, as plain words.
func Value(lang, name string, args text.Args) string {
	w := writer{lang: Known(lang), args: args}
	return w.line(w.value(name))
}

// value writes an argument for the reader. What can't be read as what its
// name says is written as it is.
func (w *writer) value(name string) []Run {
	v := w.args[name]
	switch name {
	case "feature":
		if v == "" {
			return w.runs("feature")
		}
	case "days", "minutes", "within":
		return w.unit(name, v)
	case "when", "date", "time", "at":
		if at, err := time.Parse(time.RFC3339, v); err == nil {
			return []Run{{Text: w.moment(name, at), Value: true}}
		}
	case "device":
		return w.device(v)
	case "country":
		return []Run{{Text: factor.CountryName(v, w.lang), Value: true}}
	case "method":
		return w.method(v)
	case "what":
		if has(v + ".subject") {
			return []Run{{Text: w.line(w.runs(v + ".subject")), Value: true}}
		}
	}
	return []Run{{Text: v, Value: true, LTR: leftToRight[name]}}
}

func (w *writer) unit(name, v string) []Run {
	if name == "within" {
		name = "days"
	}
	if _, err := strconv.Atoi(v); err != nil {
		return []Run{{Text: v, Value: true}}
	}
	inner := writer{lang: w.lang, args: text.Args{"n": v}}
	return []Run{{Text: inner.line(inner.runs("unit." + name))}}
}

// moment is a time in the reader's zone, which is UTC where it isn't known.
func (w *writer) moment(name string, at time.Time) string {
	zone, err := time.LoadLocation(w.args["zone"])
	if err != nil {
		zone = time.UTC
	}
	at = at.In(zone)
	inner := writer{lang: w.lang, args: text.Args{"day": strconv.Itoa(at.Day()), "year": strconv.Itoa(at.Year()), "clock": at.Format("15:04"), "zone": at.Format("MST"),
		"month": pattern(w.lang, "month."+strconv.Itoa(int(at.Month())), ""), "weekday": pattern(w.lang, "weekday."+strconv.Itoa(int(at.Weekday())), "")}}
	format := map[string]string{"when": "format.when", "date": "format.date", "time": "format.clock", "at": "format.when"}[name]
	return text.Fill(pattern(w.lang, format, ""), inner.args)
}

// device is a browser and its system, which come in English words.
func (w *writer) device(v string) []Run {
	browser, system := domain.CutBrowser(v)
	switch browser {
	case domain.BrowserUnknown:
		browser = pattern(w.lang, "device.unknown", "")
	case domain.BrowserProgram:
		browser = pattern(w.lang, "device.program", "")
	}
	if system == "" {
		return []Run{{Text: browser, Value: true}}
	}
	return []Run{{Text: text.Fill(pattern(w.lang, "device.on", ""), text.Args{"browser": browser, "system": system}), Value: true}}
}

// method is a way to verify with its name, the last digits of its number or
// its masked address (label).
func (w *writer) method(v string) []Run {
	key, label := "method."+v, w.args["label"]
	if v == "" || !has(key) {
		return []Run{{Text: v, Value: true}}
	}
	if label == "" {
		return w.runs(key + ".bare")
	}
	var out []Run
	for _, p := range text.Cut(pattern(w.lang, key, "")) {
		if p.Arg == "" {
			out = append(out, Run{Text: p.Text})
		} else {
			out = append(out, Run{Text: label, Value: true, LTR: v == "text" || v == "email"})
		}
	}
	return out
}
