{{/* The trust that a session gave or was opened by: what is asked and said of one of those sessions holds for all of them. */}}
ALTER TABLE sessions ADD COLUMN trust_id TEXT NOT NULL DEFAULT '';
--bun:split
CREATE INDEX sessions_by_trust ON sessions (tenant_id, trust_id) WHERE trust_id <> '';
