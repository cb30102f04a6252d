{{/* Times are milliseconds since 1970 UTC, 0 is never. JSON is text read whole. */}}
CREATE TABLE tenants (
  tenant_id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  short_name TEXT NOT NULL,
  short_key TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  contact TEXT NOT NULL DEFAULT '',
  policy_version BIGINT NOT NULL,
  lock_attempts BIGINT NOT NULL,
  lock_minutes BIGINT NOT NULL,
  checklist_hidden_at {{.Stamp}},
  version BIGINT NOT NULL DEFAULT 1,
  created_at {{.Stamp}}
);
--bun:split
CREATE TABLE policy_versions (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  version BIGINT NOT NULL,
  doc TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  created_by TEXT NOT NULL DEFAULT '',
  created_name TEXT NOT NULL DEFAULT '',
  created_at {{.Stamp}},
  PRIMARY KEY (tenant_id, version)
);
--bun:split
CREATE TABLE users (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  id TEXT NOT NULL,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  name TEXT NOT NULL,
  search TEXT NOT NULL,
  role TEXT NOT NULL,
  state TEXT NOT NULL,
  password_hash TEXT NOT NULL DEFAULT '',
  password_at {{.Stamp}},
  two_step TEXT NOT NULL DEFAULT 'never',
  two_step_at {{.Stamp}},
  methods TEXT NOT NULL DEFAULT '',
  security_version BIGINT NOT NULL DEFAULT 1,
  lock_tries BIGINT NOT NULL DEFAULT 0,
  lock_total BIGINT NOT NULL DEFAULT 0,
  lock_until {{.Stamp}},
  shared_browser TEXT NOT NULL DEFAULT '',
  labels BIGINT NOT NULL DEFAULT 0,
  created_at {{.Stamp}},
  last_sign_in_at {{.Stamp}},
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, email_key)
);
--bun:split
CREATE INDEX users_by_name ON users (tenant_id, search, id);
--bun:split
CREATE INDEX users_by_email ON users (email_key);
--bun:split
CREATE TABLE factors (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  method TEXT NOT NULL,
  name TEXT NOT NULL,
  app TEXT NOT NULL DEFAULT '',
  secret {{.Bytes}} NOT NULL,
  secret_version BIGINT NOT NULL DEFAULT 1,
  label_no BIGINT NOT NULL DEFAULT 1,
  drift BIGINT NOT NULL DEFAULT 0,
  last_step BIGINT NOT NULL DEFAULT 0,
  spent_by TEXT NOT NULL DEFAULT '',
  disabled_at {{.Stamp}},
  created_at {{.Stamp}},
  last_used_at {{.Stamp}},
  last_used_on TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
--bun:split
CREATE INDEX factors_by_user ON factors (tenant_id, user_id);
--bun:split
CREATE TABLE enrollments (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  session_id TEXT NOT NULL DEFAULT '',
  replaces TEXT NOT NULL DEFAULT '',
  security_version BIGINT NOT NULL,
  app TEXT NOT NULL DEFAULT '',
  name TEXT NOT NULL DEFAULT '',
  secret {{.Bytes}} NOT NULL,
  codes {{.Bytes}},
  label_no BIGINT NOT NULL,
  drift BIGINT NOT NULL DEFAULT 0,
  last_step BIGINT NOT NULL DEFAULT 0,
  tries BIGINT NOT NULL DEFAULT 0,
  wait_until {{.Stamp}},
  confirmed_at {{.Stamp}},
  created_at {{.Stamp}},
  expires_at {{.Stamp}},
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, user_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
--bun:split
CREATE TABLE recovery_codes (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  salt {{.Bytes}} NOT NULL,
  digest {{.Bytes}} NOT NULL,
  used_at {{.Stamp}},
  used_by TEXT NOT NULL DEFAULT '',
  created_at {{.Stamp}},
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
--bun:split
CREATE INDEX recovery_codes_by_user ON recovery_codes (tenant_id, user_id);
--bun:split
CREATE TABLE half_sign_ins (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  token_hash {{.Bytes}} NOT NULL,
  browser_hash {{.Bytes}} NOT NULL,
  security_version BIGINT NOT NULL,
  trust_wanted BOOLEAN NOT NULL,
  bearer BOOLEAN NOT NULL,
  ip TEXT NOT NULL,
  browser TEXT NOT NULL,
  ended_by TEXT NOT NULL DEFAULT '',
  ended_at {{.Stamp}},
  created_at {{.Stamp}},
  expires_at {{.Stamp}},
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
--bun:split
CREATE INDEX half_sign_ins_by_end ON half_sign_ins (expires_at);
--bun:split
CREATE TABLE sessions (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  token_hash {{.Bytes}} NOT NULL,
  browser_hash {{.Bytes}} NOT NULL,
  security_version BIGINT NOT NULL,
  amr TEXT NOT NULL,
  acr TEXT NOT NULL,
  bearer BOOLEAN NOT NULL,
  trust_given BOOLEAN NOT NULL DEFAULT FALSE,
  recovery_open BOOLEAN NOT NULL DEFAULT FALSE,
  renew BOOLEAN NOT NULL DEFAULT FALSE,
  ip TEXT NOT NULL,
  browser TEXT NOT NULL,
  auth_at {{.Stamp}},
  step_up_at {{.Stamp}},
  started_at {{.Stamp}},
  seen_at {{.Stamp}},
  ended_at {{.Stamp}},
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
--bun:split
CREATE INDEX sessions_by_user ON sessions (tenant_id, user_id, started_at);
--bun:split
CREATE INDEX sessions_by_browser ON sessions (tenant_id, browser_hash, user_id);
--bun:split
CREATE INDEX sessions_by_start ON sessions (started_at);
--bun:split
CREATE TABLE trusts (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  token_hash {{.Bytes}} NOT NULL,
  previous_hash {{.Bytes}} NOT NULL,
  previous_until {{.Stamp}},
  security_version BIGINT NOT NULL,
  ip TEXT NOT NULL,
  browser TEXT NOT NULL,
  trusted_at {{.Stamp}},
  used_at {{.Stamp}},
  ended_at {{.Stamp}},
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
--bun:split
CREATE INDEX trusts_by_user ON trusts (tenant_id, user_id);
--bun:split
CREATE TABLE throttles (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  tries BIGINT NOT NULL,
  until_at {{.Stamp}},
  window_at {{.Stamp}},
  updated_at {{.Stamp}},
  PRIMARY KEY (tenant_id, id)
);
--bun:split
CREATE INDEX throttles_by_age ON throttles (updated_at);
--bun:split
CREATE TABLE links (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  user_id TEXT NOT NULL,
  token_hash {{.Bytes}} NOT NULL,
  email_key TEXT NOT NULL,
  security_version BIGINT NOT NULL,
  created_by TEXT NOT NULL DEFAULT '',
  created_name TEXT NOT NULL DEFAULT '',
  used_at {{.Stamp}},
  revoked_at {{.Stamp}},
  created_at {{.Stamp}},
  expires_at {{.Stamp}},
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
--bun:split
CREATE INDEX links_by_user ON links (tenant_id, user_id, kind);
--bun:split
CREATE TABLE outbox (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  to_address TEXT NOT NULL,
  user_id TEXT NOT NULL DEFAULT '',
  body {{.Bytes}} NOT NULL,
  tries BIGINT NOT NULL DEFAULT 0,
  error TEXT NOT NULL DEFAULT '',
  due_at {{.Stamp}},
  leased_until {{.Stamp}},
  sent_at {{.Stamp}},
  failed_at {{.Stamp}},
  created_at {{.Stamp}},
  expires_at {{.Stamp}},
  PRIMARY KEY (tenant_id, id)
);
--bun:split
CREATE INDEX outbox_waiting ON outbox (due_at) WHERE sent_at = 0 AND failed_at = 0;
--bun:split
CREATE TABLE jobs (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  position TEXT NOT NULL DEFAULT '',
  done_count BIGINT NOT NULL DEFAULT 0,
  tries BIGINT NOT NULL DEFAULT 0,
  error TEXT NOT NULL DEFAULT '',
  due_at {{.Stamp}},
  leased_until {{.Stamp}},
  done_at {{.Stamp}},
  created_at {{.Stamp}},
  PRIMARY KEY (tenant_id, id)
);
--bun:split
CREATE INDEX jobs_waiting ON jobs (due_at) WHERE done_at = 0;
--bun:split
CREATE TABLE audit_events (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  id TEXT NOT NULL,
  at {{.Stamp}},
  kind TEXT NOT NULL,
  ok BOOLEAN NOT NULL,
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  subject_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  search TEXT NOT NULL,
  ip TEXT NOT NULL,
  browser TEXT NOT NULL,
  request_id TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
--bun:split
CREATE INDEX audit_events_by_time ON audit_events (tenant_id, at, id);
--bun:split
CREATE INDEX audit_events_by_subject ON audit_events (tenant_id, subject_id, at);
--bun:split
CREATE TABLE signing_keys (
  kid TEXT NOT NULL PRIMARY KEY,
  sealed {{.Bytes}} NOT NULL,
  public TEXT NOT NULL,
  created_at {{.Stamp}},
  active_from {{.Stamp}},
  retire_at {{.Stamp}}
);
--bun:split
CREATE TABLE facts (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1
);
--bun:split
INSERT INTO facts (name, value, version) VALUES ('signing_keys', '', 1);
{{if .Postgres}}
--bun:split
DO $$
DECLARE t TEXT;
BEGIN
  FOREACH t IN ARRAY ARRAY['tenants','policy_versions','users','factors','enrollments','recovery_codes','half_sign_ins',
    'sessions','trusts','throttles','links','outbox','jobs','audit_events'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (tenant_id = current_setting(''app.tenant_id'', true)) WITH CHECK (tenant_id = current_setting(''app.tenant_id'', true))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['tenants','users','outbox','jobs','enrollments','half_sign_ins','sessions','throttles','links'] LOOP
    EXECUTE format('CREATE POLICY platform ON %I TO {{.PlatformRole}} USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;
{{else}}
--bun:split
CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END;
--bun:split
CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END;
--bun:split
CREATE TRIGGER audit_events_no_replace BEFORE INSERT ON audit_events
  WHEN EXISTS (SELECT 1 FROM audit_events WHERE tenant_id = NEW.tenant_id AND id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END;
{{end}}
