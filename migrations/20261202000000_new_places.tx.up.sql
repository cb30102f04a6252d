{{/* Sessions opened where the person wasn't known, until they say whether it was them; and when they said that it wasn't, after which a new password is asked for. */}}
ALTER TABLE sessions ADD COLUMN new_place BOOLEAN NOT NULL DEFAULT FALSE;
--bun:split
ALTER TABLE sessions ADD COLUMN denied_at {{.Stamp}};
{{if .Postgres}}
--bun:split
{{/* What is long over of trusted browsers and grants is removed for all tenants. */}}
CREATE POLICY platform ON trusts TO {{.PlatformRole}} USING (true) WITH CHECK (true);
--bun:split
CREATE POLICY platform ON grants TO {{.PlatformRole}} USING (true) WITH CHECK (true);
{{end}}
