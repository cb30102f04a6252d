{{/* The country of a profile's number, to count whom text messages reach; and an index to see how many share one. */}}
ALTER TABLE users ADD COLUMN phone_country TEXT NOT NULL DEFAULT '';
--bun:split
CREATE INDEX users_by_phone ON users (tenant_id, phone_key) WHERE phone_key <> '';
