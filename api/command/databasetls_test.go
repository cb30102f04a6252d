package command

import (
	"testing"

	"github.com/jackc/pgx/v5"
)

// ASVS V12.3.1, V12.3.2: another machine's database is spoken to by verified TLS
// only, unless the address says otherwise, which is warned of.
func TestDatabaseOfAnotherMachineIsVerified(t *testing.T) {
	t.Setenv("PGSSLMODE", "")
	for _, one := range []struct {
		address            string
		verified, insecure bool
	}{
		{"postgres://serve:x@db.example/twofold", true, false},
		{"postgresql://serve:x@db.example:6432/twofold?application_name=a", true, false},
		{"postgres://serve:x@10.0.0.7/twofold", true, false},
		{"postgres://serve:x@db1.example:5432,db2.example:5432/twofold", true, false},
		{"postgres://serve:x@db.example/twofold?sslmode=verify-full", true, false},
		{"postgres://serve:x@db.example/twofold?sslmode=require", false, true},
		{"postgres://serve:x@db.example/twofold?sslmode=disable", false, true},
		{"postgres://serve:x@127.0.0.1/twofold", false, false},
		{"postgres://serve:x@localhost:5433/twofold", false, false},
		{"postgres:///twofold?host=/run/postgresql", false, false},
	} {
		c, err := configured(t, nil, []string{"TWOFOLD_DATABASE=" + one.address})
		if err != nil {
			t.Fatal(err)
		}
		if got := c.unverifiedDatabase(); got != one.insecure {
			t.Errorf("%s: warned of %t", one.address, got)
		}
		p, err := pgx.ParseConfig(c.Database)
		if err != nil {
			t.Fatalf("%s: %v", one.address, err)
		}
		verified := p.TLSConfig != nil && !p.TLSConfig.InsecureSkipVerify && p.TLSConfig.ServerName != ""
		for _, f := range p.Fallbacks {
			verified = verified && f.TLSConfig != nil && !f.TLSConfig.InsecureSkipVerify
		}
		if verified != one.verified {
			t.Errorf("%s is verified: %t", one.address, verified)
		}
	}
}

// TestDatabaseByTheEnvironment: PGSSLMODE decides where the address says
// nothing, and is warned of where it doesn't verify.
func TestDatabaseByTheEnvironment(t *testing.T) {
	for mode, insecure := range map[string]bool{"verify-full": false, "require": true} {
		t.Setenv("PGSSLMODE", mode)
		c, err := configured(t, nil, []string{"TWOFOLD_DATABASE=postgres://serve:x@db.example/twofold"})
		if err != nil {
			t.Fatal(err)
		}
		if c.verifiedByDefault || c.unverifiedDatabase() != insecure {
			t.Errorf("PGSSLMODE=%s: warned of %t, by default %t", mode, c.unverifiedDatabase(), c.verifiedByDefault)
		}
	}
}
