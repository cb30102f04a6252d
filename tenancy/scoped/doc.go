// Package scoped opens the database and hands out transactions that can touch
// one tenant only. It is the only holder of *bun.DB beside migrations.
//
// Three walls stand behind each other: a transaction needs a tenancy.Scope;
// the query types add the tenant to every statement and can't take it away;
// PostgreSQL checks each row again by row-level security, for which the
// transaction says its tenant. Cross-tenant work goes through DB.Platform.
package scoped
