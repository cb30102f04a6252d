package scoped_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"twofold/domain"
	"twofold/tenancy/scoped"
)

// F-04: whatever a database that goes away leaves behind asks to come back; an
// error of ours doesn't.
func TestF04DatabaseThatGoesAwayAsksToComeBack(t *testing.T) {
	for _, err := range []error{
		fmt.Errorf("read: %w", pgconn.ErrConnClosed), // the batch's connection broke between two statements
		io.ErrUnexpectedEOF, &pgconn.PgError{Code: "57P01"}, &pgconn.PgError{Code: "25006"},
	} {
		if got := scoped.Told(err); domain.KindOf(got) != domain.Unavailable || !errors.Is(got, err) {
			t.Errorf("%v is told as %v", err, got)
		}
	}
	for _, err := range []error{errors.New("no such column"), &pgconn.PgError{Code: "42703"}} {
		if got := scoped.Told(err); domain.KindOf(got) != domain.Internal {
			t.Errorf("%v is told as %v", err, got)
		}
	}
}
