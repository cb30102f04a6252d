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
	"strings"
)

const goapp = "github.com/maxence-charriere/go-app/v10"

// unused are the files of go-app that serve an app over HTTP and that seal what
// an app stores. Nothing of ours calls them, and their imports would bring
// net/http, TLS and AES to every visitor: a sixth of what is loaded.
var unused = []string{"http.go", "static.go", "resource.go", "crypto.go"}

// unserved stands for what the rest of go-app names of those files. Our pages
// ask for their files by their own addresses, so none is resolved.
const unserved = `package app

import "errors"

type Handler struct{}

func clientResourceResolver(string) func(string) string {
	return func(location string) string { return location }
}

var errUnsealed = errors.New("the browser's part is built without sealed storage")

func encrypt(string, []byte) ([]byte, error) { return nil, errUnsealed }
func decrypt(string, []byte) ([]byte, error) { return nil, errUnsealed }
`

// prefix stands for regexp where go-app routes. The one pattern of ours is "^",
// for which no visitor needs to load whole regular expressions.
const prefix = `package prefix

import "strings"

type Regexp string

func MustCompile(pattern string) Regexp {
	if !strings.HasPrefix(pattern, "^") || strings.ContainsAny(pattern[1:], "\\.+*?()|[]{}^$") {
		panic("a route's pattern is ^ and a plain prefix: " + pattern)
	}
	return Regexp(pattern[1:])
}

func (r Regexp) MatchString(path string) bool { return strings.HasPrefix(path, string(r)) }
`

// routing is what is replaced by what in route.go, for prefix to be used there.
var routing = []string{
	`"regexp"`, `regexp "` + goapp + `/pkg/app/prefix"`,
	`*regexp.Regexp`, `regexp.Regexp`,
}

// withoutUnused answers a go.mod for the browser's part: ours, with go-app
// replaced by a copy of the same version without what nothing calls.
func withoutUnused(ctx context.Context) (modfile string, err error) {
	module, err := downloaded(ctx)
	if err != nil {
		return "", err
	}
	what := fmt.Sprint(module.Version, unused, unserved, prefix, routing)
	folder := filepath.Join(cache, fmt.Sprintf("go-app-%x", sha256.Sum256([]byte(what)))[:20])
	if err := copyWithoutUnused(module.Dir, folder); err != nil {
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

// copyWithoutUnused makes a folder whole or not at all, and leaves one that is
// there, since its name tells what is in it.
func copyWithoutUnused(from, to string) error {
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
	for _, name := range unused {
		if err := os.Remove(filepath.Join(part, "pkg/app", name)); err != nil {
			return err
		}
	}
	if err := instead(filepath.Join(part, "pkg/app")); err != nil {
		return err
	}
	if err := os.Rename(part, to); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

// instead writes what stands for the files that are gone, in the copy's folder.
func instead(folder string) error {
	route, err := os.ReadFile(filepath.Join(folder, "route.go"))
	if err != nil {
		return err
	}
	routed := strings.NewReplacer(routing...).Replace(string(route))
	return errors.Join(
		os.WriteFile(filepath.Join(folder, "route.go"), []byte(routed), 0o644),
		os.WriteFile(filepath.Join(folder, "unserved.go"), []byte(unserved), 0o644),
		os.Mkdir(filepath.Join(folder, "prefix"), 0o755),
		os.WriteFile(filepath.Join(folder, "prefix", "prefix.go"), []byte(prefix), 0o644))
}
