package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
)

const goapp = "github.com/maxence-charriere/go-app/v10"

// serving are the files of go-app that serve an app over HTTP. Nothing in the
// browser calls them, and their imports would bring net/http and TLS to every
// visitor: a sixth of what is loaded.
var serving = []string{"http.go", "static.go", "resource.go"}

// unserved stands for what the rest of go-app names of those files. Our pages
// ask for their files by their own addresses, so none is resolved.
const unserved = `package app

type Handler struct{}

func clientResourceResolver(string) func(string) string {
	return func(location string) string { return location }
}
`

// withoutServer answers a go.mod for the browser's part: ours, with go-app
// replaced by a copy of the same version without what serves.
func withoutServer(ctx context.Context) (modfile string, err error) {
	module, err := downloaded(ctx)
	if err != nil {
		return "", err
	}
	what := fmt.Sprint(module.Version, serving, unserved)
	folder := filepath.Join(cache, fmt.Sprintf("go-app-%x", sha256.Sum256([]byte(what)))[:20])
	if err := copyWithoutServer(module.Dir, folder); err != nil {
		return "", fmt.Errorf("copy go-app: %w", err)
	}
	own, err := os.ReadFile("go.mod")
	if err != nil {
		return "", err
	}
	sums, err := os.ReadFile("go.sum")
	if err != nil {
		return "", err
	}
	modfile = filepath.Join(cache, "browser.mod")
	own = fmt.Appendf(own, "\nreplace %s => ./%s\n", goapp, folder)
	return modfile, errors.Join(replace(modfile, own), replace(filepath.Join(cache, "browser.sum"), sums))
}

type module struct{ Version, Dir string }

// downloaded fetches go-app in the version of go.mod where it isn't there yet.
func downloaded(ctx context.Context) (m module, err error) {
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", goapp)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return m, fmt.Errorf("fetch go-app: %w", err)
	}
	return m, json.Unmarshal(out, &m)
}

// copyWithoutServer makes a folder whole or not at all, and leaves one that is
// there, since its name tells what is in it.
func copyWithoutServer(from, to string) error {
	if _, err := os.Stat(to); err == nil {
		return nil
	}
	part, err := os.MkdirTemp(cache, "part-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(part)
	if err := os.CopyFS(part, os.DirFS(from)); err != nil {
		return err
	}
	for _, name := range serving {
		if err := os.Remove(filepath.Join(part, "pkg/app", name)); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(part, "pkg/app/unserved.go"), []byte(unserved), 0o644); err != nil {
		return err
	}
	if err := os.Rename(part, to); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}
