package acceptance_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"twofold/api/deliver"
	"twofold/api/wire"
	"twofold/api/work"
	"twofold/domain"
	"twofold/frontend/text/messages"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

func TestAcceptanceTemplates(t *testing.T) {
	inOrgs(t,
		acase{"7.11 own words go out in their language, and nowhere else", ownWords},
		acase{"7.11 own words of a text message keep the line that binds its code", ownTextWords},
		acase{"7.11 words that can't be sent are refused where they stand", hostileWords},
		acase{"7.11 markup in own words is only words", wordsAreEscaped},
		acase{"7.11 nobody saves over what they didn't read, and a reset is kept too", templateVersions},
		acase{"7.11 a test goes to its sender with made-up values, so often an hour", testMessages},
		acase{"7.11 words that no longer pass give way, and the message goes out", badWordsGiveWay},
		acase{"7.11 words are an administrator's to change, who just confirmed it", templateRights},
	)
}

// template asks an operation on the words of a kind in a language.
func (p *person) template(e wire.Endpoint, kind, lang string, in any, etag string) *client {
	p.t.Helper()
	path := strings.Replace(e.Root, "{org}", p.org, 1) + e.At(kind, lang)
	if etag == "" {
		return p.ask(e.Method, path, in)
	}
	return p.ask(e.Method, path, in, "If-Match", etag)
}

// words saves words over those in force.
func (p *person) words(kind, lang string, fields map[string]string) *client {
	p.t.Helper()
	p.template(wire.ReadTemplate, kind, lang, nil, "").wants(http.StatusOK)
	etag := p.header.Get("ETag")
	return p.confirm().template(wire.SaveTemplate, kind, lang, wire.TemplateWords{Fields: fields}, etag)
}

// post is what the outbox sends to an address, newest last.
func (o *org) post(to string) []deliver.Message {
	o.t.Helper()
	o.h.work(o.t)
	return o.h.sent.of(to)
}

func ownWords(t *testing.T, o *org) {
	o.owner.words("invite", "de", map[string]string{"subject": "{by} lädt ein: {org}", "text": "Guten Tag,\n\n{by} hat Sie zu {org} eingeladen.\nDer Link gilt {days}."}).wants(http.StatusOK)
	english := o.invited("ines", domain.RoleUser)
	if m := o.post(english.email); len(m) != 1 || strings.Contains(m[0].Subject, "lädt") {
		t.Fatalf("in English %+v", m)
	}
	contact := read[wire.Organization](o.owner.client, wire.ReadOrganization, nil)
	o.owner.confirm().do(wire.SaveOrganization, wire.SaveOrganizationRequest{Name: contact.Name, Language: "de"}).wants(http.StatusOK)
	german := o.invited("gerd", domain.RoleUser)
	m := o.post(german.email)
	if len(m) != 1 || !strings.HasSuffix(m[0].Subject, "lädt ein: "+contact.Name) || m[0].Lang != "de" {
		t.Fatalf("in German %+v", m)
	}
	for _, want := range []string{"Guten Tag,\n\n", " hat Sie zu " + contact.Name + " eingeladen.\nDer Link gilt 7 Tage.", "/invite/"} {
		if !strings.Contains(m[0].Text, want) {
			t.Errorf("no %q in %q", want, m[0].Text)
		}
	}
	other := o.h.org(t, o.short+"-b")
	other.owner.confirm().do(wire.SaveOrganization, wire.SaveOrganizationRequest{Name: "Other", Language: "de"}).wants(http.StatusOK)
	theirs := other.invited("otto", domain.RoleUser)
	if m := other.post(theirs.email); len(m) != 1 || strings.Contains(m[0].Subject, "lädt ein") {
		t.Errorf("another organization says %+v", m)
	}
	for _, one := range read[wire.List[wire.TemplateRow]](other.owner.client, wire.ListTemplates, nil).Data {
		if one.Changed {
			t.Errorf("another organization changed %+v", one)
		}
	}
}

