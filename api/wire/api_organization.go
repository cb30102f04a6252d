package wire

import "time"

// CreateOrganizationRequest is the body of CreateOrganization.
type CreateOrganizationRequest struct {
	Organization string `json:"organization" maxLength:"1000" doc:"Name"`
	Short        string `json:"short" maxLength:"1000" doc:"For its address: 3 to 40 of a-z, 0-9 and inner hyphens"`
	Name         string `json:"name" maxLength:"1000" doc:"The owner's name"`
	Email        string `json:"email" maxLength:"1000" doc:"The owner's address; a link is sent there"`
	Password     string `json:"password" maxLength:"4000" doc:"Up to 1000 bytes of UTF-8"`
	Again        string `json:"again,omitempty" maxLength:"1000" doc:"Short name of what the same browser started and nobody confirmed: it is given up for this one"`
}

// OrganizationCreated is the answer of CreateOrganization. Nothing can be done
// in the organization before the link that was sent is followed.
type OrganizationCreated struct {
	Short   string `json:"short"`
	Email   string `json:"email"`
	Minutes int    `json:"minutes" doc:"Life of the link"`
}

// ResendConfirmationRequest is the body of ResendConfirmation. Only the
// browser that started the organization is sent a new link; the answer is the
// same for everybody.
type ResendConfirmationRequest struct {
	Short string `json:"short" maxLength:"1000"`
}

// FindRequest is the body of FindOrganizations.
type FindRequest struct {
	Email string `json:"email" maxLength:"1000"`
}

// Organization is the answer of ReadOrganization and SaveOrganization.
type Organization struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Short     string    `json:"short"`
	Contact   Contact   `json:"contact" doc:"Whom people ask for help"`
	Language  string    `json:"language" doc:"Of messages to people who chose none; empty is English"`
	CreatedAt time.Time `json:"created_at"`
}

// SaveOrganizationRequest is the body of SaveOrganization.
type SaveOrganizationRequest struct {
	Name     string  `json:"name" maxLength:"1000"`
	Contact  Contact `json:"contact"`
	Language string  `json:"language,omitempty" maxLength:"35" doc:"Of messages to people who chose none: en, de, ar; empty is English"`
}

// Checklist is the answer of ReadChecklist.
type Checklist struct {
	Items  []ChecklistItem `json:"items" nullable:"false" doc:"In order"`
	Done   int             `json:"done"`
	Hidden bool            `json:"hidden"`
	Leaves []string        `json:"leaves" nullable:"false" doc:"Settings by which the policy leaves standards: questions (OWASP ASVS 5.0 V6.4.2, NIST SP 800-63B-4 3.1.1.2)"`
}

// ChecklistItem is one thing to do: text checklist.<id>.
type ChecklistItem struct {
	ID   string `json:"id" doc:"owners, recovery, contact, people, policy"`
	Done bool   `json:"done"`
	Mine bool   `json:"mine,omitempty" doc:"Of owners: whoever asks has two-step verification on"`
}

// HideChecklistRequest is the body of HideChecklist.
type HideChecklistRequest struct {
	Hidden bool `json:"hidden"`
}

// Limits is the answer of ReadLimits and ReadServiceLimits.
type Limits struct {
	Limits []Limit `json:"limits" nullable:"false"`
}

// Limit is one number in force.
type Limit struct {
	Name   string `json:"name" doc:"Dotted: signin.code.attempts"`
	Value  int64  `json:"value"`
	Unit   string `json:"unit" doc:"count, characters, bytes, bits, seconds, days, percent, or millionths of a currency"`
	Tenant bool   `json:"tenant,omitempty" doc:"The organization's own policy decides"`
	About  string `json:"about" doc:"What it limits, in a sentence"`
}
