{{/* The two newest days on which an account was used as a shared log-in is, and when the advice about it was put away: by the person, and by an administrator. */}}
ALTER TABLE users ADD COLUMN shared_on {{.Stamp}};
--bun:split
ALTER TABLE users ADD COLUMN shared_before {{.Stamp}};
--bun:split
ALTER TABLE users ADD COLUMN shared_own_hidden_at {{.Stamp}};
--bun:split
ALTER TABLE users ADD COLUMN shared_hidden_at {{.Stamp}};
--bun:split
CREATE INDEX users_by_shared ON users (tenant_id, shared_before) WHERE shared_before > 0;
{{if not .Postgres}}
--bun:split
{{/* On SQLite a look over all sessions would hold its one writer. PostgreSQL's hold nobody up, and an index there would cost each note of activity more than the look. */}}
CREATE INDEX sessions_by_seen ON sessions (seen_at);
{{end}}
