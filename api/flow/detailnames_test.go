package flow_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"twofold/frontend/text"
)

// fixed is how many arguments stand before the details of an event.
var fixed = map[string]int{"record": 5, "recordOn": 6, "withDetail": 1}

var detailName = regexp.MustCompile(`^[a-z][a-z_.]*$`)

// TestEveryDetailOfAnEventHasWords reads here which details events are written
// with: of each name, and of each setting of the policy, the audit log has
// words.
func TestEveryDetailOfAnEventHasWords(t *testing.T) {
	names, settings := map[string]string{}, map[string]string{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			list, prefix := names, ""
			if name == "policydiffback.go" {
				list, prefix = settings, "ways_back."
			}
			for _, one := range detailsIn(n) {
				list[prefix+one] = name
			}
			if lit, ok := n.(*ast.BasicLit); ok && strings.HasPrefix(lit.Value, `"password, `) {
				checkHow(t, strings.Trim(lit.Value, `"`))
			}
			if call, ok := n.(*ast.CallExpr); ok && name == "policydiff.go" && called(call) == "add" && len(call.Args) == 3 {
				for _, one := range pairs(call.Args[:1], false) {
					settings[one] = name
				}
			}
			return true
		})
	}
	if len(names) < 40 || len(settings) < 35 {
		t.Errorf("only found %d details and %d settings", len(names), len(settings))
	}
	for name, file := range names {
		if !text.Has(text.Default, "audit.detail."+name) {
			t.Errorf("%s writes the detail %q, which has no words", file, name)
		}
	}
	for name, file := range settings {
		if !text.Has(text.Default, "policy."+name) {
			t.Errorf("%s writes the setting %q, which has no words", file, name)
		}
	}
}

// checkHow wants words for each part of how somebody signed in.
func checkHow(t *testing.T, how string) {
	t.Helper()
	for _, one := range strings.Split(how, ", ") {
		key := strings.ReplaceAll(one, " ", "_")
		if one != "" && !text.Has(text.Default, "audit.how."+key) && !text.Has(text.Default, "methods."+key) {
			t.Errorf("somebody signed in by %q, which has no words", one)
		}
	}
}

// detailsIn are the names of details in one node: in the calls that write
// events, and in the lists of pairs they are put together in.
func detailsIn(n ast.Node) []string {
	switch x := n.(type) {
	case *ast.CallExpr:
		if at, ok := fixed[called(x)]; ok && len(x.Args) > at {
			return pairs(x.Args[at:], false)
		}
		if called(x) == "append" && len(x.Args) > 2 {
			return pairs(x.Args[1:], true)
		}
	case *ast.CompositeLit:
		if list, ok := x.Type.(*ast.ArrayType); (ok && list.Len == nil && isIdent(list.Elt, "string")) || x.Type == nil {
			return pairs(x.Elts, true)
		}
	case *ast.AssignStmt:
		if at, ok := x.Lhs[0].(*ast.IndexExpr); ok {
			if of, ok := at.X.(*ast.SelectorExpr); ok && of.Sel.Name == "Detail" {
				return pairs([]ast.Expr{at.Index}, false)
			}
		}
	}
	return nil
}

// pairs are the names of names and values by turns; strictly, none unless it
// looks like them.
func pairs(list []ast.Expr, strictly bool) []string {
	var out []string
	literal := 0
	for i, e := range list {
		lit, ok := e.(*ast.BasicLit)
		word := ""
		if ok {
			word, _ = strconv.Unquote(lit.Value)
		}
		switch {
		case i%2 == 1 && ok:
			literal++
		case i%2 == 0 && detailName.MatchString(word):
			out = append(out, word)
		case i%2 == 0 && strictly:
			return nil
		}
	}
	if strictly && (len(list)%2 != 0 || literal == len(list)/2 && len(list) != 2) {
		return nil
	}
	return out
}

func called(x *ast.CallExpr) string {
	switch f := x.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func isIdent(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}
