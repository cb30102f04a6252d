package geoip_test

import (
	"os"
	"path/filepath"
	"testing"

	"twofold/api/geoip"
	"twofold/api/geoip/geoiptest"
)

func TestPlacesOfAddresses(t *testing.T) {
	f, err := geoip.Open(geoiptest.Write(t))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, c := range []struct{ ip, lang, want string }{
		{"192.0.2.7", "en", "Berlin, Germany"},
		{"192.0.2.7", "de", "Berlin, Deutschland"},
		{"192.0.2.7", "fr", "Berlin, Germany"},
		{"::ffff:192.0.2.7", "en", "Berlin, Germany"},
		{"203.0.113.9", "en", "Germany"},
		{"198.51.100.1", "en", ""},
		{"2001:db8::1", "en", ""},
		{"not an address", "en", ""},
		{"", "en", ""},
	} {
		if got := f.Of(c.ip, c.lang); got != c.want {
			t.Errorf("%q in %q is in %q, want %q", c.ip, c.lang, got, c.want)
		}
	}
}

func TestWithoutAFileNoPlaceIsKnown(t *testing.T) {
	var f *geoip.File
	if got := f.Of("192.0.2.7", "en"); got != "" || f.Close() != nil {
		t.Errorf("got %q", got)
	}
}

func TestOtherFilesAreRefused(t *testing.T) {
	other := filepath.Join(t.TempDir(), "other.mmdb")
	if err := os.WriteFile(other, []byte("no file of places"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{other, filepath.Join(t.TempDir(), "missing.mmdb")} {
		if _, err := geoip.Open(path); err == nil {
			t.Errorf("%s was opened", path)
		}
	}
}
