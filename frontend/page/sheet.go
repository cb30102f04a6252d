package page

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// sheet is a dialog of a few fields that makes one call. What is wrong with a
// field stands beside it, everything else above them.
type sheet struct {
	d           *desk
	key         string   // begins the ids of the dialog and its button
	title, verb string   // words
	names       []string // of the fields, in order
	values      map[string]string
	danger      bool
	body        func(v part.View, s *sheet) []app.UI
	call        func(s *sheet) call // without key and what follows
	then        func()

	errors wire.FieldError
	wrong  *wire.Message
}

// ask opens the sheet.
func (s *sheet) ask() {
	if s.values == nil {
		s.values = map[string]string{}
	}
	s.d.ask(s.draw)
}

func (s *sheet) draw(v part.View) part.Dialog {
	v = v.Failing(s.errors, told(s.wrong)...)
	kind, key := part.Primary, s.key+"-go"
	if s.danger {
		kind = part.Danger
	}
	return part.Dialog{ID: s.key + "-dialog", Title: s.title, Danger: s.danger, Close: s.d.shut, Submit: s.send,
		Set:     func(name, value string) { s.values[name] = value },
		Body:    append([]app.UI{v.Summary("")}, s.body(v, s)...),
		Actions: []app.UI{v.Send(kind, key, s.verb, s.d.busy[key])}}
}

// value is what a field holds, without space around it.
func (s *sheet) value(name string) string { return strings.TrimSpace(s.values[name]) }

func (s *sheet) send() {
	s.errors, s.wrong = nil, nil
	c := s.call(s)
	c.key, c.fail = s.key+"-go", s.refused
	c.done = func(string) {
		s.d.shut()
		s.then()
	}
	s.d.do(c)
}

func (s *sheet) refused(p *client.Problem) {
	if s.errors = p.Fields(); len(s.errors) == 0 {
		m := p.Message()
		s.wrong = &m
	}
	s.d.next(func() {
		for _, name := range s.names {
			if _, wrong := s.errors[name]; wrong {
				part.Focus(name)
				return
			}
		}
		part.Focus("summary")
	})
}
