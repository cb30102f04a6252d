package main

import (
	"fmt"
	"io"
	"strings"
)

// event is one line of `go test -json` (see `go doc test2json`); building a
// test reports by ImportPath instead of Package.
type event struct {
	Action, Package, ImportPath, Test, Output string
	Elapsed                                   float64
}

type count struct{ passed, failed, skipped int }

// run is what is known of a test run so far.
type run struct {
	out      io.Writer
	total    count
	packages map[string]*packageRun
	faults   strings.Builder // what failed tests said
}

type packageRun struct {
	count
	loose   strings.Builder
	said    map[string]*strings.Builder
	parents map[string]bool
}

func newRun(out io.Writer) *run {
	return &run{out: out, packages: map[string]*packageRun{}}
}

func (r *run) take(e event) {
	switch {
	case e.Action == "build-output":
		r.fault(e.Output)
	case e.Package == "":
	case e.Test == "":
		r.takePackage(e)
	default:
		r.takeTest(e)
	}
}

func (r *run) packageRun(name string) *packageRun {
	p := r.packages[name]
	if p == nil {
		p = &packageRun{said: map[string]*strings.Builder{}, parents: map[string]bool{}}
		r.packages[name] = p
	}
	return p
}

func (r *run) takePackage(e event) {
	p := r.packageRun(e.Package)
	switch e.Action {
	case "output":
		p.loose.WriteString(e.Output)
		return
	case "pass", "fail", "skip":
	default:
		return
	}
	if e.Action == "fail" && p.failed == 0 {
		p.failed = 1
		r.fault(p.loose.String())
	}
	delete(r.packages, e.Package)
	r.total.add(p.count)
	if p.count == (count{}) {
		return
	}
	word := "ok  "
	if p.failed > 0 {
		word = "FAIL"
	}
	fmt.Fprintf(r.out, "%s %-40s %s  %.1f s\n", word, e.Package, p.count, e.Elapsed)
}

func (r *run) fault(said string) {
	fmt.Fprint(r.out, said)
	r.faults.WriteString(said)
}

func (c *count) add(more count) {
	c.passed += more.passed
	c.failed += more.failed
	c.skipped += more.skipped
}

func (c count) String() string {
	s := fmt.Sprintf("%d passed, %d failed", c.passed, c.failed)
	if c.skipped > 0 {
		s += fmt.Sprintf(", %d skipped", c.skipped)
	}
	return s
}
