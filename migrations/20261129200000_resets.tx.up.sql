{{/* A half sign-in of purpose reset: the mailed link it was opened by, and what was shown beside the link, by which a new password may be chosen. */}}
ALTER TABLE half_sign_ins ADD COLUMN link_id TEXT NOT NULL DEFAULT '';
--bun:split
ALTER TABLE half_sign_ins ADD COLUMN proved TEXT NOT NULL DEFAULT '';
