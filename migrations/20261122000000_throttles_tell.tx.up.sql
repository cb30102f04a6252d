{{/* A closed throttle notes until when its refusals are in the audit log already. */}}
ALTER TABLE throttles ADD COLUMN recorded_until {{.Stamp}};
{{if .Postgres}}
--bun:split
{{/* Rows of these tables change with every sign-in. Where a page has room for the new row beside the old one, the indexes stay as they are. */}}
DO $$
DECLARE t TEXT;
BEGIN
  FOREACH t IN ARRAY ARRAY['users','factors','half_sign_ins','sessions','throttles'] LOOP
    EXECUTE format('ALTER TABLE %I SET (fillfactor = 70)', t);
  END LOOP;
END $$;
{{end}}
