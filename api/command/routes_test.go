package command

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"twofold/api/door"
)

// undescribed are the routes for programs that the document leaves out.
var undescribed = map[string]string{
	"GET /openapi.json":                          "is the document",
	"GET /.well-known/passkey-endpoints":         "is asked by password managers, in a form that W3C laid down; it leads to pages",
	"POST /reports/csp":                          "is the browser's, in the forms of W3C, and says nothing but that it came",
	"POST /hooks/sms/:provider/:tenant/:message": "is a provider's, in the provider's form and under its signature",
}

// forPrograms reports whether a path is answered with documents, not pages.
func forPrograms(path string) bool {
	for _, prefix := range []string{"/api/", "/t/:org/api/", "/hooks/", "/reports/", "/.well-known/", "/openapi"} {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}

// What the command lists for programs is what the product's own document
// describes, with the same permissions, both ways. ASVS V2.1.1.
func TestListedRoutesAreTheDescribedOnes(t *testing.T) {
	var out bytes.Buffer
	root := newRoot(&out, &out)
	root.SetArgs([]string{"routes", "--json"})
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	var routes []door.Route
	if err := json.Unmarshal(out.Bytes(), &routes); err != nil {
		t.Fatal(err)
	}
	a, l := built(t)
	if !slices.Equal(routes, a.Routes()) {
		t.Error("the command lists other routes than the product has")
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, a.config.PublicURL+"/openapi.json", nil)
	a.ServeHTTP(w, r)
	l.Close()
	var d struct {
		Paths map[string]map[string]struct {
			Permission string `json:"x-permission"`
		} `json:"paths"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &d); err != nil {
		t.Fatalf("%v: %.200s", err, w.Body)
	}
	var described, listed []string
	for path, methods := range d.Paths {
		for method, op := range methods {
			described = append(described, strings.ToUpper(method)+" "+strings.NewReplacer("{", ":", "}", "").Replace(path)+" "+op.Permission)
		}
	}
	left := 0
	for _, r := range routes {
		name := r.Method + " " + r.Path
		switch {
		case undescribed[name] != "":
			left++
		case forPrograms(r.Path):
			listed = append(listed, name+" "+string(r.Permission))
		}
	}
	if left != len(undescribed) {
		t.Errorf("%d of %d exceptions are routes", left, len(undescribed))
	}
	slices.Sort(described)
	slices.Sort(listed)
	if !slices.Equal(described, listed) {
		t.Errorf("described:\n%s\nlisted:\n%s", strings.Join(described, "\n"), strings.Join(listed, "\n"))
	}
}
