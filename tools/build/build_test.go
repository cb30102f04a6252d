package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

func TestPackRoundTripsAndKeepsOneResultOfEach(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll(cache, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, plain := range []string{strings.Repeat("one ", 1000), strings.Repeat("two ", 1000)} {
		for _, name := range []string{"app", "admin", "app"} {
			packed, err := pack(name, []byte(plain), 6)
			if err != nil {
				t.Fatal(err)
			}
			back, err := io.ReadAll(brotli.NewReader(bytes.NewReader(packed)))
			if err != nil || string(back) != plain {
				t.Fatalf("unpacked %d bytes, %v; want the %d that went in", len(back), err, len(plain))
			}
		}
	}
	kept, err := filepath.Glob(filepath.Join(cache, "*"))
	if err != nil || len(kept) != 2 {
		t.Fatalf("kept %v, %v; want the newest result of each binary alone", kept, err)
	}
}

func TestABinaryLiesBesideItsHash(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, dir := range []string{cache, static} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, level := range []int{1, 6} { // packed otherwise it is the same
		if err := packWasm("app", []byte("abc"), level); err != nil {
			t.Fatal(err)
		}
		// FIPS 180-4's example
		sum, err := os.ReadFile(filepath.Join(static, "app.wasm.sum"))
		if err != nil || string(sum) != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
			t.Fatalf("the hash is %q, %v", sum, err)
		}
	}
}

func TestFollowCountsProgressAndPassesErrorsOn(t *testing.T) {
	said := "go: downloading example.org/m v1.0.0\nruntime/internal\nexample.org/m/v2\n" +
		"# twofold/frontend\nfrontend/y.go:1:26: undefined: y\n"
	var errs bytes.Buffer
	follow(strings.NewReader(said), io.Discard, &errs)
	want := "# twofold/frontend\nfrontend/y.go:1:26: undefined: y\n"
	if errs.String() != want {
		t.Errorf("passed on %q, want %q", errs.String(), want)
	}
	var seen counts
	for line := range strings.Lines(said) {
		seen.add(strings.TrimSuffix(line, "\n"))
	}
	if seen != (counts{modules: 1, packages: 2}) {
		t.Errorf("counted %+v, want 1 module and 2 packages", seen)
	}
}

// What `make build` leaves for production is not what `make run` made before.
func TestTheDemoIsNoProductionBinary(t *testing.T) {
	text, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	made := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if _, file, found := strings.Cut(strings.TrimSpace(line), " -server "); found {
			if made[file] || strings.Contains(line, "-tags sandbox") != strings.HasSuffix(file, "-sandbox") {
				t.Errorf("made under another's name: %s", line)
			}
			made[file] = true
		}
	}
	if len(made) != 2 {
		t.Errorf("made: %v", made)
	}
}
