package flow

import (
	"context"
	"strings"

	"twofold/domain"
	"twofold/tenancy/store"
)

// UpdateOrganization changes the organization's name, the contact its people
// see and the language of messages to those who chose none.
func (f *Flows) UpdateOrganization(ctx context.Context, r Request, v *Visit, name string, contact domain.Contact, language string) error {
	c := ctxt{ctx, r}
	name, contact = strings.TrimSpace(name), trimmedContact(contact)
	wrong := []*domain.Error{domain.CheckName(name, "organization", domain.CodeRequiredOrganization, domain.NameMost), domain.CheckLanguage(language, "language")}
	if err := domain.Collect(append(wrong, contact.Problems()...)...); err != nil {
		return err
	}
	return f.administer(c, v, mayWriteOrg, string(domain.EventTenantChanged), func(tx *store.Tx) error {
		org, err := tx.Organization(c)
		if err != nil {
			return err
		}
		if org.Name == name && org.Contact == contact.String() && org.Language == language {
			return nil
		}
		if err := tx.SetContact(c, name, contact.String(), language); err != nil {
			return err
		}
		detail := []string{"contact", yesNo(org.Contact != contact.String())}
		if org.Name != name {
			detail = append(detail, "name", org.Name+" → "+name)
		}
		if org.Language != language {
			detail = append(detail, "language", language)
		}
		return f.recordOn(tx, c, domain.EventTenantChanged, true, v.Person.User, domain.User{}, detail...)
	})
}

func trimmedContact(c domain.Contact) domain.Contact {
	return domain.Contact{Name: strings.TrimSpace(c.Name), Email: strings.TrimSpace(c.Email), Phone: strings.TrimSpace(c.Phone), Hours: strings.TrimSpace(c.Hours)}
}
