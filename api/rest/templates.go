package rest

import (
	"twofold/api/deliver"
	"twofold/api/door"
	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/text/messages"
)

// templateOf is the place of a template in the path.
type templateOf struct {
	Kind     string `path:"kind" maxLength:"40"`
	Language string `path:"language" maxLength:"10"`
}

// templateBody is a document sent to such a place.
type templateBody[T any] struct {
	Kind     string `path:"kind" maxLength:"40"`
	Language string `path:"language" maxLength:"10"`
	Body     T
}

func (s *Server) listTemplates(c *door.Call, _ *none) (*body[wire.List[wire.TemplateRow]], error) {
	all, err := c.Flows().Templates(c, c.Request, c.Visit)
	if err != nil {
		return nil, err
	}
	out := wire.List[wire.TemplateRow]{Data: []wire.TemplateRow{}}
	for _, one := range all {
		out.Data = append(out.Data, templateRow(one))
	}
	return ok(out), nil
}

func (s *Server) readTemplate(c *door.Call, in *templateOf) (*tagged[wire.Template], error) {
	view, err := c.Flows().Template(c, c.Request, c.Visit, in.Kind, in.Language)
	if err != nil {
		return nil, err
	}
	return template(c, view), nil
}

func (s *Server) saveTemplate(c *door.Call, in *struct {
	Kind     string `path:"kind" maxLength:"40"`
	Language string `path:"language" maxLength:"10"`
	IfMatch  string `header:"If-Match" maxLength:"100" doc:"The ETag of the version that was read; without it the answer is 428"`
	Body     wire.TemplateWords
}) (*tagged[wire.Template], error) {
	return s.replaceTemplate(c, templateOf{in.Kind, in.Language}, in.IfMatch, in.Body.Fields)
}

func (s *Server) resetTemplate(c *door.Call, in *struct {
	Kind     string `path:"kind" maxLength:"40"`
	Language string `path:"language" maxLength:"10"`
	IfMatch  string `header:"If-Match" maxLength:"100" doc:"The ETag of the version that was read; without it the answer is 428"`
}) (*tagged[wire.Template], error) {
	return s.replaceTemplate(c, templateOf{in.Kind, in.Language}, in.IfMatch, nil)
}

func (s *Server) replaceTemplate(c *door.Call, at templateOf, ifMatch string, words map[string]string) (*tagged[wire.Template], error) {
	version, err := version(ifMatch)
	if err != nil {
		return nil, err
	}
	view, err := c.Flows().SaveTemplate(c, c.Request, c.Visit, flow.TemplateSave{Kind: at.Kind, Language: at.Language, IfMatch: version, Words: words})
	if domain.KindOf(err) == domain.PreconditionFailed {
		c.Gin.Header("ETag", etag(view.Version))
	}
	if err != nil {
		return nil, inFields(err)
	}
	return template(c, view), nil
}

func (s *Server) readTemplateHistory(c *door.Call, in *templateOf) (*body[wire.List[wire.TemplateVersion]], error) {
	all, err := c.Flows().TemplateHistory(c, c.Request, c.Visit, in.Kind, in.Language)
	if err != nil {
		return nil, err
	}
	out := wire.List[wire.TemplateVersion]{Data: []wire.TemplateVersion{}}
	for _, one := range all {
		out.Data = append(out.Data, wire.TemplateVersion{Version: one.Version, At: one.At, By: one.By, Changed: len(one.Own) > 0, Words: one.Words})
	}
	return ok(out), nil
}

func (s *Server) testTemplate(c *door.Call, in *templateBody[wire.TemplateWords]) (*body[wire.TestSent], error) {
	to, err := c.Flows().SendTest(c, c.Request, c.Visit, in.Kind, in.Language, in.Body.Fields)
	if err != nil {
		return nil, inFields(err)
	}
	return ok(wire.TestSent{To: to}), nil
}

func (s *Server) previewTemplate(c *door.Call, in *templateBody[wire.PreviewTemplateRequest]) (*body[wire.TemplatePreview], error) {
	words, err := c.Flows().CheckTemplate(c, c.Request, c.Visit, in.Kind, in.Language, in.Body.Fields)
	if err != nil {
		return nil, inFields(err)
	}
	args := messages.SampleOf(in.Kind, c.Visit.Tenant.Name, c.Flows().SignInAddress(c.Visit.Tenant), c.Now)
	if in.Body.Purpose != "" {
		args["purpose"] = in.Body.Purpose
	}
	out := wire.TemplatePreview{Language: in.Language, Paragraphs: []wire.PreviewParagraph{}}
	if in.Kind == messages.CodeByText {
		text, used, err := deliver.OwnCodeText(in.Language, args, c.Flows().PublicURL(), words)
		if err != nil {
			return nil, err
		}
		out.Text, out.Segments, out.Unused = text, deliver.Segments(text), len(words) > 0 && !used
		out.Characters, out.Alphabet = deliver.Characters(text)
		return ok(out), nil
	}
	mail, letter, err := deliver.Preview(in.Kind, in.Language, args, words)
	if err != nil {
		return nil, err
	}
	out.Subject, out.Text, out.HTML = mail.Subject, mail.Text, mail.HTML
	for _, p := range letter.Paragraphs {
		out.Paragraphs = append(out.Paragraphs, paragraph(p, letter.Lang))
	}
	return ok(out), nil
}

func paragraph(p messages.Paragraph, lang string) wire.PreviewParagraph {
	switch {
	case p.Code != "":
		return wire.PreviewParagraph{Kind: "code", Lines: []string{p.Code}}
	case len(p.Links) > 0:
		return wire.PreviewParagraph{Kind: "links", Lines: p.Links}
	}
	out := wire.PreviewParagraph{Kind: "words", Lines: []string{}}
	for _, line := range p.Lines {
		out.Lines = append(out.Lines, messages.Line(lang, line))
	}
	return out
}

func templateRow(v flow.TemplateView) wire.TemplateRow {
	channel := "mail"
	if v.Kind == messages.CodeByText {
		channel = "text"
	}
	return wire.TemplateRow{Kind: v.Kind, Language: v.Language, Channel: channel, Changed: len(v.Own) > 0, Version: v.Version, ChangedAt: v.At, ChangedBy: v.By}
}

func template(c *door.Call, v flow.TemplateView) *tagged[wire.Template] {
	out := wire.Template{TemplateRow: templateRow(v), Fields: []wire.TemplateField{}, Variables: []wire.TemplateVariable{}}
	ours := messages.Catalog(v.Kind, v.Language)
	for _, f := range messages.Fields(v.Kind) {
		out.Fields = append(out.Fields, wire.TemplateField{Name: f.Name, Words: v.Words[f.Name], Default: ours[f.Name], Line: f.Line, Most: f.Most, Required: list(f.Required)})
	}
	args := messages.SampleOf(v.Kind, c.Visit.Tenant.Name, "", c.Now)
	for _, name := range messages.Variables(v.Kind) {
		out.Variables = append(out.Variables, wire.TemplateVariable{Name: name, Sample: messages.Value(v.Language, name, args)})
	}
	return &tagged[wire.Template]{ETag: etag(v.Version), Body: out}
}

// inFields gives the fields of refused words their place in the body.
func inFields(err error) error {
	return renamed(err, func(field string) string {
		if field == "fields" {
			return "/fields"
		}
		return "/fields/" + field
	})
}
