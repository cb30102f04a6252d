package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/andybalholm/brotli"
)

const (
	static = "api/site/static"
	cache  = "build/wasm"
)

func buildWasm(ctx context.Context, level int) error {
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return fmt.Errorf("make cache: %w", err)
	}
	plain, err := compileWasm(ctx)
	if err != nil {
		return err
	}
	packed, err := pack(plain, level)
	if err != nil {
		return err
	}
	if err := replace(filepath.Join(static, "app.wasm.br"), packed); err != nil {
		return err
	}
	return copyLoader(ctx)
}

func compileWasm(ctx context.Context) ([]byte, error) {
	path := filepath.Join(cache, fmt.Sprintf("app-%d.wasm", os.Getpid()))
	defer os.Remove(path)
	// Screens are drawn now and then: calls cost them nothing, inlined bodies cost
	// every visitor bytes.
	args := []string{"build", "-v", "-trimpath", "-ldflags=-s -w", "-gcflags=twofold/frontend/page=-l", "-o", path, "./frontend"}
	if err := compile(ctx, "the browser part", []string{"GOOS=js", "GOARCH=wasm"}, args); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// pack compresses by Brotli, or finds the result of an earlier run with the
// same content and level.
func pack(plain []byte, level int) ([]byte, error) {
	kept := filepath.Join(cache, fmt.Sprintf("%x-%d.br", sha256.Sum256(plain), level))
	if packed, err := os.ReadFile(kept); err == nil {
		report(plain, packed, level, "kept from before")
		return packed, nil
	}
	fmt.Printf("Compressing it with Brotli level %d\n", level)
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
	report(plain, packed.Bytes(), level, fmt.Sprintf("%.1f s", time.Since(start).Seconds()))
	forget(level)
	return packed.Bytes(), replace(kept, packed.Bytes())
}

// forget empties the cache of a level: one result of each is enough, and a
// day's work would leave hundreds.
func forget(level int) {
	old, _ := filepath.Glob(filepath.Join(cache, fmt.Sprintf("*-%d.br", level)))
	for _, path := range old {
		os.Remove(path)
	}
}

func report(plain, packed []byte, level int, how string) {
	fmt.Printf("  app.wasm.br: %.2f MB of %.2f MB (level %d, %s)\n",
		float64(len(packed))/1e6, float64(len(plain))/1e6, level, how)
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
	part := filepath.Join(cache, fmt.Sprintf("part-%d", os.Getpid()))
	if err := os.WriteFile(part, content, 0o644); err != nil {
		return fmt.Errorf("write file: %w", err)
	}
	if err := os.Rename(part, path); err != nil {
		return fmt.Errorf("put file in place: %w", err)
	}
	return nil
}
