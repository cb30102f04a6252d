package main

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// Every import of the browser's part is loaded by every visitor.
func TestTheBrowserGetsNothingUnused(t *testing.T) {
	t.Chdir("../..")
	if err := os.MkdirAll(cache, 0o755); err != nil {
		t.Fatal(err)
	}
	modfile, err := withoutUnused(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range binaries {
		cmd := exec.Command("go", "list", "-modfile="+modfile, "-deps", "-tags="+name, "./frontend")
		cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		packages := strings.Fields(string(out))
		if !slices.Contains(packages, goapp+"/pkg/app") {
			t.Fatalf("%s: go-app is not among %d packages", name, len(packages))
		}
		for _, unwanted := range []string{"net/http", "crypto/tls", "crypto/x509", "net", "crypto/aes", "regexp"} {
			if slices.Contains(packages, unwanted) {
				t.Errorf("%s.wasm holds %s", name, unwanted)
			}
		}
	}
}
