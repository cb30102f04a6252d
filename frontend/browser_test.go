package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestBrowserDependencies lists what the browser's binaries are made of: without
// a build tag, the screens of both. go-app itself imports net/http, whose client
// the linker drops as long as nothing calls it.
func TestBrowserDependencies(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", ".")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("list dependencies: %v", err)
	}
	refused := []string{"gin", "bun", "casbin", "jwt", "otp", "phonenumbers", "huma", "pgx", "sqlite", "html/template", "time/tzdata",
		"twofold/tenancy", "twofold/api/flow", "twofold/api/rest", "twofold/api/door", "twofold/frontend/style", "golang.org/x/crypto", "twofold/frontend/text/messages", "github.com/nicksnyder"}
	deps := strings.Fields(string(out))
	if len(deps) < 20 {
		t.Fatalf("only %d dependencies", len(deps))
	}
	for _, dep := range deps {
		if strings.HasPrefix(dep, "vendor/") {
			continue
		}
		for _, r := range refused {
			if dep == r || strings.HasPrefix(dep, r+"/") || strings.HasSuffix(dep, "/"+r) || strings.Contains(dep, "/"+r+"/") {
				t.Errorf("the browser's binary imports %s", dep)
			}
		}
	}
}
