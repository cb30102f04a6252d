{{/* Browsers that several people use: trusting one is offered to nobody in the organization. A mark holds for the browser, whoever signs in; an administrator's is taken back by administrators only. users.shared_browser held these marks a person at a time and is read no more. A trusted browser keeps which browser it is, so that a mark ends everybody's trust in it. */}}
CREATE TABLE shared_browsers (
  tenant_id TEXT NOT NULL,
  browser_hash {{.Bytes}} NOT NULL,
  user_id TEXT NOT NULL,
  by_admin BOOLEAN NOT NULL DEFAULT FALSE,
  marked_at {{.Stamp}},
  PRIMARY KEY (tenant_id, browser_hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
--bun:split
CREATE INDEX shared_browsers_by_user ON shared_browsers (tenant_id, user_id, marked_at);
--bun:split
ALTER TABLE trusts ADD COLUMN browser_hash {{.Bytes}} NOT NULL DEFAULT {{if .Postgres}}''{{else}}x''{{end}};
--bun:split
CREATE INDEX trusts_by_browser ON trusts (tenant_id, browser_hash) WHERE ended_at = 0;
{{if .Postgres}}
--bun:split
{{/* The old marks are read across tenants here, which the forced policies keep from the tables' owner too. */}}
ALTER TABLE users NO FORCE ROW LEVEL SECURITY;
--bun:split
ALTER TABLE sessions NO FORCE ROW LEVEL SECURITY;
{{end}}
--bun:split
INSERT INTO shared_browsers (tenant_id, browser_hash, user_id, marked_at)
SELECT s.tenant_id, s.browser_hash, min(s.user_id), max(s.started_at) FROM sessions AS s JOIN users AS u ON u.tenant_id = s.tenant_id AND u.id = s.user_id
WHERE u.shared_browser <> '' AND length(s.browser_hash) > 0
  AND u.shared_browser LIKE '%' || {{if .Postgres}}encode(substr(s.browser_hash, 1, 8), 'hex'){{else}}lower(hex(substr(s.browser_hash, 1, 8))){{end}} || '%'
GROUP BY s.tenant_id, s.browser_hash;
{{if .Postgres}}
--bun:split
ALTER TABLE users FORCE ROW LEVEL SECURITY;
--bun:split
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
--bun:split
ALTER TABLE shared_browsers ENABLE ROW LEVEL SECURITY;
--bun:split
ALTER TABLE shared_browsers FORCE ROW LEVEL SECURITY;
--bun:split
CREATE POLICY tenant ON shared_browsers USING (tenant_id = current_setting('app.tenant_id', true)) WITH CHECK (tenant_id = current_setting('app.tenant_id', true));
{{end}}
