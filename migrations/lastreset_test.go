package migrations_test

import (
	"slices"
	"testing"

	"twofold/migrations"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

// TestResetsOfBeforeAreKnown resets people before their row said when: links
// that are older than that must bring nothing back.
func TestResetsOfBeforeAreKnown(t *testing.T) {
	both(t, func(t *testing.T, c scoped.Config) {
		db := storetest.Open(t, c)
		_, err := up(db, filesBefore(t, "20261204000000"))
		must(t, err)
		for _, statement := range []string{
			`INSERT INTO tenants (tenant_id, name, short_name, short_key, state, policy_version, lock_attempts, lock_minutes) VALUES ('ten_n', 'N', 'n', 'n', 'active', 1, 10, 15)`,
			`INSERT INTO users (tenant_id, id, email, email_key, name, search, role, state, two_step, two_step_at) VALUES
			 ('ten_n', 'again', 'a@n.example', 'a@n.example', 'A', 'a', 'user', 'active', 'on', 9), ('ten_n', 'waits', 'b@n.example', 'b@n.example', 'B', 'b', 'user', 'active', 'reset', 7),
			 ('ten_n', 'never', 'c@n.example', 'c@n.example', 'C', 'c', 'user', 'active', 'on', 5)`,
			`INSERT INTO audit_events (tenant_id, id, at, kind, ok, actor_id, actor_name, subject_id, subject, search, ip, browser, request_id, detail) VALUES
			 ('ten_n', '1', 2, 'user.mfa.reset', TRUE, '', '', 'again', '', '', '', '', '', ''), ('ten_n', '2', 4, 'user.mfa.reset', TRUE, '', '', 'again', '', '', '', '', '', ''),
			 ('ten_n', '3', 6, 'user.mfa.reset', FALSE, '', '', 'again', '', '', '', '', '', ''), ('ten_n', '4', 6, 'user.mfa.enabled', TRUE, '', '', 'never', '', '', '', '', '', '')`,
		} {
			_, err := storetest.Raw(t, c).Exec(statement)
			must(t, err)
		}
		_, err = up(db, migrations.Files)
		must(t, err)
		if got := texts(t, c, `SELECT id || ' ' || last_reset_at FROM users ORDER BY id`); !slices.Equal(got, []string{"again 4", "never 0", "waits 7"}) {
			t.Errorf("last resets: %q", got)
		}
	})
}
