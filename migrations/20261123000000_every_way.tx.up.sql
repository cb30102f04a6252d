{{/* lookup finds a passkey by its credential id, a number or an address by its keyed hash; hint is what may be shown of it; detail is a passkey's public record as JSON. */}}
ALTER TABLE factors ADD COLUMN lookup TEXT NOT NULL DEFAULT '';
--bun:split
ALTER TABLE factors ADD COLUMN hint TEXT NOT NULL DEFAULT '';
--bun:split
ALTER TABLE factors ADD COLUMN detail TEXT NOT NULL DEFAULT '';
--bun:split
CREATE INDEX factors_by_lookup ON factors (tenant_id, lookup);
--bun:split
ALTER TABLE users ADD COLUMN primary_factor TEXT NOT NULL DEFAULT '';
--bun:split
ALTER TABLE users ADD COLUMN language TEXT NOT NULL DEFAULT '';
--bun:split
{{/* The number of a person's profile, sealed, with what a check of it found. */}}
ALTER TABLE users ADD COLUMN phone {{.Bytes}};
--bun:split
ALTER TABLE users ADD COLUMN phone_key TEXT NOT NULL DEFAULT '';
--bun:split
ALTER TABLE users ADD COLUMN phone_hint TEXT NOT NULL DEFAULT '';
--bun:split
ALTER TABLE users ADD COLUMN phone_state TEXT NOT NULL DEFAULT '';
--bun:split
ALTER TABLE tenants ADD COLUMN language TEXT NOT NULL DEFAULT '';
--bun:split
{{/* What a set-up was begun for, and what it verifies. */}}
ALTER TABLE enrollments ADD COLUMN method TEXT NOT NULL DEFAULT 'app';
--bun:split
ALTER TABLE enrollments ADD COLUMN lookup TEXT NOT NULL DEFAULT '';
--bun:split
ALTER TABLE enrollments ADD COLUMN hint TEXT NOT NULL DEFAULT '';
--bun:split
ALTER TABLE enrollments ADD COLUMN detail TEXT NOT NULL DEFAULT '';
--bun:split
ALTER TABLE links ADD COLUMN detail {{.Bytes}};
--bun:split
{{/* A message goes by mail or as a text. What a provider says of it afterwards is its state. */}}
ALTER TABLE outbox ADD COLUMN channel TEXT NOT NULL DEFAULT 'mail';
--bun:split
ALTER TABLE outbox ADD COLUMN provider TEXT NOT NULL DEFAULT '';
--bun:split
ALTER TABLE outbox ADD COLUMN provider_ref TEXT NOT NULL DEFAULT '';
--bun:split
ALTER TABLE outbox ADD COLUMN state TEXT NOT NULL DEFAULT '';
--bun:split
ALTER TABLE outbox ADD COLUMN state_at {{.Stamp}};
--bun:split
ALTER TABLE outbox ADD COLUMN country TEXT NOT NULL DEFAULT '';
--bun:split
ALTER TABLE outbox ADD COLUMN segments BIGINT NOT NULL DEFAULT 0;
--bun:split
ALTER TABLE outbox ADD COLUMN cost BIGINT NOT NULL DEFAULT 0;
--bun:split
CREATE INDEX outbox_by_time ON outbox (tenant_id, created_at, id);
--bun:split
{{/* One row a code that was sent: what it is for, and a MAC of it. */}}
CREATE TABLE sent_codes (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  request_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  method TEXT NOT NULL,
  factor_id TEXT NOT NULL DEFAULT '',
  country TEXT NOT NULL DEFAULT '',
  mac {{.Bytes}} NOT NULL,
  browser_hash {{.Bytes}} NOT NULL,
  message_id TEXT NOT NULL,
  sent_at {{.Stamp}},
  expires_at {{.Stamp}},
  used_at {{.Stamp}},
  used_by TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
--bun:split
CREATE INDEX sent_codes_by_request ON sent_codes (tenant_id, request_id, sent_at);
--bun:split
CREATE INDEX sent_codes_by_user ON sent_codes (tenant_id, user_id, sent_at);
--bun:split
CREATE INDEX sent_codes_by_country ON sent_codes (tenant_id, country, sent_at);
--bun:split
CREATE INDEX sent_codes_by_end ON sent_codes (expires_at);
--bun:split
{{/* A WebAuthn challenge: used once, whatever comes of it. It has no person before a complete sign-in. */}}
CREATE TABLE ceremonies (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  id TEXT NOT NULL,
  user_id TEXT NOT NULL DEFAULT '',
  request_id TEXT NOT NULL DEFAULT '',
  purpose TEXT NOT NULL,
  browser_hash {{.Bytes}} NOT NULL,
  state {{.Bytes}} NOT NULL,
  created_at {{.Stamp}},
  expires_at {{.Stamp}},
  used_at {{.Stamp}},
  PRIMARY KEY (tenant_id, id)
);
--bun:split
CREATE INDEX ceremonies_by_end ON ceremonies (expires_at);
--bun:split
{{/* How much of a cap is used in a window that began at window_at. */}}
CREATE TABLE quotas (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  id TEXT NOT NULL,
  used BIGINT NOT NULL,
  told BIGINT NOT NULL DEFAULT 0,
  window_at {{.Stamp}},
  updated_at {{.Stamp}},
  PRIMARY KEY (tenant_id, id)
);
--bun:split
CREATE INDEX quotas_by_age ON quotas (updated_at);
{{if .Postgres}}
--bun:split
DO $$
DECLARE t TEXT;
BEGIN
  FOREACH t IN ARRAY ARRAY['sent_codes','ceremonies','quotas'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY tenant ON %I USING (tenant_id = current_setting(''app.tenant_id'', true)) WITH CHECK (tenant_id = current_setting(''app.tenant_id'', true))', t);
    EXECUTE format('CREATE POLICY platform ON %I TO {{.PlatformRole}} USING (true) WITH CHECK (true)', t);
  END LOOP;
END $$;
{{end}}
