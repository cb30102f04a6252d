package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	level := flag.Int("brotli", 6, "Brotli level of the WebAssembly, 0 to 11")
	server := flag.String("server", "", "file to write the server program to; empty builds the WebAssembly alone")
	tags := flag.String("tags", "", "build tags of the server program")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := build(ctx, *level, *server, *tags); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func build(ctx context.Context, level int, server, tags string) error {
	if err := buildWasm(ctx, level); err != nil {
		return fmt.Errorf("build WebAssembly: %w", err)
	}
	if server == "" {
		return nil
	}
	if err := buildServer(ctx, server, tags); err != nil {
		return fmt.Errorf("build server: %w", err)
	}
	return nil
}

// buildServer writes a static program to path: no C, no paths of this machine.
func buildServer(ctx context.Context, path, tags string) error {
	args := []string{"build", "-v", "-trimpath", "-ldflags=-s -w", "-tags=" + tags, "-o", path, "."}
	return compile(ctx, "the server", []string{"CGO_ENABLED=0"}, args)
}