// texted are the text messages that a provider took.
type texted struct{ bodies []string }

func (x *texted) SendText(_ context.Context, m deliver.Text) (deliver.Receipt, error) {
	x.bodies = append(x.bodies, m.Body)
	return deliver.Receipt{Provider: "fake", Ref: m.ID, State: deliver.TextSent, Segments: deliver.Segments(m.Body)}, nil
}

// texts are the text messages that are due.
func (o *org) texts() []string {
	o.t.Helper()
	x := &texted{}
	w := work.New(o.h.db, o.h.flows, o.h.sent, "id@twofold.example", slog.New(slog.NewJSONHandler(o.h.log, nil)), work.Options{Texts: x, Senders: 1})
	for w.Round(o.t.Context()) {
	}
	return x.bodies
}

func ownTextWords(t *testing.T, o *org) {
	o.policy(sending)
	maria := o.texter("maria")
	o.texts()
	o.owner.words("code_text", "en", map[string]string{"text": "Use {code} at {org} within {minutes}. Nobody will ask you for it, not even our own people at work"}).wants(http.StatusOK)
	maria.signOut().begin()
	got := o.texts()
	end := "\n@localhost #" + maria.sentCode()
	if len(got) != 1 || !strings.HasPrefix(got[0], "Use "+maria.sentCode()+" at ") || !strings.HasSuffix(got[0], end) || strings.Count(got[0], "\n") != 1 {
		t.Fatalf("%q", got)
	}
	maria.answers("", maria.sentCode())
	maria.opened()

	// More than one segment is paid, and counted, as what it is.
	used := func() string { return read[wire.MessageHealth](o.owner.client, wire.ReadMessageHealth, nil).Month.Used }
	o.owner.words("code_text", "en", map[string]string{"text": "Код {code}. Никому его не говорите: наши люди никогда о нём не спросят."}).wants(http.StatusOK)
	before := used()
	o.h.pass(2 * time.Hour)
	maria.signOut().begin()
	if got = o.texts(); len(got) != 1 || deliver.Segments(got[0]) != 2 {
		t.Fatalf("%q", got)
	}
	o.owner.signIn()
	if after := used(); before != "0.10" || after != "0.20" {
		t.Errorf("used %s, then %s", before, after)
	}
}

