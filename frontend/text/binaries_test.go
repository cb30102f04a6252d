package text

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestEachBinaryHoldsTheWordsItAsksFor links what the browser runs. Of every
// key that its code names, and of every key that begins as a text of the code
// that ends in a dot, the words have to be there too.
func TestEachBinaryHoldsTheWordsItAsksFor(t *testing.T) {
	all := merged()
	for _, name := range []string{"app", "admin", "staff"} {
		b := link(t, name)
		held := 0
		for key, words := range all {
			if b.holds(words) {
				held++
			} else if b.asks(all, key) {
				t.Errorf("%s.wasm asks for the text %q, which words_%s.go doesn't lead to", name, key, name)
			}
		}
		if held < len(all)/5 || held == len(all) {
			t.Errorf("%s.wasm holds %d of %d texts", name, held, len(all))
		}
	}
}

// binary is a program for the browser and the short texts that the linker
// found to be used in it. It names long ones by their hashes.
type binary struct {
	program []byte
	texts   map[string]bool
}

const short = 60

func link(t *testing.T, name string) binary {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	cmd := exec.Command("go", "build", "-tags", name, "-ldflags=-dumpdep", "-o", path, "twofold/frontend")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("link %s: %v\n%s", name, err, said)
	}
	b := binary{texts: map[string]bool{}}
	for _, m := range regexp.MustCompile(`(?m) -> go:string\.(".*")$`).FindAllSubmatch(said, -1) {
		if s, err := strconv.Unquote(string(m[1])); err == nil {
			b.texts[s] = true
		}
	}
	if b.program, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b binary) holds(words string) bool {
	return b.texts[words] || len(words) > short && bytes.Contains(b.program, []byte(words))
}

func (b binary) asks(all map[string]string, key string) bool {
	for _, form := range []string{".one", ".other"} {
		stem, plural := strings.CutSuffix(key, form)
		if plural && b.texts[stem] && all[stem+".one"] != "" && all[stem+".other"] != "" {
			return true
		}
	}
	for i, r := range key {
		if r == '.' && b.texts[key[:i+1]] {
			return true
		}
	}
	return b.texts[key]
}
