package flow

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"twofold/domain"
	"twofold/frontend/text/messages"
	"twofold/tenancy/store"
)

// TemplateSave is words to put in force. IfMatch is the version they were made
// from. Fields that aren't named get the catalog's words.
type TemplateSave struct {
	Kind, Language string
	IfMatch        int64
	Words          messages.Wording
}

// SaveTemplate puts words in force. When somebody saved since IfMatch it
// refuses with precondition_failed and returns what is in force now. Words
// that change nothing are not saved; those of the catalog are a reset.
func (f *Flows) SaveTemplate(ctx context.Context, r Request, v *Visit, in TemplateSave) (out TemplateView, err error) {
	c := ctxt{ctx, r}
	words, err := checkTemplate(in.Kind, in.Language, in.Words)
	if err != nil {
		return out, err
	}
	if in.IfMatch <= 0 {
		return out, domain.Refuse(domain.PreconditionRequired, domain.CodePreconditionRequired)
	}
	event := domain.EventTemplateChanged
	if len(words) == 0 {
		event = domain.EventTemplateReset
	}
	err = f.administer(c, v, mayWriteMessages, string(event), func(tx *store.Tx) error {
		now, err := tx.Template(c, in.Kind, in.Language)
		if err != nil {
			return err
		}
		out = viewTemplate(now)
		switch {
		case now.Version != in.IfMatch:
			return domain.Refuse(domain.PreconditionFailed, domain.CodeConflict).With("name", now.ByName).With("when", now.At).With("version", now.Version)
		case maps.Equal(now.Words, words):
			return nil
		}
		next := store.TemplateVersion{Kind: in.Kind, Language: in.Language, Version: now.Version + 1, Words: words, ByID: v.Person.ID, ByName: v.Person.Name, At: c.Now}
		if err := tx.SaveTemplate(c, next); err != nil {
			if store.Duplicate(err) {
				return errMoved
			}
			return err
		}
		out = viewTemplate(next)
		return f.recordOn(tx, c, event, true, v.Person.User, domain.User{}, "kind", in.Kind, "language", in.Language, "version", fmt.Sprint(next.Version),
			"fields", strings.Join(slices.Sorted(maps.Keys(words)), ", "))
	})
	if err != nil && domain.KindOf(err) != domain.PreconditionFailed {
		return TemplateView{}, err
	}
	return out, err
}

// CheckTemplate is what would be kept of words, for a preview of them.
func (f *Flows) CheckTemplate(ctx context.Context, r Request, v *Visit, kind, lang string, words messages.Wording) (messages.Wording, error) {
	if err := f.mayRead(ctxt{ctx, r}, v, kind, lang); err != nil {
		return nil, err
	}
	return checkTemplate(kind, lang, words)
}

// checkTemplate is what is kept of words: cleaned, without those of the
// catalog.
func checkTemplate(kind, lang string, words messages.Wording) (messages.Wording, error) {
	if err := templateKnown(kind, lang); err != nil {
		return nil, err
	}
	words = words.Clean().Changed(kind, lang)
	return words, words.Check(kind)
}
