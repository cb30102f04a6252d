{{/* What helpers gave somebody to get back in. It ends by itself, by its use, or when somebody stops it. The giver may be staff of another tenant, so only the name is sure to be readable here. */}}
CREATE TABLE grants (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  user_id TEXT NOT NULL,
  giver_id TEXT NOT NULL,
  giver_name TEXT NOT NULL,
  by_staff BOOLEAN NOT NULL DEFAULT FALSE,
  reason TEXT NOT NULL DEFAULT '',
  case_id TEXT NOT NULL DEFAULT '',
  secret {{.Bytes}} NOT NULL,
  security_version BIGINT NOT NULL,
  uses_left BIGINT NOT NULL,
  tries BIGINT NOT NULL DEFAULT 0,
  created_at {{.Stamp}},
  expires_at {{.Stamp}},
  used_at {{.Stamp}},
  stopped_at {{.Stamp}},
  stopped_by TEXT NOT NULL DEFAULT '',
  stopped_name TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
--bun:split
CREATE INDEX grants_by_user ON grants (tenant_id, user_id, created_at);
--bun:split
CREATE INDEX grants_by_secret ON grants (tenant_id, secret);
{{if .Postgres}}
--bun:split
ALTER TABLE grants ENABLE ROW LEVEL SECURITY;
--bun:split
ALTER TABLE grants FORCE ROW LEVEL SECURITY;
--bun:split
CREATE POLICY tenant ON grants USING (tenant_id = current_setting('app.tenant_id', true)) WITH CHECK (tenant_id = current_setting('app.tenant_id', true));
{{end}}
