package page

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// wordy is what reads like words for people: two beside each other, or one
// that begins as a sentence does.
var wordy = regexp.MustCompile(`(?:^|[^\w-])[A-Za-z]{2,}[,.:]? [A-Za-z]{2,}(?:$|[^\w-])|^[A-Z][a-z]+[.:]?$`)

// notWords are callers whose texts people don't read.
var notWords = map[string]bool{"Errorf": true, "New": true, "Get": true, "Call": true, "Set": true, "WriteString": true, "Raw": true, "Log": true, "Format": true, "MustCompile": true}

// technical are texts that only read like words.
var technical = []string{"username webauthn", "Escape", "noopener noreferrer"}

// TestNoWordsOutsideTheCatalog reads the code of screens and parts for texts
// that aren't keys.
func TestNoWordsOutsideTheCatalog(t *testing.T) {
	for _, room := range []string{".", "../part", "../../api/site"} {
		files, err := filepath.Glob(filepath.Join(room, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", room, len(files), err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			set := token.NewFileSet()
			p, err := parser.ParseFile(set, name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(p, func(n ast.Node) bool {
				switch x := n.(type) {
				case *ast.CallExpr:
					if f, ok := x.Fun.(*ast.SelectorExpr); ok && notWords[f.Sel.Name] {
						return false
					}
				case *ast.ImportSpec, *ast.Field:
					return false
				case *ast.BasicLit:
					if s, err := strconv.Unquote(x.Value); err == nil && x.Kind == token.STRING && wordy.MatchString(s) && !slices.Contains(technical, s) {
						t.Errorf("%s: %q is said without a key", set.Position(x.Pos()), s)
					}
				}
				return true
			})
		}
	}
}
