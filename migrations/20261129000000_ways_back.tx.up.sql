{{/* A reset that gave an access code, an objection that keeps helpers out, and until when a text message stands in for a lost device. */}}
ALTER TABLE users ADD COLUMN needs_code BOOLEAN NOT NULL DEFAULT FALSE;
--bun:split
ALTER TABLE users ADD COLUMN frozen BOOLEAN NOT NULL DEFAULT FALSE;
--bun:split
ALTER TABLE users ADD COLUMN text_until {{.Stamp}};
--bun:split
ALTER TABLE half_sign_ins ADD COLUMN purpose TEXT NOT NULL DEFAULT 'signin';
