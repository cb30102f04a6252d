package scoped

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"twofold/domain"
)

// comeBack is when to try again after the database was away.
const comeBack = 5 * time.Second

// errGone says that the file under the database is no longer there.
var errGone = errors.New("the database is gone")

// told makes a database that is away, full or read-only a refusal that asks to
// come back, and leaves every other error as it is. The cause stays in it, for
// the log.
func (db *DB) told(err error) error {
	if err == nil || !db.closed.Load() && !away(err) {
		return err
	}
	return fmt.Errorf("%w: %w", domain.Refuse(domain.Unavailable, domain.CodeUnavailable).After(comeBack), err)
}

func away(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pgAway(pg.Code)
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		switch lite.Code() & primaryCode {
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY:
			return true
		}
		return false
	}
	var connect *pgconn.ConnectError
	var network net.Error
	if errors.As(err, &connect) || errors.As(err, &network) {
		return true
	}
	for _, cut := range []error{errGone, sql.ErrConnDone, driver.ErrBadConn, io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, pgconn.ErrConnClosed} {
		if errors.Is(err, cut) {
			return true
		}
	}
	return false
}

// pgAway reads PostgreSQL's error classes: no connection, a race lost too
// often, no resources, the operator steps in, trouble of the system, and a
// server that only reads.
func pgAway(code string) bool {
	if len(code) != 5 {
		return false
	}
	switch code[:2] {
	case "08", "40", "53", "57", "58":
		return true
	}
	return code == "25006"
}
