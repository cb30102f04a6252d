// Package migrations brings a database to the schema this program needs: one
// timeline of SQL templates for SQLite and PostgreSQL, rolled forward only.
//
// Every tenant table has tenant_id first in its primary key and in every
// foreign key, so that a row can't point into another tenant. On PostgreSQL
// row-level security is forced on each of them; the tables that cross-tenant
// work needs have a second policy for the narrow role PlatformRole.
package migrations
