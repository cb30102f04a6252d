{{/* An organization that one of the company's operators opened to read in it, in that organization's tenant: by whom, why and until when. Agents are people of the staff's tenant. */}}
CREATE TABLE inspections (
  tenant_id TEXT NOT NULL REFERENCES tenants (tenant_id),
  id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  agent_name TEXT NOT NULL,
  security_version BIGINT NOT NULL,
  reason TEXT NOT NULL,
  opened_at {{.Stamp}},
  ends_at {{.Stamp}},
  closed_at {{.Stamp}},
  PRIMARY KEY (tenant_id, id)
);
--bun:split
CREATE INDEX inspections_of_agent ON inspections (agent_id, ends_at);
{{if .Postgres}}
--bun:split
ALTER TABLE inspections ENABLE ROW LEVEL SECURITY;
--bun:split
ALTER TABLE inspections FORCE ROW LEVEL SECURITY;
--bun:split
CREATE POLICY tenant ON inspections USING (tenant_id = current_setting('app.tenant_id', true)) WITH CHECK (tenant_id = current_setting('app.tenant_id', true));
--bun:split
CREATE POLICY platform ON inspections TO {{.PlatformRole}} USING (true) WITH CHECK (true);
{{end}}
