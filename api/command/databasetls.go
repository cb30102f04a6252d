package command

import (
	"net/url"
	"os"
	"strings"
)

// secureDatabase has the connection to another machine's PostgreSQL encrypted
// and its certificate verified (ASVS V12.3.1), unless the address or PGSSLMODE
// says otherwise: the driver's own default would go on without TLS where the
// server, or somebody between, offers none.
func (c *Config) secureDatabase() {
	if !c.Postgres() || os.Getenv("PGSSLMODE") != "" || strings.Contains(c.Database, "sslmode=") || localDatabase(c.Database) {
		return
	}
	c.verifiedByDefault = true
	join := "?"
	if strings.Contains(c.Database, "?") {
		join = "&"
	}
	c.Database = strings.TrimSuffix(c.Database, "&") + join + "sslmode=verify-full"
}

// unverifiedDatabase reports whether somebody between could read or change
// what goes to the database.
func (c *Config) unverifiedDatabase() bool {
	if !c.Postgres() || localDatabase(c.Database) {
		return false
	}
	if !strings.Contains(c.Database, "sslmode=") { // PGSSLMODE decides
		return !strings.HasPrefix(os.Getenv("PGSSLMODE"), "verify-")
	}
	return !strings.Contains(c.Database, "sslmode=verify-")
}

// localDatabase reports whether an address is one of this machine: a socket or
// the loopback. One that can't be read, such as a list of servers, is not.
func localDatabase(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	host := u.Hostname()
	if named := u.Query().Get("host"); named != "" {
		host = named
	}
	return host == "" || strings.HasPrefix(host, "/") || local(host)
}
