package part

import (
	"go/ast"
	"os"
	"strings"
	"testing"
)

func sprite(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../style/icons.svg")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// collectIcons finds the names given to Icon, icon and Tag as literals, and to
// the field Icon of a Choice.
func collectIcons(_ string, file *ast.File, names map[string]bool) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			sel, ok := n.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			at, known := map[string]int{"Icon": 0, "icon": 0, "Tag": 1}[sel.Sel.Name]
			if known && at < len(n.Args) {
				addLiteral(n.Args[at], names)
			}
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Icon" {
				addLiteral(n.Value, names)
			}
		}
		return true
	})
}

func addLiteral(e ast.Expr, names map[string]bool) {
	if lit, ok := e.(*ast.BasicLit); ok {
		names[strings.Trim(lit.Value, `"`)] = true
	}
}
