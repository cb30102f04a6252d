{{/* A person's security questions, as JSON in their order, and one slow hash of all answers; empty once removed. The tries are the newest three checks of them by support, which outlive a change. */}}
CREATE TABLE security_answers (
  tenant_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  questions TEXT NOT NULL DEFAULT '',
  hash TEXT NOT NULL DEFAULT '',
  answered_at {{.Stamp}},
  try_1_at {{.Stamp}},
  try_2_at {{.Stamp}},
  try_3_at {{.Stamp}},
  PRIMARY KEY (tenant_id, user_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
{{if .Postgres}}
--bun:split
ALTER TABLE security_answers ENABLE ROW LEVEL SECURITY;
--bun:split
ALTER TABLE security_answers FORCE ROW LEVEL SECURITY;
--bun:split
CREATE POLICY tenant ON security_answers USING (tenant_id = current_setting('app.tenant_id', true)) WITH CHECK (tenant_id = current_setting('app.tenant_id', true));
{{end}}
