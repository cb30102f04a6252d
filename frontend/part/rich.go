package part

import (
	"html"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/frontend/text"
)

// Arg is the value of a placeholder, drawn with markup of its own.
type Arg struct {
	Name  string
	Value string
	tag   string
	attrs string
}

// Name is a name or an example: isolated from the direction of the sentence.
func Name(name, value string) Arg { return Arg{name, value, "bdi", ""} }

// Ltr is an address, a code or a number: always from left to right.
func Ltr(name, value string) Arg { return Arg{name, value, "bdi", ` dir="ltr"`} }

// Plain is words that need no markup.
func Plain(name, value string) Arg { return Arg{name, value, "", ""} }

// Clock is a time of day.
func (v View) Clock(name string, t time.Time) Arg {
	return Arg{name, v.clock(t), "time", ` class="c-strong" datetime="` + t.UTC().Format(time.RFC3339) + `"`}
}

// Sentence is a paragraph whose placeholders carry markup.
func (v View) Sentence(key string, args ...Arg) app.UI {
	return v.rich("p", "", key, args)
}

// Lead is a Sentence in larger type, the first under a heading.
func (v View) Lead(key string, args ...Arg) app.UI {
	return v.rich("p", "c-lead", key, args)
}

// Muted is a Sentence in the secondary color.
func (v View) Muted(key string, args ...Arg) app.UI {
	return v.rich("p", "c-muted", key, args)
}

// rich writes its markup itself, because go-app puts white space between
// inline siblings, which would stand before a full stop.
func (v View) rich(tag, attributes, key string, args []Arg) app.UI {
	if attributes != "" && !strings.Contains(attributes, "=") {
		attributes = `class="` + attributes + `"`
	}
	if attributes != "" {
		attributes = " " + attributes
	}
	return app.Raw("<" + tag + attributes + ">" + v.inline(key, args) + "</" + tag + ">")
}

func (v View) inline(key string, args []Arg) string {
	values, byName := make(text.Args, len(args)), make(map[string]Arg, len(args))
	for _, a := range args {
		values[a.Name], byName[a.Name] = a.Value, a
	}
	var b strings.Builder
	for _, p := range text.Pieces(v.Page.Lang, key, values) {
		a, s := byName[p.Arg], html.EscapeString(Clean(p.Text))
		if p.Arg == "" || a.tag == "" {
			b.WriteString(s)
			continue
		}
		b.WriteString("<" + a.tag + a.attrs + ">" + s + "</" + a.tag + ">")
	}
	return b.String()
}

// plain is the same text without markup, for titles.
func (v View) plain(key string, args []Arg) string {
	values := make(text.Args, len(args))
	for _, a := range args {
		values[a.Name] = a.Value
	}
	return text.T(v.Page.Lang, key, values)
}