func hostileWords(t *testing.T, o *org) {
	text := "{by} {days} "
	for _, c := range []struct {
		kind, field, words string
		status             int
		code               domain.Code
	}{
		{"invite", "text", "Come in, {by} asks.", 422, domain.CodeWordsMissing},
		{"code_text", "text", "Here is your code.", 422, domain.CodeWordsMissing},
		{"code", "subject", "Your code", 422, domain.CodeWordsMissing},
		{"invite", "subject", "Hello\r\nBcc: all@evil.example", 422, domain.CodeWordsCharacter},
		{"invite", "subject", "Hello\u2028Bcc", 422, domain.CodeWordsCharacter},
		{"invite", "subject", "Hello \u202egnp", 422, domain.CodeWordsCharacter},
		{"invite", "subject", "Hel\u00adlo\u200b", 422, domain.CodeWordsCharacter},
		{"invite", "text", text + "\x07", 422, domain.CodeWordsCharacter},
		{"invite", "text", text + "{{.Code}}", 422, domain.CodeWordsVariable},
		{"invite", "text", text + "{{template \"mail\"}}", 422, domain.CodeWordsVariable},
		{"invite", "text", text + "{link}", 422, domain.CodeWordsVariable},
		{"invite", "text", text + "{code}", 422, domain.CodeWordsVariable},
		{"invite", "text", text + "}", 422, domain.CodeWordsVariable},
		{"invite", "subject", "{org} {org}", 422, domain.CodeWordsVariable},
		{"code", "signin", "{minutes} at https://evil.example/a", 422, domain.CodeWordsLink},
		{"code", "signin", "{minutes} at evil.example", 422, domain.CodeWordsLink},
		{"code", "signin", "{minutes} at {org}.example", 422, domain.CodeWordsLink},
		{"code", "signin", "{minutes} at evil．example", 422, domain.CodeWordsLink},
		{"code", "signin", "{minutes} tel:+44", 422, domain.CodeWordsLink},
		{"code_text", "text", "{code} help@evil.example", 422, domain.CodeWordsLink},
		{"code_text", "text", "{code}\n@evil.example #123456", 422, domain.CodeWordsCharacter},
		{"code_text", "text", "{code} @evil #1", 422, domain.CodeWordsLink},
		{"invite", "text", text + "The code is 482 913", 422, domain.CodeWordsDigits},
		{"invite", "text", text + "The code is ٤٨٢٩١٣", 422, domain.CodeWordsDigits},
		{"invite", "text", " \n ", 422, domain.CodeWordsEmpty},
		{"invite", "text", text + strings.Repeat("a", 1000), 422, domain.CodeNameLong},
		{"code_text", "text", "{code} " + strings.Repeat("a", 120), 422, domain.CodeNameLong},
		{"invite", "html", "<b>", 400, domain.CodeUnknownField},
	} {
		fields := map[string]string{c.field: c.words}
		for _, e := range []wire.Endpoint{wire.SaveTemplate, wire.PreviewTemplate, wire.TestTemplate} {
			p := o.owner.confirm().template(e, c.kind, "en", map[string]any{"fields": fields}, `"1"`).refused(c.status, c.code)
			if c.status == 422 && (len(p.Errors) != 1 || p.Errors[0].Pointer != "/fields/"+c.field) {
				t.Errorf("%s %q: %+v", e.ID, c.words, p.Errors)
			}
		}
	}
	for _, none := range [][2]string{{"confirm", "en"}, {"organizations", "en"}, {"invite", "fr"}, {"none", "en"}} {
		o.owner.confirm().template(wire.SaveTemplate, none[0], none[1], wire.TemplateWords{Fields: map[string]string{}}, `"1"`).refused(404, domain.CodeNotFound)
	}
	if n := len(o.events(domain.EventTemplateChanged, "")); n != 0 {
		t.Errorf("%d changes", n)
	}
}

func wordsAreEscaped(t *testing.T, o *org) {
	words := `"><h2>{by}</h2> <script>alert(1)</script> {days} &amp; <a href='x'>`
	o.owner.words("invite", "en", map[string]string{"subject": `"><h2>`, "text": words}).wants(http.StatusOK)
	preview := into[wire.TemplatePreview](o.owner.template(wire.PreviewTemplate, "invite", "en", map[string]any{"fields": map[string]string{"text": words}}, "").wants(http.StatusOK))
	m := o.post(o.invited("maria", domain.RoleUser).email)
	if len(m) != 1 || m[0].Subject != `"><h2>` {
		t.Fatalf("%+v", m)
	}
	for _, html := range []string{preview.HTML, m[0].HTML} {
		if strings.Contains(html, "<h2>") || strings.Contains(html, "<script>alert") || strings.Contains(html, "<a href='x'") || !strings.Contains(html, "&lt;h2&gt;") || !strings.Contains(html, "&amp;amp;") {
			t.Errorf("markup: %s", html)
		}
	}
}

