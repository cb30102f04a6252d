// Package store keeps what Twofold knows: one file a table, one method a
// question. Every method works inside a transaction of one tenant (Tx) and
// can't reach another tenant's rows; what must see several tenants is in
// platform.go alone.
//
// Once-only things are conditional updates: the method reports whether this
// caller was the one. Times are milliseconds, given by the caller.
package store
