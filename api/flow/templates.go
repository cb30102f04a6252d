package flow

import (
	"context"
	"slices"
	"time"

	"twofold/domain"
	"twofold/frontend/text/messages"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// TemplateView is the words of one kind of message in one language.
type TemplateView struct {
	Kind, Language string
	Version        int64            // store.FirstTemplate while nobody changed it
	Own            messages.Wording // what the organization says in its own words; empty for the catalog's
	Words          messages.Wording // of every field, as they are in force
	At             time.Time
	By             string
}

func viewTemplate(t store.TemplateVersion) TemplateView {
	own := messages.Wording(t.Words)
	return TemplateView{Kind: t.Kind, Language: t.Language, Version: t.Version, Own: own, Words: own.In(t.Kind, t.Language), At: t.At, By: t.ByName}
}

// Templates reads which words the organization changed, of every kind in every
// language.
func (f *Flows) Templates(ctx context.Context, r Request, v *Visit) (out []TemplateView, err error) {
	c := ctxt{ctx, r}
	if err := f.permit(c, v, mayReadMessages); err != nil {
		return nil, f.refusedAct(c, v, "templates", nil, err)
	}
	var changed []store.TemplateVersion
	err = f.db.View(c, c.Scope, func(tx *store.Tx) (err error) {
		changed, err = tx.Templates(c)
		return err
	})
	for _, kind := range messages.Templates {
		for _, lang := range messages.Languages() {
			one := store.TemplateVersion{Kind: kind, Language: lang, Version: store.FirstTemplate}
			if i := slices.IndexFunc(changed, func(t store.TemplateVersion) bool { return t.Kind == kind && t.Language == lang }); i >= 0 {
				one = changed[i]
			}
			out = append(out, viewTemplate(one))
		}
	}
	return out, err
}

// Template reads the words of one kind in one language.
func (f *Flows) Template(ctx context.Context, r Request, v *Visit, kind, lang string) (out TemplateView, err error) {
	c := ctxt{ctx, r}
	if err := f.mayRead(c, v, kind, lang); err != nil {
		return out, err
	}
	err = f.db.View(c, c.Scope, func(tx *store.Tx) error {
		now, err := tx.Template(c, kind, lang)
		out = viewTemplate(now)
		return err
	})
	return out, err
}

const templateHistory = 20

// TemplateHistory reads the newest saved versions, newest first.
func (f *Flows) TemplateHistory(ctx context.Context, r Request, v *Visit, kind, lang string) (out []TemplateView, err error) {
	c := ctxt{ctx, r}
	if err := f.mayRead(c, v, kind, lang); err != nil {
		return nil, err
	}
	var found []store.TemplateVersion
	err = f.db.View(c, c.Scope, func(tx *store.Tx) (err error) {
		found, err = tx.TemplateHistory(c, kind, lang, templateHistory)
		return err
	})
	for _, one := range found {
		out = append(out, viewTemplate(one))
	}
	return out, err
}

func (f *Flows) mayRead(c ctxt, v *Visit, kind, lang string) error {
	if err := f.permit(c, v, mayReadMessages); err != nil {
		return f.refusedAct(c, v, "templates", nil, err)
	}
	return templateKnown(kind, lang)
}

func templateKnown(kind, lang string) error {
	if !slices.Contains(messages.Templates, kind) || !slices.Contains(messages.Languages(), lang) {
		return domain.Refuse(domain.NotFound, domain.CodeNotFound)
	}
	return nil
}

// WordsOf reads the organization's own words for a message of the outbox. They
// are read when it is written, outside the transaction of its cause.
func (f *Flows) WordsOf(ctx context.Context, m store.Mail, l Letter) (messages.Wording, error) {
	switch {
	case l.Test:
		return l.Own, nil
	case m.Channel == store.ChannelText && l.Kind != letterCode:
		return nil, nil
	case m.Channel == store.ChannelText:
		return f.OwnWords(ctx, tenancy.Of(m.Tenant), messages.CodeByText, l.Lang)
	}
	return f.OwnWords(ctx, tenancy.Of(m.Tenant), l.Kind, l.Lang)
}

// OwnWords reads the organization's own words of a kind, none where the
// catalog's are in force. Whether they can be sent is for the writer to check.
func (f *Flows) OwnWords(ctx context.Context, scope tenancy.Scope, kind, lang string) (messages.Wording, error) {
	if !slices.Contains(messages.Templates, kind) {
		return nil, nil
	}
	var now store.TemplateVersion
	err := f.db.View(ctx, scope, func(tx *store.Tx) (err error) {
		now, err = tx.Template(ctx, kind, messages.Known(lang))
		return err
	})
	return now.Words, err
}
