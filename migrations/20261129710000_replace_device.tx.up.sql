{{/* A session opened by what support gave for a lost device, which is replaced before anything else. */}}
ALTER TABLE sessions ADD COLUMN lost_device BOOLEAN NOT NULL DEFAULT FALSE;
