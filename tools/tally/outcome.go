package main

import (
	"fmt"
	"strings"
)

// takeTest notes one event of a test. What a test says is held back until it
// ends, and shown if it failed.
func (r *run) takeTest(e event) {
	p := r.packageRun(e.Package)
	switch e.Action {
	case "run":
		if i := strings.LastIndex(e.Test, "/"); i > 0 {
			p.parents[e.Test[:i]] = true
		}
	case "output":
		p.hold(e)
	case "pass":
		p.passed += p.weight(e.Test)
		delete(p.said, e.Test)
	case "skip":
		p.skipped += p.weight(e.Test)
		fmt.Fprint(r.out, p.take(e.Test))
	case "fail":
		p.fail(e.Test)
		r.fault(p.take(e.Test))
	}
}

func (p *packageRun) hold(e event) {
	said := p.said[e.Test]
	if said == nil {
		said = &strings.Builder{}
		p.said[e.Test] = said
	}
	said.WriteString(e.Output)
}

// take is what a test that ended has said.
func (p *packageRun) take(test string) string {
	said := p.said[test]
	if said == nil {
		return ""
	}
	delete(p.said, test)
	return said.String()
}

func (p *packageRun) weight(test string) int {
	if p.parents[test] {
		return 0
	}
	return 1
}

// fail counts a failed test; a parent whose subtests all passed failed by
// itself and counts too.
func (p *packageRun) fail(test string) {
	if !p.parents[test] || p.failed == 0 {
		p.failed++
	}
}
