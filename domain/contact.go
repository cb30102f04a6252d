package domain

import "encoding/json"

// Contact is whom people of an organization ask for help. Empty parts are not
// shown.
type Contact struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
	Hours string `json:"hours,omitempty"`
}

// Problems are the parts that can't be shown; each names its part, nil is a
// part that is fine.
func (c Contact) Problems() []*Error {
	part := func(value, field string) *Error {
		if value == "" {
			return nil
		}
		return CheckName(value, field, CodeOutOfRange, NameMost)
	}
	errs := []*Error{part(c.Name, "contact_name"), part(c.Phone, "contact_phone"), part(c.Hours, "contact_hours")}
	if c.Email != "" {
		errs = append(errs, CheckEmail(c.Email, "contact_email"))
	}
	return errs
}

// Reachable reports whether the contact says how to reach somebody.
func (c Contact) Reachable() bool { return c.Email != "" || c.Phone != "" }

// String is the form that Tenant.Contact keeps, empty for the zero Contact.
func (c Contact) String() string {
	if c == (Contact{}) {
		return ""
	}
	text, err := json.Marshal(c)
	if err != nil {
		return ""
	}
	return string(text)
}

// ReadContact reads Tenant.Contact. What isn't written by String is taken as
// a name.
func ReadContact(kept string) Contact {
	var c Contact
	if kept == "" {
		return c
	}
	if json.Unmarshal([]byte(kept), &c) != nil {
		return Contact{Name: kept}
	}
	return c
}
