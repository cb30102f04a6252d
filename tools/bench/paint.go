package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

const (
	paintTimes = 3
	paintMost  = time.Second
	takenMost  = 2500 * time.Millisecond
	// browserFolder holds what drives Chromium, by Node.
	browserFolder = "frontend/e2e"
)

// seen is what Chromium saw of the sign-in page, in ms, each time anew; or why
// it couldn't be asked.
type seen struct {
	Missing                 string
	Paint, Usable, Takeover []float64
}

// measurePaint measures in Chromium, over lines as slow as some people's, when
// the sign-in page shows something, when its form takes a key, and when the
// WebAssembly has it. Where Chromium can't be had the row says so.
func measurePaint(ctx context.Context, r *run) (err error) {
	if missing := browserMissing(ctx); missing != "" {
		r.report.add(unseen(missing))
		return nil
	}
	p, err := r.start(ctx, r.serving())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.end(p)) }()
	ctx, stop := context.WithTimeout(ctx, 5*time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, "node", filepath.Join(browserFolder, "paint.js"), p.base+"/t/"+r.orgs[0].short+"/sign-in", strconv.Itoa(r.times(paintTimes)))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("ask Chromium: %w", err)
	}
	var s seen
	if err := json.Unmarshal(out, &s); err != nil {
		return fmt.Errorf("read what Chromium saw: %w", err)
	}
	for _, one := range s.rows() {
		r.report.add(one)
	}
	return nil
}

// browserMissing says what is missing to drive Chromium. The packages for it
// are fetched where npm can.
func browserMissing(ctx context.Context) string {
	if _, err := exec.LookPath("node"); err != nil {
		return "Node is not installed"
	}
	if _, err := os.Stat(filepath.Join(browserFolder, "node_modules", "playwright-core")); err == nil {
		return ""
	}
	npm := exec.CommandContext(ctx, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
	npm.Dir = browserFolder
	if npm.Run() != nil {
		return "npm could not fetch what drives Chromium"
	}
	return ""
}

func unseen(why string) row {
	return row{What: "time in Chromium", Value: "not measured: " + why}
}

func (s seen) rows() []row {
	if s.Missing != "" {
		return []row{unseen(s.Missing)}
	}
	const slow, usual = ", 1.6 Mbit/s and 150 ms", ", 9 Mbit/s and 60 ms"
	return []row{
		within("sign-in's first paint in Chromium"+slow, s.Paint, paintMost),
		within("  its form takes a key"+slow, s.Usable, paintMost),
		within("  WebAssembly has it"+usual, s.Takeover, takenMost),
	}
}

// within is a row of times in ms whose median may not pass a bound.
func within(what string, ms []float64, most time.Duration) row {
	middle := time.Duration(median(ms) * float64(time.Millisecond))
	return row{What: what, Value: brief(middle), Aim: "≤ " + brief(most), Met: len(ms) > 0 && middle <= most}
}
