package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

const heartbeat = 5 * time.Second

// compile runs the go command with -v and turns what it says into a line of
// progress every few seconds; errors pass through as they are.
func compile(ctx context.Context, what string, env, args []string) error {
	fmt.Printf("Compiling %s\n", what)
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout = os.Stdout
	out, err := cmd.StderrPipe()
	if err != nil {
		return fmt.Errorf("open pipe: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start go: %w", err)
	}
	follow(out, os.Stdout, os.Stderr)
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("go %s: %w", args[0], err)
	}
	return nil
}

// follow reads what `go build -v` says until it ends: modules it fetches and
// packages it compiles are counted, everything else is printed to errs.
func follow(from io.Reader, to, errs io.Writer) {
	lines := make(chan string)
	go func() {
		defer close(lines)
		scan := bufio.NewScanner(from)
		scan.Buffer(nil, 1<<20)
		for scan.Scan() {
			lines <- scan.Text()
		}
	}()
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	var seen counts
	for {
		select {
		case line, open := <-lines:
			if !open {
				return
			}
			if !seen.add(line) {
				fmt.Fprintln(errs, line)
			}
		case <-tick.C:
			fmt.Fprintf(to, "  … %d modules fetched, %d packages compiled\n", seen.modules, seen.packages)
		}
	}
}

type counts struct{ modules, packages int }

// add reports whether the line was progress rather than a message.
func (c *counts) add(line string) bool {
	switch {
	case strings.HasPrefix(line, "go: downloading "):
		c.modules++
	case line != "" && !strings.ContainsAny(line, " :#\t"):
		c.packages++
	default:
		return false
	}
	return true
}
