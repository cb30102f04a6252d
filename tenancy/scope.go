package tenancy

import "errors"

// ErrNoScope is returned where work is asked for without a tenant.
var ErrNoScope = errors.New("no tenant scope")

// Scope names the one tenant a piece of work may touch. Only Of makes one
// that is valid.
type Scope struct{ tenant string }

// Of is the scope of one tenant. Callers take the id from the session or from
// the look-up of the path, never from input.
func Of(tenantID string) Scope { return Scope{tenant: tenantID} }

// Tenant is the id of the tenant, empty for the zero Scope.
func (s Scope) Tenant() string { return s.tenant }

// Valid reports whether the scope names a tenant.
func (s Scope) Valid() bool { return s.tenant != "" }
