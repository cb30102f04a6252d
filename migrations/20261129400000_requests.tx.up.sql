{{/* What people ask of those who administer: help with a lost device, an unlock, or another administrator's approval. number is what both sides call it by. An ended request stays for the log's readers until it is purged; a person has one open at most. detail is what an approval carries out, as JSON. */}}
CREATE TABLE requests (
  tenant_id TEXT NOT NULL,
  id TEXT NOT NULL,
  number BIGINT NOT NULL,
  kind TEXT NOT NULL,
  user_id TEXT NOT NULL,
  security_version BIGINT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  message TEXT NOT NULL DEFAULT '',
  reach TEXT NOT NULL DEFAULT '',
  asked_by TEXT NOT NULL DEFAULT '',
  asked_name TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL DEFAULT '',
  ip TEXT NOT NULL DEFAULT '',
  browser TEXT NOT NULL DEFAULT '',
  browser_hash {{.Bytes}} NOT NULL,
  known BOOLEAN NOT NULL DEFAULT FALSE,
  known_network BOOLEAN NOT NULL DEFAULT FALSE,
  by_mail BOOLEAN NOT NULL DEFAULT FALSE,
  state TEXT NOT NULL,
  taken_by TEXT NOT NULL DEFAULT '',
  taken_name TEXT NOT NULL DEFAULT '',
  taken_at {{.Stamp}},
  decided_by TEXT NOT NULL DEFAULT '',
  decided_name TEXT NOT NULL DEFAULT '',
  decided_at {{.Stamp}},
  decision TEXT NOT NULL DEFAULT '',
  checks BIGINT NOT NULL DEFAULT 0,
  checked_how TEXT NOT NULL DEFAULT '',
  checked_by TEXT NOT NULL DEFAULT '',
  checked_at {{.Stamp}},
  created_at {{.Stamp}},
  expires_at {{.Stamp}},
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, number),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
--bun:split
CREATE UNIQUE INDEX requests_one_open ON requests (tenant_id, user_id) WHERE state IN ('open', 'taken') AND kind <> 'approval';
--bun:split
CREATE UNIQUE INDEX requests_one_approval ON requests (tenant_id, user_id) WHERE state IN ('open', 'taken') AND kind = 'approval';
--bun:split
CREATE INDEX requests_by_time ON requests (tenant_id, created_at, id);
--bun:split
CREATE INDEX requests_by_browser ON requests (tenant_id, browser_hash, created_at);
--bun:split
CREATE INDEX requests_by_end ON requests (created_at);
{{if .Postgres}}
--bun:split
ALTER TABLE requests ENABLE ROW LEVEL SECURITY;
--bun:split
ALTER TABLE requests FORCE ROW LEVEL SECURITY;
--bun:split
CREATE POLICY tenant ON requests USING (tenant_id = current_setting('app.tenant_id', true)) WITH CHECK (tenant_id = current_setting('app.tenant_id', true));
--bun:split
CREATE POLICY platform ON requests TO {{.PlatformRole}} USING (true) WITH CHECK (true);
{{end}}
