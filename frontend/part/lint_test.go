package part

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// allowed are the names of go-app that pages and the entry point may use: none
// of them writes an element, an attribute or a class.
var allowed = map[string]bool{
	"UI": true, "Compo": true, "Composer": true, "Context": true, "Event": true, "EventHandler": true, "HTMLString": true,
	"Window": true, "Value": true, "Func": true, "FuncOf": true, "TypeString": true, "TypeNumber": true, "IsServer": true, "IsClient": true,
	"Text": true, "Log": true, "RouteWithRegexp": true, "RunWhenOnBrowser": true, "NewTestEngine": true, "TestEngine": true,
}

func TestOnlyPartsWriteMarkup(t *testing.T) {
	files := goFiles(t, "..", func(path string) bool {
		return !strings.HasPrefix(path, "../part/") && !strings.HasPrefix(path, "../e2e/")
	})
	if len(files) < 10 {
		t.Fatalf("only %d files read", len(files))
	}
	for path, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == "app" && !allowed[sel.Sel.Name] {
					t.Errorf("%s uses app.%s; elements are written in frontend/part", path, sel.Sel.Name)
				}
			}
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && className(lit.Value) && !strings.HasSuffix(path, "/document.go") {
				t.Errorf("%s names a class: %s", path, lit.Value)
			}
			return true
		})
	}
}

// TestPartsWriteAttributesThroughAttr allows go-app's attribute setters in
// attr.go only.
func TestPartsWriteAttributesThroughAttr(t *testing.T) {
	setters := map[string]bool{"Attr": true, "Class": true, "Href": true, "Value": true, "ID": true, "Aria": true, "DataSet": true,
		"Title": true, "Src": true, "Style": true, "Styles": true, "Placeholder": true, "Name": true, "Type": true, "For": true, "Role": true}
	for path, file := range goFiles(t, ".", func(path string) bool {
		return path != "attr.go" && !strings.HasSuffix(path, "_test.go")
	}) {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, isIdent := sel.X.(*ast.Ident); isIdent {
				if x.Name == "app" && strings.HasPrefix(sel.Sel.Name, "Elem") {
					t.Errorf("%s builds an element without attrs", path)
				}
				return true
			}
			if setters[sel.Sel.Name] {
				t.Errorf("%s sets an attribute by .%s(…); use attrs", path, sel.Sel.Name)
			}
			return true
		})
	}
}

func className(literal string) bool {
	s := strings.Trim(literal, "`\"")
	return strings.HasPrefix(s, "c-") || strings.HasPrefix(s, "u-") || strings.Contains(s, "class=")
}

func goFiles(t *testing.T, root string, keep func(string) bool) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && d.Name() == "node_modules" {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || !keep(path) {
			return nil
		}
		files[path], err = parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
