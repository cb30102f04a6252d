// Package tenancy says whose data a piece of work may touch. Nothing reads or
// writes a tenant's rows without a Scope, and the zero Scope is refused.
package tenancy
