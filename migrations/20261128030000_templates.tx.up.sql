{{/* An organization's own words for a kind of message in one language, as JSON by field, whole in each version; {} is the catalog's words. The first version is the catalog's and has no row. */}}
CREATE TABLE message_templates (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  kind TEXT NOT NULL,
  language TEXT NOT NULL,
  version BIGINT NOT NULL,
  doc TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_name TEXT NOT NULL,
  created_at {{.Stamp}},
  PRIMARY KEY (tenant_id, kind, language, version)
);
{{if .Postgres}}
--bun:split
ALTER TABLE message_templates ENABLE ROW LEVEL SECURITY;
--bun:split
ALTER TABLE message_templates FORCE ROW LEVEL SECURITY;
--bun:split
CREATE POLICY tenant ON message_templates USING (tenant_id = current_setting('app.tenant_id', true)) WITH CHECK (tenant_id = current_setting('app.tenant_id', true));
{{end}}
