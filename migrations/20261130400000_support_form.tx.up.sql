{{/* What somebody locked out writes to the support desk opens a case of its own: why is one of the reasons of a request, reach how they can be reached. security_version is the person's when it was sent: once their account changed, nothing is given on it. A person has one such case open at most. */}}
ALTER TABLE cases ADD COLUMN by_form BOOLEAN NOT NULL DEFAULT FALSE;
--bun:split
ALTER TABLE cases ADD COLUMN why TEXT NOT NULL DEFAULT '';
--bun:split
ALTER TABLE cases ADD COLUMN message TEXT NOT NULL DEFAULT '';
--bun:split
ALTER TABLE cases ADD COLUMN reach TEXT NOT NULL DEFAULT '';
--bun:split
ALTER TABLE cases ADD COLUMN security_version BIGINT NOT NULL DEFAULT 0;
--bun:split
ALTER TABLE cases ADD COLUMN known BOOLEAN NOT NULL DEFAULT FALSE;
--bun:split
ALTER TABLE cases ADD COLUMN by_mail BOOLEAN NOT NULL DEFAULT FALSE;
--bun:split
CREATE UNIQUE INDEX cases_one_form ON cases (tenant_id, user_id) WHERE by_form AND closed_at = 0;
