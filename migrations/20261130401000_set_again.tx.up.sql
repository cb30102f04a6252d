{{/* Set by a reset after which somebody may sign in before they set their second step up again: every page asks them to until they did, or turned it off themselves. */}}
ALTER TABLE users ADD COLUMN set_again BOOLEAN NOT NULL DEFAULT FALSE;
