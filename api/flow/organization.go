package flow

import (
	"context"
	"strings"

	"twofold/domain"
	"twofold/tenancy/store"
)

// UpdateOrganization changes the organization's name and the contact its
// people see.
func (f *Flows) UpdateOrganization(ctx context.Context, r Request, v *Visit, name string, contact domain.Contact) error {
	c := ctxt{ctx, r}
	name, contact = strings.TrimSpace(name), trimmedContact(contact)
	wrong := []*domain.Error{domain.CheckName(name, "organization", domain.CodeRequiredOrganization, domain.NameMost)}
	if err := domain.Collect(append(wrong, contact.Problems()...)...); err != nil {
		return err
	}
	return f.administer(c, v, string(domain.EventTenantChanged), func(tx *store.Tx) error {
		org, err := tx.Organization(c)
		if err != nil {
			return err
		}
		if org.Name == name && org.Contact == contact.String() {
			return nil
		}
		if err := tx.SetContact(c, name, contact.String()); err != nil {
			return err
		}
		detail := []string{"contact", yesNo(org.Contact != contact.String())}
		if org.Name != name {
			detail = append(detail, "name", org.Name+" → "+name)
		}
		return f.recordOn(tx, c, domain.EventTenantChanged, true, v.Person.User, domain.User{}, detail...)
	})
}

func trimmedContact(c domain.Contact) domain.Contact {
	return domain.Contact{Name: strings.TrimSpace(c.Name), Email: strings.TrimSpace(c.Email), Phone: strings.TrimSpace(c.Phone), Hours: strings.TrimSpace(c.Hours)}
}
