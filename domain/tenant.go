package domain

import (
	"strings"
	"time"
)

// TenantState says whether an organization is in use.
type TenantState string

const (
	TenantUnconfirmed TenantState = "unconfirmed" // the owner's address is not proven yet
	TenantActive      TenantState = "active"
	TenantSuspended   TenantState = "suspended" // nobody of it gets in
)

// Tenant is one customer organization.
type Tenant struct {
	ID            string
	Name          string
	ShortName     string
	State         TenantState
	Contact       string // who helps: shown on help pages
	PolicyVersion int64
	CreatedAt     time.Time
	Language      string // of messages to people who chose none, empty for English
}

// In is somebody as they are in an organization of a state: nobody of a
// suspended one is in use.
func (u User) In(s TenantState) User {
	if s == TenantSuspended && u.State == UserActive {
		u.State = UserSuspended
	}
	return u
}

// reserved short names would be mistaken for the service itself.
var reserved = []string{
	"staff", "twofold", "admin", "api", "www", "app", "auth", "login", "signin", "sign-in", "signup", "start",
	"help", "support", "static", "sandbox", "security", "status", "mail", "root", "system", "operator", "t",
	"account", "accounts", "billing", "docs", "id", "sso", "test", "demo", "well-known", "null", "undefined",
}

// CheckShortName refuses a short name that can't be an address: 3 to 40 of
// a-z, 0-9 and single inner hyphens; and one that is reserved or looks like a
// reserved one.
func CheckShortName(s, field string) *Error {
	ok := len(s) >= 3 && len(s) <= 40 && !strings.HasPrefix(s, "-") && !strings.HasSuffix(s, "-") && !strings.Contains(s, "--")
	for _, r := range s {
		ok = ok && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-')
	}
	if !ok {
		return RefuseField(Invalid, CodeShortNameFormat, field)
	}
	key := ShortNameKey(s)
	for _, r := range reserved {
		if ShortNameKey(r) == key {
			return RefuseField(Invalid, CodeShortNameReserved, field).With("name", s)
		}
	}
	return nil
}

// ShortNameKey folds names that look alike onto one key: without hyphens,
// 0=o, 1=i=l, rn=m. The key is unique over all tenants.
func ShortNameKey(s string) string {
	s = strings.NewReplacer("-", "", "0", "o", "1", "l", "i", "l").Replace(strings.ToLower(s))
	return strings.ReplaceAll(s, "rn", "m")
}

// SuggestShortName turns an organization's name into a short name to start
// from. It may still be taken or too short.
func SuggestShortName(name string) string {
	var b strings.Builder
	hyphen := false
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			if hyphen && b.Len() > 0 {
				b.WriteByte('-')
			}
			hyphen = false
			b.WriteRune(r)
		default:
			hyphen = true
		}
		if b.Len() >= 38 {
			break
		}
	}
	return b.String()
}
