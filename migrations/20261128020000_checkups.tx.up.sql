{{/* When a person last answered whether their authenticator app still works, or put the question away. */}}
ALTER TABLE users ADD COLUMN checked_up_at {{.Stamp}};
