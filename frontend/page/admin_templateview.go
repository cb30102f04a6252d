package page

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

// picture is the live preview. The service writes it, in the words that are
// typed; it is drawn as words, never as markup.
func (t *template) picture(v part.View) app.UI {
	if len(t.wrong()) > 0 {
		return part.Anchor("preview", v.T("template.preview"), part.Line(v.T("template.preview.wrong")))
	}
	return part.Anchor("preview", v.T("template.preview"), part.Note(v.T("template.preview.text")),
		t.preview.draw(v, "preview", 4, t.count, func(w wire.TemplatePreview) app.UI {
			if w.Segments > 0 {
				return part.Group(v.Letter(part.Letter{Label: v.T("template.preview"), Lang: w.Language, Look: part.LookPhone, Text: w.Text}), segments(v, w))
			}
			return part.Group(t.looks(v), t.letter(v, w))
		}))
}

// looks are the ways to see the same e-mail.
func (t *template) looks(v part.View) app.UI {
	var out []app.UI
	for _, look := range []string{part.LookLight, part.LookDark, part.LookPhone, part.LookPlain} {
		out = append(out, v.Act(part.Act{Key: "look-" + look, Kind: part.Token, Label: v.T("template.look." + look), On: strconv.FormatBool(t.look == look), Press: func() { t.look = look }}))
	}
	return part.Tags(out...)
}

func (t *template) letter(v part.View, w wire.TemplatePreview) app.UI {
	l := part.Letter{Label: v.T("template.preview"), Lang: w.Language, Look: t.look, From: v.Site(), Subject: w.Subject}
	if t.look == part.LookPlain {
		l.Text = w.Text
		return v.Letter(l)
	}
	for _, p := range w.Paragraphs {
		l.Parts = append(l.Parts, part.LetterPart(p))
	}
	return v.Letter(l)
}

// segments says how many text messages it is billed as, with a warning over
// one.
func segments(v part.View, w wire.TemplatePreview) app.UI {
	room := 160
	if w.Alphabet == "ucs2" {
		room = 70
	}
	body := []app.UI{part.Line(v.N("template.segments", w.Segments, "chars", itoa(w.Characters), "room", itoa(room)))}
	if w.Segments > 1 {
		body = append(body, v.Callout("warn", v.T("template.segments.warn")))
	}
	if w.Alphabet == "ucs2" {
		body = append(body, part.Note(v.T("template.ucs2")))
	}
	if w.Unused {
		body = append(body, v.Callout("danger", v.T("template.unused")))
	}
	return part.Group(body...)
}

// versions is the history of the words.
func (t *template) versions(v part.View) app.UI {
	return part.Anchor("history", v.T("template.history"), t.history.draw(v, "history", 3, t.readHistory, func(l wire.List[wire.TemplateVersion]) app.UI {
		if len(l.Data) == 0 {
			return v.Empty(v.T("template.history.none"), part.Group())
		}
		var rows [][]app.UI
		for _, one := range l.Data {
			rows = append(rows, []app.UI{part.Plainly(itoa(int(one.Version))), v.Stamp(one.At), part.Plainly(or(one.By, "–")), t.wordsThen(v, one), t.back(v, one)})
		}
		return v.Table(v.T("template.history"), []part.Column{{Label: v.T("template.version")}, {Label: v.T("audit.time")}, {Label: v.T("template.by")}, {Label: v.T("template.words")},
			{Label: v.T("template.back"), Hidden: true}}, rows)
	}))
}

func (t *template) wordsThen(v part.View, one wire.TemplateVersion) app.UI {
	if !one.Changed {
		return part.Plainly(v.T("templates.default"))
	}
	var lines []app.UI
	for _, f := range t.saved.value.Fields {
		lines = append(lines, part.Note(v.T("template.field."+f.Name)), part.In(t.lang, part.Line(one.Words[f.Name])))
	}
	return part.Group(lines...)
}

// back makes the words of a version the draft; they are saved like any other.
func (t *template) back(v part.View, one wire.TemplateVersion) app.UI {
	if one.Version == t.saved.value.Version || t.why(v) != "" {
		return part.Plainly("")
	}
	return v.Act(part.Act{Key: "back-" + itoa(int(one.Version)), Label: v.T("template.back"), More: itoa(int(one.Version)), Press: func() {
		t.take(one.Words)
		t.d.next(func() { part.Focus("title") })
	}})
}
