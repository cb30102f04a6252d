package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"twofold/tenancy/scoped"
)

type messageTemplate struct {
	bun.BaseModel `bun:"table:message_templates"`
	scoped.Row
	Kind, Language              string
	Version                     int64
	Doc, CreatedBy, CreatedName string
	CreatedAt                   Stamp
}

// TemplateVersion is one saved version of the words of a kind of message in a
// language. No words are the catalog's. Versions begin at 2: the first is the
// catalog's and was never saved.
type TemplateVersion struct {
	Kind, Language string
	Version        int64
	Words          map[string]string
	ByID, ByName   string
	At             time.Time
}

// FirstTemplate is the version of words that nobody has changed.
const FirstTemplate = 1

// SaveTemplate adds a version. One that is there already is a Duplicate error.
func (tx *Tx) SaveTemplate(ctx context.Context, t TemplateVersion) error {
	doc, err := json.Marshal(t.Words)
	if err != nil {
		return fmt.Errorf("write template: %w", err)
	}
	if t.Words == nil {
		doc = []byte("{}")
	}
	return wrap("save template", tx.tx.Insert(ctx, &messageTemplate{Kind: t.Kind, Language: t.Language, Version: t.Version, Doc: string(doc),
		CreatedBy: t.ByID, CreatedName: t.ByName, CreatedAt: At(t.At)}))
}

// Template reads the words in force: the newest version, or the first where
// nobody saved one.
func (tx *Tx) Template(ctx context.Context, kind, language string) (TemplateVersion, error) {
	newest, err := tx.TemplateHistory(ctx, kind, language, 1)
	if err != nil || len(newest) == 0 {
		return TemplateVersion{Kind: kind, Language: language, Version: FirstTemplate}, err
	}
	return newest[0], nil
}

// TemplateHistory reads the newest versions, newest first.
func (tx *Tx) TemplateHistory(ctx context.Context, kind, language string, limit int) ([]TemplateVersion, error) {
	var rows []messageTemplate
	err := tx.tx.Select(&rows).Where("kind = ?", kind).Where("language = ?", language).Order("version DESC").Limit(int64(limit)).Scan(ctx)
	return templates(rows, "read template", err)
}

// Templates reads the words in force of everything that was ever changed.
func (tx *Tx) Templates(ctx context.Context) ([]TemplateVersion, error) {
	var rows []messageTemplate
	err := tx.tx.Select(&rows).Order("kind", "language", "version DESC").Scan(ctx)
	all, err := templates(rows, "list templates", err)
	var out []TemplateVersion
	for _, t := range all {
		if n := len(out); n == 0 || out[n-1].Kind != t.Kind || out[n-1].Language != t.Language {
			out = append(out, t)
		}
	}
	return out, err
}

func templates(rows []messageTemplate, what string, err error) ([]TemplateVersion, error) {
	if err != nil {
		return nil, wrap(what, err)
	}
	out := make([]TemplateVersion, len(rows))
	for i, r := range rows {
		out[i] = TemplateVersion{Kind: r.Kind, Language: r.Language, Version: r.Version, ByID: r.CreatedBy, ByName: r.CreatedName, At: r.CreatedAt.Time()}
		if err := json.Unmarshal([]byte(r.Doc), &out[i].Words); err != nil {
			return nil, fmt.Errorf("%s %s %s %d: %w", what, r.Kind, r.Language, r.Version, err)
		}
	}
	return out, nil
}
