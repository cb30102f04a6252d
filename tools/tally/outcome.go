package main

import (
	"fmt"
	"io"
	"strings"
)

// takeTest notes one event of a test. What a test says is held back until it
// ends, and shown if it failed.
func (p *packageRun) takeTest(out io.Writer, e event) {
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
		p.show(out, e.Test)
	case "fail":
		p.fail(e.Test)
		p.show(out, e.Test)
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

func (p *packageRun) show(out io.Writer, test string) {
	if said := p.said[test]; said != nil {
		fmt.Fprint(out, said.String())
		delete(p.said, test)
	}
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
