{{/* Roles of the company's own staff are held in its tenant alone, and no others are held there. Organizations are listed by name. */}}
CREATE INDEX tenants_by_name ON tenants (name, tenant_id);
{{if .Postgres}}
--bun:split
ALTER TABLE users ADD CONSTRAINT users_role_home CHECK ((role IN ('operator', 'support')) = (tenant_id = 'org_staff'));
{{else}}
--bun:split
CREATE TRIGGER users_role_home_insert BEFORE INSERT ON users
  WHEN (NEW.role IN ('operator', 'support')) <> (NEW.tenant_id = 'org_staff')
  BEGIN SELECT RAISE(ABORT, 'the role does not belong in this tenant'); END;
--bun:split
CREATE TRIGGER users_role_home_update BEFORE UPDATE OF role, tenant_id ON users
  WHEN (NEW.role IN ('operator', 'support')) <> (NEW.tenant_id = 'org_staff')
  BEGIN SELECT RAISE(ABORT, 'the role does not belong in this tenant'); END;
{{end}}
