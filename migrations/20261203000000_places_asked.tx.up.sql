{{/* Whether a browser that was new to somebody is still asked about is read when they sign in there again. */}}
CREATE INDEX sessions_asked ON sessions (tenant_id, browser_hash, user_id) WHERE new_place;
