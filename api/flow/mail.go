package flow

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// Letter is a message before it is written out: the kind of package messages
// and its words. It lies sealed in the outbox, because it can hold a link.
type Letter struct {
	Kind string            `json:"kind"`
	Lang string            `json:"lang"`
	Args map[string]string `json:"args"`
	Own  map[string]string `json:"own,omitempty"`  // of a test: the words to try
	Test bool              `json:"test,omitempty"` // an administrator tries words; no value is real
}

// mailFor is how long a message is worth sending.
const mailFor = 24 * time.Hour

// mail puts a letter to a person into the outbox, in the transaction of its
// cause. Words every letter has are filled in here. A notice goes to all their
// addresses, with a link to object by; use notify where there is something to
// undo.
func (f *Flows) mail(tx *store.Tx, c ctxt, org domain.Tenant, to domain.User, kind string, args map[string]string) error {
	if slices.Contains(notices, kind) {
		return f.notify(tx, c, org, to, kind, args, before{})
	}
	m, err := f.letter(c, org, to, kind, args)
	if err != nil {
		return err
	}
	return tx.QueueMail(c, m)
}

// letter writes and seals a letter without queueing it.
func (f *Flows) letter(c ctxt, org domain.Tenant, to domain.User, kind string, args map[string]string) (store.Mail, error) {
	words := map[string]string{"org": org.Name, "name": to.Name, "id": c.RequestID, "link": f.address(org, "/help")}
	if c.IP != "" {
		words["when"], words["device"], words["place"] = c.Now.Format(time.RFC3339), c.Browser, c.IP
	}
	for k, v := range args {
		words[k] = v
	}
	return f.sealed(c, to, kind, Letter{Kind: kind, Lang: domain.LanguageFor(to.Language, org.Language), Args: words})
}

// sealed is a letter's row of the outbox, where it goes by a kind.
func (f *Flows) sealed(c ctxt, to domain.User, kind string, l Letter) (store.Mail, error) {
	id, err := f.newID("msg")
	if err != nil {
		return store.Mail{}, err
	}
	body, err := json.Marshal(l)
	if err != nil {
		return store.Mail{}, fmt.Errorf("write letter: %w", err)
	}
	sealed, err := f.keys.Seal(body, factor.Bind("mail", c.Scope.Tenant(), id))
	if err != nil {
		return store.Mail{}, fmt.Errorf("seal letter: %w", err)
	}
	return store.Mail{ID: id, Kind: kind, To: to.Email, UserID: to.ID, Body: sealed, CreatedAt: c.Now, ExpiresAt: c.Now.Add(mailFor)}, nil
}

// OpenLetter reads a letter from its outbox row.
func (f *Flows) OpenLetter(m store.Mail) (Letter, error) {
	var l Letter
	body, err := f.keys.Open(m.Body, factor.Bind("mail", m.Tenant, m.ID))
	if err != nil {
		return l, fmt.Errorf("open letter: %w", err)
	}
	return l, json.Unmarshal(body, &l)
}

// address is the full address of a page of the organization. The host is the
// configured one, never the request's.
func (f *Flows) address(org domain.Tenant, path string) string {
	return f.config.PublicURL + "/t/" + org.ShortName + path
}

// SignInAddress is the full address of an organization's sign-in page.
func (f *Flows) SignInAddress(org domain.Tenant) string { return f.address(org, "/sign-in") }

// wayWords names a way to verify in a letter: by its name, or by what may be
// shown of its number or address.
func wayWords(x store.Factor) map[string]string {
	label := x.Name
	if x.Method == domain.MethodText || x.Method == domain.MethodEmail {
		label = x.Hint
	}
	return map[string]string{"method": string(x.Method), "label": label}
}
