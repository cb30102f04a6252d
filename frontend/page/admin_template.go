package page

import (
	"maps"
	"net/url"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// template is the editor of the words of one kind of message in one language:
// a draft over the version it was read from, with a live preview.
type template struct {
	d          *desk
	kind, lang string
	saved      remote[wire.Template]
	draft      map[string]string
	errors     wire.FieldError
	clash      bool // somebody saved meanwhile; the draft stays
	round      int  // draws the fields anew when the draft was not typed
	stroke     int
	purpose    string // of a mailed code, whose text was touched last
	look       string
	preview    remote[wire.TemplatePreview]
	history    remote[wire.List[wire.TemplateVersion]]
}

func newTemplate(d *desk) panel { return &template{d: d, look: part.LookLight} }

func (t *template) open(at *url.URL) {
	t.kind, t.lang, _ = strings.Cut(idOf(at.Path), ".")
	if !t.saved.loaded {
		t.read()
	}
}

func (t *template) ids() []string { return []string{t.kind, t.lang} }

func (t *template) read() {
	t.saved.load(t.d, call{to: wire.ReadTemplate, ids: t.ids()}, t.discard)
	t.readHistory()
}

func (t *template) readHistory() {
	t.history.load(t.d, call{to: wire.ReadTemplateHistory, ids: t.ids()}, nil)
}

// discard takes the draft back to what is saved.
func (t *template) discard() {
	t.take(wordsOf(t.saved.value))
	t.clash = false
}

// take makes words the draft that nobody typed.
func (t *template) take(words map[string]string) {
	t.draft, t.errors = maps.Clone(words), nil
	t.round++
	t.count()
}

func wordsOf(w wire.Template) map[string]string {
	out := map[string]string{}
	for _, f := range w.Fields {
		out[f.Name] = f.Words
	}
	return out
}

func (t *template) unsaved() bool {
	return t.saved.loaded && t.draft != nil && !maps.Equal(t.draft, wordsOf(t.saved.value))
}

// why is the reason against a change, empty where the reader may make it.
func (t *template) why(v part.View) string {
	if t.d.lacks(wire.SaveTemplate) {
		return v.T("error.forbidden")
	}
	return ""
}

func (t *template) draw(v part.View) part.Shell {
	return part.Shell{Title: v.T("template.title", "message", kindWord(v, t.kind)), Back: v.BackTo(v.T("templates.title"), v.Path("/admin/messages/templates")), Body: []app.UI{
		t.languages(v),
		t.saved.draw(v, "template", 6, t.read, func(w wire.Template) app.UI {
			return part.Group(t.standing(v, w), part.Aside(t.form(v.Failing(t.wrong()), w), t.picture(v)), t.versions(v))
		}),
		t.saveBar(v),
	}}
}

func (t *template) languages(v part.View) app.UI {
	var tabs []part.Option
	for _, lang := range domain.Languages {
		tabs = append(tabs, part.Option{Value: v.Path("/admin/messages/templates/" + t.kind + "." + lang), Label: v.T("language." + lang)})
	}
	return v.Tabs(v.T("templates.languages"), v.Path("/admin/messages/templates/"+t.kind+"."+t.lang), tabs...)
}

// standing says whose words are in force, and what stands against a change.
func (t *template) standing(v part.View, w wire.Template) app.UI {
	body := []app.UI{part.Line(v.T("template.standing.default"))}
	if w.Changed {
		body[0] = part.Line(v.T("template.standing.own", "by", or(w.ChangedBy, "–"), "when", v.Ago(w.ChangedAt)))
	}
	if t.clash {
		body = append(body, v.Callout("warn", v.T("error.conflict", "name", or(w.ChangedBy, "–"), "when", v.Ago(w.ChangedAt))))
	}
	if why := t.why(v); why != "" {
		body = append(body, v.Callout("info", why))
	}
	return part.Group(body...)
}

func (t *template) form(v part.View, w wire.Template) app.UI {
	var fields []app.UI
	for _, f := range w.Fields {
		fields = append(fields, t.field(v, w, f))
	}
	return part.Anchor("words", v.T("template.words"), part.Note(v.T("template.words.text."+w.Channel)),
		v.Live(part.Live{Key: "template-form", Set: t.set, Submit: t.save}, part.Fresh(itoa(t.round), part.Group(fields...))),
		part.Actions(
			t.d.act(v, part.Act{Key: "test", Label: v.T("template.test"), Why: t.why(v), Press: t.test}),
			t.d.act(v, part.Act{Key: "reset-open", Label: v.T("template.reset"), Why: t.whyNoReset(v, w), Press: t.askReset})))
}

func (t *template) whyNoReset(v part.View, w wire.Template) string {
	if !w.Changed {
		return v.T("template.reset.none")
	}
	return t.why(v)
}

// field is one part of the message with its variables as buttons that put them
// where the cursor is.
func (t *template) field(v part.View, w wire.Template, f wire.TemplateField) app.UI {
	hint := v.T("template.most", "n", itoa(f.Most))
	if len(f.Required) > 0 {
		hint += " " + v.T("template.required", "names", "{"+strings.Join(f.Required, "}, {")+"}")
	}
	in := part.Field{Name: f.Name, Label: v.T("template.field." + f.Name), Hint: hint, Value: t.draft[f.Name], Lang: t.lang, Fixed: t.why(v) != ""}
	input := v.Area(in, 6)
	if f.Line {
		input = v.Area(in, 2)
	}
	if f.Name == "subject" {
		input = v.Field(in)
	}
	var chips []app.UI
	for _, one := range w.Variables {
		if f.Name != "subject" && w.Kind == "code" && one.Name == "code" {
			continue // the code has a line of its own
		}
		name := "{" + one.Name + "}"
		chips = append(chips, v.Act(part.Act{Key: "put-" + f.Name + "-" + one.Name, Kind: part.Token, Label: name,
			More: v.T("template.insert", "sample", one.Sample, "field", v.T("template.field."+f.Name)), Press: func() { part.Insert(f.Name, name) }}))
	}
	return part.Group(input, part.Tags(chips...))
}

// set takes a change of the form into the draft.
func (t *template) set(name, value string) {
	if _, known := t.draft[name]; !known || t.draft[name] == value {
		return
	}
	t.draft[name] = value
	if name != "subject" {
		t.purpose = name
	}
	delete(t.errors, name)
	t.stroke++
	stroke := t.stroke
	t.d.later(previewPause, func() {
		if stroke == t.stroke {
			t.count()
		}
	})
}

// count writes the preview anew, by the service itself.
func (t *template) count() {
	in := wire.PreviewTemplateRequest{Fields: t.draft}
	if t.kind == "code" {
		in.Purpose = or(t.purpose, "signin")
	}
	t.preview.load(t.d, call{to: wire.PreviewTemplate, ids: t.ids(), in: in}, func() {
		t.errors = nil
		if n := t.preview.value.Segments; n > 1 {
			part.Say(t.d.view().T("template.segments.warn"))
		}
	})
}

func (t *template) save() {
	if t.why(t.d.view()) != "" || !t.unsaved() {
		return
	}
	var answer wire.Template
	t.d.do(call{to: wire.SaveTemplate, ids: t.ids(), in: wire.TemplateWords{Fields: t.draft}, out: &answer, etag: t.saved.etag, key: "template-save", why: reason{word: "template"},
		fail: t.refused, done: func(etag string) { t.replaced(answer, etag, "notice.saved") }})
}

func (t *template) replaced(w wire.Template, etag, told string) {
	t.saved.value, t.saved.etag = w, etag
	t.discard()
	t.readHistory()
	t.d.said(t.d.view().T(told))
	t.d.next(func() { part.Focus("title") })
}

// refused keeps the draft: over what somebody else saved meanwhile, or with
// the errors at their fields.
func (t *template) refused(p *client.Problem) {
	if p.Status == client.PreconditionFailed {
		draft := t.draft
		t.saved.load(t.d, call{to: wire.ReadTemplate, ids: t.ids()}, func() {
			t.take(draft)
			t.clash = true
			t.d.next(func() { part.Focus("title") })
		})
		t.readHistory()
		return
	}
	if t.errors = templateFields(p); len(t.errors) == 0 {
		t.d.tell(p)
		return
	}
	for _, f := range t.saved.value.Fields {
		if _, wrong := t.errors[f.Name]; wrong {
			t.d.next(func() { part.Focus(f.Name) })
			return
		}
	}
}

// wrong is what a save or the last preview found wrong with the words.
func (t *template) wrong() wire.FieldError {
	if len(t.errors) == 0 && t.preview.problem != nil {
		return templateFields(t.preview.problem)
	}
	return t.errors
}

func templateFields(p *client.Problem) wire.FieldError {
	out := wire.FieldError{}
	for _, e := range p.Errors {
		out[idOf(e.Pointer)] = wire.Message{Code: e.Code, Args: e.Args}
	}
	return out
}

func (t *template) test() {
	var answer wire.TestSent
	t.d.do(call{to: wire.TestTemplate, ids: t.ids(), in: wire.TemplateWords{Fields: t.draft}, out: &answer, key: "test", why: reason{word: "template"},
		fail: t.refused, done: func(string) { t.d.said(t.d.view().T("template.tested", "to", answer.To)) }})
}

func (t *template) askReset() {
	t.d.ask(func(v part.View) part.Dialog {
		return part.Dialog{ID: "reset-dialog", Title: v.T("template.reset.title"), Close: t.d.shut, Submit: t.reset, Body: []app.UI{part.Line(v.T("template.reset.text"))},
			Actions: []app.UI{t.d.act(v, part.Act{Key: "reset-go", Kind: part.Primary, Label: v.T("template.reset"), Press: t.reset})}}
	})
}

func (t *template) reset() {
	var answer wire.Template
	t.d.do(call{to: wire.ResetTemplate, ids: t.ids(), out: &answer, etag: t.saved.etag, key: "reset-go", why: reason{word: "template"},
		fail: func(p *client.Problem) { t.d.shut(); t.refused(p) },
		done: func(etag string) { t.d.shut(); t.replaced(answer, etag, "template.reset.done") }})
}

func (t *template) saveBar(v part.View) app.UI {
	if !t.unsaved() || t.why(v) != "" {
		return part.Group()
	}
	return v.SaveBar(v.T("template.unsaved"),
		t.d.act(v, part.Act{Key: "template-save", Kind: part.Primary, Label: v.T("save"), Press: t.save}),
		v.Act(part.Act{Key: "discard", Label: v.T("policy.discard"), Press: func() {
			t.discard()
			t.d.next(func() { part.Focus("title") })
		}}))
}
