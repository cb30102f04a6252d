package command

import (
	"twofold/api/flow"
	"twofold/migrations"
)

// installed is what the health page can't learn from the database.
func (c *Config) installed() flow.Installed {
	i := flow.Installed{Build: version(), Migrations: migrations.Known(), Sandbox: Sandbox, Mail: mailFrom(c) != "", Texts: c.SMS.First.Account != "" || c.SMS.Second.Account != ""}
	if !c.Postgres() {
		i.Disk = func() (free, total uint64, err error) { return diskSpace(c.Data) }
	}
	return i
}
