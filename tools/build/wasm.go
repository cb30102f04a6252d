package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/andybalholm/brotli"
)

const (
	static = "api/site/static"
	cache  = "build/wasm"
)

// binaries are what the browser runs, by name. Each is frontend compiled with
// the build tag of that name, which leaves out the others' screens and words.
var binaries = []string{"app", "admin", "staff"}

// uninlined are the packages compiled without inlining. Screens are drawn now
// and then: calls cost them nothing, inlined bodies cost every visitor bytes.
var uninlined = []string{"twofold/frontend/page", "twofold/frontend/part", goapp + "/pkg/app"}

func buildWasm(ctx context.Context, level int) error {
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return fmt.Errorf("make cache: %w", err)
	}
	modfile, err := withoutUnused(ctx)
	if err != nil {
		return err
	}
	failed := make([]error, len(binaries))
	var packing sync.WaitGroup
	for i, name := range binaries {
		plain, err := compileWasm(ctx, modfile, name)
		if err != nil {
			failed[i] = err
			break
		}
		packing.Go(func() { failed[i] = packWasm(name, plain, level) })
	}
	packing.Wait()
	if err := errors.Join(failed...); err != nil {
		return err
	}
	return copyLoader(ctx)
}

// packWasm puts a binary in place and, beside it, its hash, which the service
// would have to read all of it for.
func packWasm(name string, plain []byte, level int) error {
	packed, err := pack(name, plain, level)
	if err != nil {
		return err
	}
	if err := replace(filepath.Join(static, name+".wasm.br"), packed); err != nil {
		return err
	}
	return replace(filepath.Join(static, name+".wasm.sum"), fmt.Appendf(nil, "%x", sha256.Sum256(plain)))
}

func compileWasm(ctx context.Context, modfile, name string) ([]byte, error) {
	path := filepath.Join(cache, fmt.Sprintf("%s-%d.wasm", name, os.Getpid()))
	defer os.Remove(path)
	args := []string{"build", "-modfile=" + modfile, "-v", "-trimpath", "-ldflags=-s -w", "-tags=" + name, "-o", path}
	for _, pattern := range uninlined {
		args = append(args, "-gcflags="+pattern+"=-l")
	}
	args = append(args, "./frontend")
	if err := compile(ctx, name+".wasm", []string{"GOOS=js", "GOARCH=wasm"}, args); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// pack compresses by Brotli, or finds the result of an earlier run with the
// same content and level.
func pack(name string, plain []byte, level int) ([]byte, error) {
	kept := filepath.Join(cache, fmt.Sprintf("%s-%x-%d.br", name, sha256.Sum256(plain), level))
	if packed, err := os.ReadFile(kept); err == nil {
		report(name, plain, packed, level, "kept from before")
		return packed, nil
	}
	fmt.Printf("Compressing %s.wasm with Brotli level %d\n", name, level)
	start := time.Now()
	var packed bytes.Buffer
	// The widest window that every browser reads: the program is longer than the usual one.
	w := brotli.NewWriterOptions(&packed, brotli.WriterOptions{Quality: level, LGWin: 24})
	if _, err := io.Copy(w, bytes.NewReader(plain)); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	report(name, plain, packed.Bytes(), level, fmt.Sprintf("%.1f s", time.Since(start).Seconds()))
	forget(name, level)
	return packed.Bytes(), replace(kept, packed.Bytes())
}

// forget empties the cache of a binary at a level: one result of each is
// enough, and a day's work would leave hundreds.
func forget(name string, level int) {
	old, _ := filepath.Glob(filepath.Join(cache, fmt.Sprintf("%s-*-%d.br", name, level)))
	for _, path := range old {
		os.Remove(path)
	}
}

func report(name string, plain, packed []byte, level int, how string) {
	fmt.Printf("  %s.wasm.br: %.3f MB of %.2f MB (level %d, %s)\n",
		name, float64(len(packed))/1e6, float64(len(plain))/1e6, level, how)
}

func copyLoader(ctx context.Context) error {
	root, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("ask go for GOROOT: %w", err)
	}
	loader, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib/wasm/wasm_exec.js"))
	if err != nil {
		return fmt.Errorf("read wasm_exec.js: %w", err)
	}
	return replace(filepath.Join(static, "wasm_exec.js"), loader)
}

// replace writes the file whole or not at all, and not when it is the same
// already, so that a build running beside this one never embeds half of it.
func replace(path string, content []byte) error {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, content) {
		return nil
	}
	part := filepath.Join(cache, fmt.Sprintf("part-%d-%s", os.Getpid(), filepath.Base(path)))
	if err := os.WriteFile(part, content, 0o644); err != nil {
		return fmt.Errorf("write file: %w", err)
	}
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("put file in place: %w", err)
	}
	return nil
}
