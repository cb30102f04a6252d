{{/* When a reset, or the replacement of a lost device, last took somebody's second step: "this wasn't me" to anything before that brings none of it back. Links live for seven days, so it is filled from what resets wrote down. */}}
ALTER TABLE users ADD COLUMN last_reset_at {{.Stamp}};
{{if .Postgres}}
--bun:split
{{/* Both are read across tenants here, which the forced policies keep from the tables' owner too. */}}
ALTER TABLE users NO FORCE ROW LEVEL SECURITY;
--bun:split
ALTER TABLE audit_events NO FORCE ROW LEVEL SECURITY;
{{end}}
--bun:split
UPDATE users SET last_reset_at = COALESCE((SELECT max(e.at) FROM audit_events AS e
  WHERE e.tenant_id = users.tenant_id AND e.subject_id = users.id AND e.kind = 'user.mfa.reset' AND e.ok), 0);
--bun:split
UPDATE users SET last_reset_at = two_step_at WHERE two_step = 'reset' AND last_reset_at < two_step_at;
{{if .Postgres}}
--bun:split
ALTER TABLE users FORCE ROW LEVEL SECURITY;
--bun:split
ALTER TABLE audit_events FORCE ROW LEVEL SECURITY;
{{end}}
