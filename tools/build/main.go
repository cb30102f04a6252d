package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"github.com/andybalholm/brotli"
)

// quick is the Brotli level for run and test: under a second.
const quick = 6

func main() {
	release := flag.Bool("release", false, "take the time to make it small")
	server := flag.String("server", "", "file to write the server program to; empty builds the WebAssembly alone")
	tags := flag.String("tags", "", "build tags of the server program")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := build(ctx, *release, *server, *tags); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func build(ctx context.Context, release bool, server, tags string) error {
	level := quick
	if release {
		level = brotli.BestCompression
	}
	if err := buildWasm(ctx, level); err != nil {
		return fmt.Errorf("build WebAssembly: %w", err)
	}
	if server == "" {
		return nil
	}
	if err := buildServer(ctx, release, server, tags); err != nil {
		return fmt.Errorf("build server: %w", err)
	}
	return nil
}

// buildServer writes a static program, without C, to path.
func buildServer(ctx context.Context, release bool, path, tags string) error {
	args := []string{"build", "-v", fmt.Sprintf("-trimpath=%t", release), "-ldflags=-s -w", "-tags=" + tags, "-o", path, "."}
	return compile(ctx, "the server", []string{"CGO_ENABLED=0"}, args)
}
