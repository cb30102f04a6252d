package migrations_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"twofold/migrations"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

// filesBefore are the migrations of before a version.
func filesBefore(t *testing.T, version string) fs.FS {
	t.Helper()
	before := fstest.MapFS{}
	must(t, fs.WalkDir(migrations.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".sql") || path >= version {
			return err
		}
		text, err := fs.ReadFile(migrations.Files, path)
		before[path] = &fstest.MapFile{Data: text}
		return err
	}))
	return before
}

// TestMarksOfSharedBrowsersAreKept marks a browser as people did before marks
// held for the whole organization.
func TestMarksOfSharedBrowsersAreKept(t *testing.T) {
	both(t, func(t *testing.T, c scoped.Config) {
		db := storetest.Open(t, c)
		_, err := up(db, filesBefore(t, "20261201020000"))
		must(t, err)
		bytes := func(hex string) string {
			if c.Postgres() {
				return `'\x` + hex + `'`
			}
			return `x'` + hex + `'`
		}
		for _, statement := range []string{
			`INSERT INTO tenants (tenant_id, name, short_name, short_key, state, policy_version, lock_attempts, lock_minutes) VALUES ('ten_n', 'N', 'n', 'n', 'active', 1, 10, 15)`,
			`INSERT INTO users (tenant_id, id, email, email_key, name, search, role, state, shared_browser) VALUES ('ten_n', 'usr_1', 'a@b.example', 'a@b.example', 'A', 'a', 'user', 'active', '00 ffeeddccbbaa9988')`,
			`INSERT INTO sessions (tenant_id, id, user_id, token_hash, browser_hash, security_version, amr, acr, bearer, trust_given, recovery_open, ip, browser) VALUES
			 ('ten_n', 's1', 'usr_1', ` + bytes("01") + `, ` + bytes("ffeeddccbbaa99887766") + `, 1, 'pwd', 'one', FALSE, FALSE, FALSE, '', ''), ('ten_n', 's2', 'usr_1', ` + bytes("02") + `, ` + bytes("ffeeddccbbaa00887766") + `, 1, 'pwd', 'one', FALSE, FALSE, FALSE, '', '')`,
		} {
			_, err := storetest.Raw(t, c).Exec(statement)
			must(t, err)
		}
		_, err = up(db, migrations.Files)
		must(t, err)
		hex := `lower(hex(browser_hash))`
		if c.Postgres() {
			hex = `encode(browser_hash, 'hex')`
		}
		if got := texts(t, c, `SELECT tenant_id || ' ' || user_id || ' ' || `+hex+` FROM shared_browsers`); !slices.Equal(got, []string{"ten_n usr_1 ffeeddccbbaa99887766"}) {
			t.Errorf("marks kept: %q", got)
		}
	})
}
