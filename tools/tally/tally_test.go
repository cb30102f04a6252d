package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const sample = `package sample

import "testing"

func TestGood(t *testing.T) {}

func TestParts(t *testing.T) {
	t.Run("one", func(t *testing.T) {})
	t.Run("two", func(t *testing.T) { t.Log("quiet"); t.Fatal("loud") })
}
`

// TestCountsARealRun feeds tally what the real go command says.
func TestCountsARealRun(t *testing.T) {
	for name, c := range map[string]struct {
		test string
		want count
		says string
	}{
		"one of three fails": {sample, count{passed: 2, failed: 1}, "loud"},
		"panic":              {"package sample\n\nimport \"testing\"\n\nfunc TestBad(t *testing.T) { panic(\"boom\") }\n", count{failed: 1}, "boom"},
		"no compile":         {"package sample\n\nfunc x() { y() }\n", count{failed: 1}, "undefined: y"},
		"exit outside tests": {"package sample\n\nimport (\n\t\"os\"\n\t\"testing\"\n)\n\nfunc TestMain(m *testing.M) { println(\"gone\"); os.Exit(3) }\n", count{failed: 1}, "gone"},
		"all pass":           {"package sample\n\nimport \"testing\"\n\nfunc TestGood(t *testing.T) {}\n", count{passed: 1}, "ok"},
	} {
		t.Run(name, func(t *testing.T) {
			got, said, faults := tallyOf(t, c.test)
			if got != c.want {
				t.Errorf("counted %v, want %v", got, c.want)
			}
			if !strings.Contains(said, c.says) {
				t.Errorf("said %q, want %q in it", said, c.says)
			}
			if c.want.failed > 0 != strings.Contains(faults, c.says) {
				t.Errorf("of the faults it kept %q, want %q in it where a test failed", faults, c.says)
			}
		})
	}
}

func tallyOf(t *testing.T, test string) (got count, said, faults string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module sample\n\ngo 1.26\n", "sample_test.go": test} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "test", "-json", "./...")
	cmd.Dir = dir
	events, err := cmd.Output()
	if len(events) == 0 {
		t.Fatalf("go test said nothing: %v", err)
	}
	var out strings.Builder
	r := newRun(&out)
	if err := r.read(strings.NewReader(string(events))); err != nil {
		t.Fatal(err)
	}
	return r.total, out.String(), r.faults.String()
}
