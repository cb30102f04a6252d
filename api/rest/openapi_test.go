package rest_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"twofold/api/wire"
	"twofold/policies"
)

type document struct {
	OpenAPI    string
	Paths      map[string]map[string]operation
	Components struct{ Schemas map[string]any }
}

type operation struct {
	OperationID string `json:"operationId"`
	Summary     string
	Permission  string `json:"x-permission"`
	Security    []map[string][]string
	Parameters  []struct{ Name, In string }
	RequestBody *struct {
		Content map[string]struct {
			Schema struct {
				Ref string `json:"$ref"`
			}
		}
	}
	Responses map[string]struct{ Content map[string]any }
}

func described(h *house) document {
	h.Helper()
	a := h.client("").send("GET", "/openapi.json", nil)
	var d document
	h.must(json.Unmarshal(a.Body.Bytes(), &d))
	if kind := a.Header().Get("Content-Type"); a.Code != 200 || !strings.HasPrefix(kind, "application/openapi+json") {
		h.Fatalf("%d %s", a.Code, kind)
	}
	return d
}

// Every registered route of the API is in the document and the other way
// round, and every operation of package wire is both.
func TestTheDocumentAndTheRoutesAreTheSame(t *testing.T) {
	h := inHouse(t)
	d := described(h)
	var routes, operations, tables []string
	for _, r := range h.door.Routes() {
		if r.Path != "/openapi.json" {
			routes = append(routes, r.Method+" "+r.Path+" "+string(r.Permission))
		}
	}
	for path, methods := range d.Paths {
		for method, op := range methods {
			path := strings.NewReplacer("{", ":", "}", "").Replace(path)
			operations = append(operations, strings.ToUpper(method)+" "+path+" "+op.Permission)
		}
	}
	for _, e := range wire.Endpoints() {
		path := strings.NewReplacer("{", ":", "}", "").Replace(e.Root + e.Path)
		tables = append(tables, e.Method+" "+path+" "+e.Permission)
	}
	tables = append(tables, "GET /.well-known/jwks.json public")
	for _, list := range [][]string{routes, operations, tables} {
		slices.Sort(list)
	}
	if !slices.Equal(routes, operations) || !slices.Equal(routes, tables) {
		t.Errorf("routes:\n%s\ndocument:\n%s\ntables:\n%s", strings.Join(routes, "\n"), strings.Join(operations, "\n"), strings.Join(tables, "\n"))
	}
}

// ASVS V2.1.1, V8.1.1: what an operation takes, who may call it and how it
// refuses is written down.
func TestEveryOperationIsDescribed(t *testing.T) {
	h := inHouse(t)
	d := described(h)
	if d.OpenAPI != "3.1.0" {
		t.Errorf("version %s", d.OpenAPI)
	}
	ids := map[string]bool{}
	for path, methods := range d.Paths {
		for method, op := range methods {
			if op.OperationID == "" || ids[op.OperationID] || op.Summary == "" || !policies.Permission(op.Permission).Known() {
				t.Errorf("%s %s: id %q, summary %q, permission %q", method, path, op.OperationID, op.Summary, op.Permission)
			}
			ids[op.OperationID] = true
			if open := op.Permission == "public" || op.Permission == "limits.read"; open != (len(op.Security) == 0) {
				t.Errorf("%s: permission %s, security %v", op.OperationID, op.Permission, op.Security)
			}
			checkParameters(t, path, op)
			checkRefusals(t, method, op)
		}
	}
	for name := range d.Components.Schemas {
		if strings.HasPrefix(name, "Error") {
			t.Errorf("schema %s is huma's", name)
		}
	}
}

func checkParameters(t *testing.T, path string, op operation) {
	t.Helper()
	for _, part := range strings.Split(path, "/") {
		name, isParam := strings.CutPrefix(part, "{")
		if !isParam {
			continue
		}
		name = strings.TrimSuffix(name, "}")
		found := 0
		for _, p := range op.Parameters {
			if p.Name == name && p.In == "path" {
				found++
			}
		}
		if found != 1 {
			t.Errorf("%s describes {%s} %d times", op.OperationID, name, found)
		}
	}
}

func checkRefusals(t *testing.T, method string, op operation) {
	t.Helper()
	must := []string{"400", "403", "422", "429", "500", "503"}
	if op.RequestBody != nil {
		must = append(must, "408", "413", "415")
		if _, json := op.RequestBody.Content["application/json"]; !json || len(op.RequestBody.Content) != 1 {
			t.Errorf("%s takes %v", op.OperationID, op.RequestBody.Content)
		}
	}
	if slices.Contains([]string{"save-policy", "save-template", "reset-template"}, op.OperationID) {
		must = append(must, "412", "428")
	}
	fine := 0
	for status, r := range op.Responses {
		if status[0] == '2' {
			fine++
			continue
		}
		if _, problem := r.Content[wire.ProblemType]; !problem || len(r.Content) != 1 {
			t.Errorf("%s refuses %s with %v", op.OperationID, status, r.Content)
		}
	}
	for _, status := range must {
		if _, there := op.Responses[status]; !there {
			t.Errorf("%s does not describe %s", op.OperationID, status)
		}
	}
	if fine != 1 {
		t.Errorf("%s %s has %d good answers", method, op.OperationID, fine)
	}
}

// Only what is described is served: no documentation page, no schema files, no
// YAML of huma's own.
func TestHumaServesNothingOfItsOwn(t *testing.T) {
	h := inHouse(t)
	for _, path := range []string{"/docs", "/openapi.yaml", "/openapi-3.0.json", "/schemas/Problem.json", "/api/openapi.json"} {
		if a := h.client("").send("GET", path, nil); a.Code != 404 {
			t.Errorf("%s: %d", path, a.Code)
		}
	}
	if text := h.client("").send("GET", "/api/v1/limits", nil); strings.Contains(text.Body.String(), "$schema") || text.Header().Get("Link") != "" {
		t.Errorf("%v %s", text.Header(), text.Body)
	}
}
