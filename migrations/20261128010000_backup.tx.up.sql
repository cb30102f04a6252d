{{/* A set-up of a backup carries the confirmed one that it backs up, as JSON. */}}
ALTER TABLE enrollments ADD COLUMN main TEXT NOT NULL DEFAULT '';
