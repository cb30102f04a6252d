{{/* Resets that don't happen at once: another administrator approves them, or they wait. A person has one alive at most; asked_version and security_version end it when the asker's or the person's standing changes. role_at and roles_before tell since when somebody has their role and which they had shortly before, so that a change of roles goes around nothing. */}}
CREATE TABLE resets (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  security_version BIGINT NOT NULL,
  role TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_name TEXT NOT NULL,
  asked_version BIGINT NOT NULL,
  checked TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  next TEXT NOT NULL,
  state TEXT NOT NULL,
  request_id TEXT NOT NULL DEFAULT '',
  approved_by TEXT NOT NULL DEFAULT '',
  approved_name TEXT NOT NULL DEFAULT '',
  created_at {{.Stamp}},
  due_at {{.Stamp}},
  ended_at {{.Stamp}},
  code_at {{.Stamp}},
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
  FOREIGN KEY (tenant_id, asked_by) REFERENCES users (tenant_id, id)
);
--bun:split
CREATE UNIQUE INDEX resets_one_alive ON resets (tenant_id, user_id) WHERE state IN ('approval', 'waiting');
--bun:split
CREATE INDEX resets_by_person ON resets (tenant_id, user_id, created_at);
--bun:split
CREATE INDEX resets_by_time ON resets (created_at);
--bun:split
ALTER TABLE users ADD COLUMN role_at {{.Stamp}};
--bun:split
ALTER TABLE users ADD COLUMN roles_before TEXT NOT NULL DEFAULT '';
{{if .Postgres}}
--bun:split
ALTER TABLE resets ENABLE ROW LEVEL SECURITY;
--bun:split
ALTER TABLE resets FORCE ROW LEVEL SECURITY;
--bun:split
CREATE POLICY tenant ON resets USING (tenant_id = current_setting('app.tenant_id', true)) WITH CHECK (tenant_id = current_setting('app.tenant_id', true));
--bun:split
CREATE POLICY platform ON resets TO {{.PlatformRole}} USING (true) WITH CHECK (true);
{{end}}
