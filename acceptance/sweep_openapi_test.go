package acceptance_test

import (
	"net/url"
	"strings"
)

// described is the OpenAPI document, as far as it takes to fill in a request.
type described struct {
	Paths      map[string]map[string]describedOp `json:"paths"`
	Components struct {
		Schemas map[string]shape `json:"schemas"`
	} `json:"components"`
}

type describedOp struct {
	OperationID string `json:"operationId"`
	Parameters  []struct {
		Name   string `json:"name"`
		In     string `json:"in"`
		Schema shape  `json:"schema"`
	} `json:"parameters"`
	RequestBody *struct {
		Content map[string]struct {
			Schema shape `json:"schema"`
		} `json:"content"`
	} `json:"requestBody"`
}

type shape struct {
	Ref        string           `json:"$ref"`
	Type       any              `json:"type"`
	Enum       []any            `json:"enum"`
	Minimum    float64          `json:"minimum"`
	Format     string           `json:"format"`
	Properties map[string]shape `json:"properties"`
	Items      *shape           `json:"items"`
}

// query fills every parameter of the address with text.
func (op describedOp) query(text string) string {
	q := url.Values{}
	for _, p := range op.Parameters {
		if p.In == "query" && p.Schema.Type == "string" && p.Schema.Format == "" && p.Schema.Enum == nil {
			q.Set(p.Name, text)
		}
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// body fills every text of an operation's body with text, nil without one.
func (d described) body(op describedOp, text string) any {
	if op.RequestBody == nil {
		return nil
	}
	return d.fill(op.RequestBody.Content["application/json"].Schema, text)
}

func (d described) fill(s shape, text string) any {
	if name, found := strings.CutPrefix(s.Ref, "#/components/schemas/"); found {
		return d.fill(d.Components.Schemas[name], text)
	}
	if len(s.Enum) > 0 {
		return s.Enum[0]
	}
	switch s.Type {
	case "string":
		return text
	case "integer", "number":
		return s.Minimum
	case "boolean":
		return true
	case "array":
		return []any{d.fill(*s.Items, text)}
	}
	out := map[string]any{}
	for name, one := range s.Properties {
		out[name] = d.fill(one, text)
	}
	return out
}