func templateVersions(t *testing.T, o *org) {
	sam := o.member("sam", domain.RoleAdmin)
	doc := into[wire.Template](sam.template(wire.ReadTemplate, "locked", "ar", nil, "").wants(http.StatusOK))
	if doc.Version != 1 || doc.Changed || sam.header.Get("ETag") != `"1"` || doc.Fields[1].Words != doc.Fields[1].Default {
		t.Fatalf("%+v", doc)
	}
	mine := map[string]string{"subject": "توقف حتى {time}"}
	body := wire.TemplateWords{Fields: mine}
	o.owner.confirm().template(wire.SaveTemplate, "locked", "ar", body, "").refused(428, domain.CodePreconditionRequired)
	saved := into[wire.Template](o.owner.template(wire.SaveTemplate, "locked", "ar", body, `"1"`).wants(http.StatusOK))
	if saved.Version != 2 || !saved.Changed || saved.Fields[0].Words != mine["subject"] || saved.Fields[1].Words != saved.Fields[1].Default || o.owner.header.Get("ETag") != `"2"` {
		t.Fatalf("%+v", saved)
	}
	savedOnce(t, o)
	sam.confirm().template(wire.SaveTemplate, "locked", "ar", wire.TemplateWords{Fields: map[string]string{"subject": "other"}}, `"1"`).refused(412, domain.CodeConflict)
	if sam.header.Get("ETag") != `"2"` {
		t.Errorf("told %s", sam.header.Get("ETag"))
	}
	sam.template(wire.ResetTemplate, "locked", "ar", nil, `"1"`).refused(412, domain.CodeConflict)
	sam.template(wire.ResetTemplate, "locked", "ar", nil, "").refused(428, domain.CodePreconditionRequired)
	o.owner.template(wire.SaveTemplate, "locked", "ar", body, `"2"`).wants(http.StatusOK) // the same again is none
	back := into[wire.Template](sam.template(wire.ResetTemplate, "locked", "ar", nil, `"2"`).wants(http.StatusOK))
	if back.Version != 3 || back.Changed || back.Fields[0].Words != back.Fields[0].Default {
		t.Fatalf("%+v", back)
	}
	history := into[wire.List[wire.TemplateVersion]](sam.template(wire.ReadTemplateHistory, "locked", "ar", nil, "").wants(http.StatusOK)).Data
	if len(history) != 2 || history[0].Changed || history[1].Words["subject"] != mine["subject"] || history[0].By == history[1].By || history[1].At.IsZero() {
		t.Errorf("%+v", history)
	}
	changed, reset := o.events(domain.EventTemplateChanged, ""), o.events(domain.EventTemplateReset, "")
	if len(changed) != 2 || len(reset) != 1 || reset[0].Actor.ID != sam.id || changed[1].Detail["fields"] != "subject" || changed[1].Detail["kind"] != "locked" {
		t.Errorf("log %+v %+v", changed, reset)
	}
}

// savedOnce lets eight save over the same version: one of them does.
func savedOnce(t *testing.T, o *org) {
	t.Helper()
	o.h.pass(time.Second)
	path := o.path("/api/v1" + wire.SaveTemplate.At("trusted", "en"))
	var saved, refused atomic.Int32
	var all sync.WaitGroup
	for i := range 8 {
		c := o.owner.clone()
		all.Go(func() {
			words := wire.TemplateWords{Fields: map[string]string{"subject": fmt.Sprintf("Trusted %d", i)}}
			switch err := c.try(http.MethodPut, path, words, "If-Match", `"1"`); {
			case err == nil && c.status == http.StatusOK:
				saved.Add(1)
			case err == nil && c.status == http.StatusPreconditionFailed:
				refused.Add(1)
			}
		})
	}
	all.Wait()
	if saved.Load() != 1 || refused.Load() != 7 {
		t.Errorf("%d saved, %d refused", saved.Load(), refused.Load())
	}
}

