// Package geoiptest writes small files of places for tests, in the real format.
package geoiptest

import (
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/maxmind/mmdbwriter"
	"github.com/maxmind/mmdbwriter/mmdbtype"
)

// Berlin is a network that Write puts there, and Germany one that it puts
// somewhere in that country. Both are kept for documentation (RFC 5737).
const (
	Berlin  = "192.0.2.0/24"
	Germany = "203.0.113.0/24"
)

// Write makes a file in a folder of the test and returns its path.
func Write(t testing.TB) string {
	t.Helper()
	tree, err := mmdbwriter.New(mmdbwriter.Options{DatabaseType: "GeoLite2-City", IncludeReservedNetworks: true, RecordSize: 24})
	check(t, err)
	country := names("Germany", "Deutschland")
	for network, record := range map[string]mmdbtype.Map{Berlin: {"city": names("Berlin", "Berlin"), "country": country}, Germany: {"country": country}} {
		_, parsed, err := net.ParseCIDR(network)
		check(t, err)
		check(t, tree.Insert(parsed, record))
	}
	path := filepath.Join(t.TempDir(), "places.mmdb")
	file, err := os.Create(path)
	check(t, err)
	_, err = tree.WriteTo(file)
	check(t, err)
	check(t, file.Close())
	return path
}

func names(english, german string) mmdbtype.Map {
	return mmdbtype.Map{"names": mmdbtype.Map{"en": mmdbtype.String(english), "de": mmdbtype.String(german)}}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
