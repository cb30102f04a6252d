{{/* A call to the support desk about somebody who can't sign in, in that person's tenant: what proved who called, and what was decided by whom. Agents are people of the staff's tenant. */}}
CREATE TABLE cases (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  number TEXT NOT NULL,
  kind TEXT NOT NULL,
  user_id TEXT NOT NULL,
  caller TEXT NOT NULL,
  called_by TEXT NOT NULL,
  opened_by TEXT NOT NULL,
  opened_name TEXT NOT NULL,
  state TEXT NOT NULL,
  grant_kind TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  first_by TEXT NOT NULL DEFAULT '',
  first_name TEXT NOT NULL DEFAULT '',
  second_by TEXT NOT NULL DEFAULT '',
  second_name TEXT NOT NULL DEFAULT '',
  opened_at {{.Stamp}},
  due_at {{.Stamp}},
  decided_at {{.Stamp}},
  waits_until {{.Stamp}},
  closed_at {{.Stamp}},
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
--bun:split
CREATE INDEX cases_by_user ON cases (tenant_id, user_id, opened_at);
--bun:split
CREATE INDEX cases_unsettled ON cases (due_at) WHERE closed_at = 0;
--bun:split
CREATE TABLE case_proofs (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  case_id TEXT NOT NULL,
  way TEXT NOT NULL,
  result TEXT NOT NULL,
  tries BIGINT NOT NULL DEFAULT 0,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  noted_at {{.Stamp}},
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, case_id) REFERENCES cases (tenant_id, id)
);
--bun:split
CREATE INDEX case_proofs_by_case ON case_proofs (tenant_id, case_id, noted_at);
{{if .Postgres}}
--bun:split
DO $$ DECLARE t TEXT;
BEGIN
  FOREACH t IN ARRAY ARRAY['cases','case_proofs'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (tenant_id = current_setting(''app.tenant_id'', true)) WITH CHECK (tenant_id = current_setting(''app.tenant_id'', true))', t);
  END LOOP;
  EXECUTE 'CREATE POLICY platform ON cases TO {{.PlatformRole}} USING (true) WITH CHECK (true)';
END $$;
{{end}}