func testMessages(t *testing.T, o *org) {
	draft := map[string]any{"fields": map[string]string{"subject": "{code} is it"}}
	before := len(o.post(o.owner.email))
	sent := into[wire.TestSent](o.owner.confirm().template(wire.TestTemplate, "code", "de", draft, "").wants(http.StatusOK))
	m := o.post(o.owner.email)
	if sent.To != o.owner.email || len(m) != before+1 || m[before].Subject != "Test: "+messages.SampleCode+" is it" || m[before].Lang != "de" {
		t.Fatalf("%+v %+v", sent, m[before:])
	}
	o.owner.template(wire.TestTemplate, "code_text", "en", map[string]any{"fields": map[string]string{}}, "").refused(409, domain.CodeTestNoNumber)
	o.policy(sending)
	o.owner.confirm().verifyAddress(domain.MethodText, mobile)
	o.texts()
	used := func() int64 { return read[wire.MessageHealth](o.owner.client, wire.ReadMessageHealth, nil).Day.Used }
	day := used()
	o.h.pass(time.Second)
	into[wire.TestSent](o.owner.confirm().template(wire.TestTemplate, "code_text", "en", map[string]any{"fields": map[string]string{"text": "Try {code}."}}, "").wants(http.StatusOK))
	if got := o.texts(); len(got) != 1 || got[0] != "Try 123456.\n@localhost #123456" {
		t.Errorf("%q", got)
	}
	if used() != day+1 {
		t.Errorf("counted %d after %d", used(), day)
	}
	log := read[wire.Messages](o.owner.client, wire.ListMessages, nil).Data
	if log[0].Kind != "test" || log[0].To != "•••23" {
		t.Errorf("%+v", log[0])
	}
	for range 7 {
		o.owner.confirm().template(wire.TestTemplate, "code", "en", draft, "").wants(http.StatusOK)
	}
	o.owner.template(wire.TestTemplate, "code", "en", draft, "").refused(429, domain.CodeTestQuota)
	o.member("sam", domain.RoleAdmin).confirm().template(wire.TestTemplate, "code", "en", draft, "").wants(http.StatusOK)
	if n := len(o.events(domain.EventTemplateTested, "")); n != 10 {
		t.Errorf("%d tests on record", n)
	}
	o.h.pass(61 * time.Minute)
	o.owner.signIn().confirm().template(wire.TestTemplate, "code", "en", draft, "").wants(http.StatusOK)
}

func badWordsGiveWay(t *testing.T, o *org) {
	org := read[wire.Organization](o.owner.client, wire.ReadOrganization, nil)
	check(t, o.h.db.In(t.Context(), tenancy.Of(org.ID), func(tx *store.Tx) error {
		return tx.SaveTemplate(t.Context(), store.TemplateVersion{Kind: "invite", Language: "en", Version: 2, At: o.h.now(),
			Words: map[string]string{"subject": "Hi\r\nBcc: all@evil.example", "text": "see evil.example {nothing}"}})
	}))
	m := o.post(o.invited("maria", domain.RoleUser).email)
	if len(m) != 1 || !strings.Contains(m[0].Subject, " invited you to ") || strings.Contains(m[0].Text, "evil") {
		t.Fatalf("%+v", m)
	}
	if !strings.Contains(o.h.log.String(), "template not used") {
		t.Error("nothing was logged")
	}
}

func templateRights(t *testing.T, o *org) {
	maria := o.join("maria", domain.RoleUser)
	for _, e := range []wire.Endpoint{wire.ListTemplates, wire.ReadTemplate, wire.SaveTemplate, wire.ResetTemplate, wire.ReadTemplateHistory, wire.PreviewTemplate, wire.TestTemplate} {
		var in any
		if e.Method == http.MethodPut || e.Method == http.MethodPost {
			in = map[string]any{"fields": map[string]string{}}
		}
		maria.template(e, "invite", "en", in, `"1"`).refused(http.StatusForbidden, domain.CodeForbidden)
	}
	o.h.pass(20 * time.Minute)
	in := wire.TemplateWords{Fields: map[string]string{"subject": "Hello"}}
	o.owner.template(wire.SaveTemplate, "invite", "en", in, `"1"`).refused(http.StatusForbidden, domain.CodeStepUpRequired)
	o.owner.template(wire.TestTemplate, "invite", "en", in, "").refused(http.StatusForbidden, domain.CodeStepUpRequired)
}
