package part

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Section is a part of a page under a heading of its own.
func Section(title string, body ...app.UI) app.UI {
	return el("section", attrs{"class": "c-section"}, append([]app.UI{el("h2", nil, Text(title))}, body...)...)
}

// SectionAt is a Section that links lead to.
func SectionAt(id, title string, body ...app.UI) app.UI {
	return el("section", attrs{"class": "c-section", "id": id}, append([]app.UI{el("h2", nil, Text(title))}, body...)...)
}

// Group keeps parts together.
func Group(body ...app.UI) app.UI { return box("c-group", body...) }

// Beside puts parts next to each other where there is room.
func Beside(body ...app.UI) app.UI { return box("c-beside", body...) }

// Steps is a numbered list.
func Steps(steps ...app.UI) app.UI {
	var items []app.UI
	for _, s := range steps {
		items = append(items, el("li", nil, s))
	}
	return el("ol", attrs{"class": "c-steps"}, items...)
}

// Fold is a part under a summary that opens it.
func Fold(summary string, body ...app.UI) app.UI {
	return el("details", attrs{"class": "c-fold-plain"},
		append([]app.UI{el("summary", attrs{"class": "c-fold-summary"}, Text(summary))}, body...)...)
}

// Mini is a picture of a card: its words, with buttons that are none.
func Mini(title string, lines []string, buttons ...string) app.UI {
	body := []app.UI{para("c-mini-title", title)}
	for _, l := range lines {
		body = append(body, para("", l))
	}
	for _, b := range buttons {
		body = append(body, el("span", attrs{"class": "c-mini-button", "aria-hidden": "true"}, Text(b)))
	}
	return box("c-mini", body...)
}

// Line is a paragraph of words.
func Line(words string) app.UI { return para("", words) }

// Text is a paragraph by key.
func (v View) Text(key string) app.UI { return para("", v.T(key)) }

// OpenApp is the link that opens an authenticator app on the same device; the
// style sheet shows it on phones only.
func (v View) OpenApp(label, uri string) app.UI {
	return el("a", attrs{"href": uri, "class": "c-btn c-btn-primary c-open-app"}, Text(label))
}

// SubmitAfter is a Submit that can be pressed after wait seconds; until then
// its label is the text of waitKey with {s}, in seconds, or {left}, as 14:59.
func (v View) SubmitAfter(kind, label, waitKey string, wait int) app.UI {
	if wait <= 0 {
		return v.Submit(kind, label)
	}
	return &Countdown{Seconds: wait, Said: label, Draw: func(left int) app.UI {
		if left <= 0 {
			return el("button", attrs{"type": "submit", "class": kind}, Text(label))
		}
		return el("button", attrs{"type": "submit", "class": kind, "aria-disabled": waitingFor(left)},
			Text(v.T(waitKey, "s", itoa(left), "left", minutesLeft(left))))
	}}
}

// minutesLeft writes seconds as minutes and seconds: 0:24, 14:59.
func minutesLeft(seconds int) string { return fmt.Sprintf("%d:%02d", seconds/60, seconds%60) }

// waitingFor marks a button as not yet to be pressed; without a script, which
// could take the mark off again, the server is left to say so.
func waitingFor(int) string {
	if app.IsServer {
		return ""
	}
	return "true"
}
