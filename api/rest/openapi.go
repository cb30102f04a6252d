package rest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"twofold/api/door"
	"twofold/api/wire"
	"twofold/policies"
)

const documentPath = "/openapi.json"

// document configures huma: JSON alone, problem documents by their own name,
// nothing of its own on the router, no links to schemas in answers.
func document(c Config) huma.Config {
	json := huma.DefaultJSONFormat
	doc := &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{Title: "Twofold", Version: "1", Description: "Everything the screens can do, as JSON. Refusals are problem documents (RFC 9457) whose code says what is wrong. " +
			"Browsers use cookies and send X-Csrf-Token with every change once they have one; other clients ask for bearer tokens when they sign in."},
		Servers: []*huma.Server{{URL: c.Issuer}},
		Components: &huma.Components{
			Schemas: huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer),
			SecuritySchemes: map[string]*huma.SecurityScheme{
				bearerScheme: {Type: "http", Scheme: "bearer", Description: "An opaque token of the organization: tfs_ for a session, tfh_ for a half-finished sign-in, tft_ for a trusted client"},
				cookieScheme: {Type: "apiKey", In: "cookie", Name: "__Host-s-{organization id}", Description: "A browser's session; changes need the header X-Csrf-Token too"},
			},
		},
	}
	return huma.Config{OpenAPI: doc, Formats: map[string]huma.Format{"application/json": json, "json": json, wire.ProblemType: json},
		DefaultFormat: "application/json", RejectUnknownQueryParameters: true}
}

const (
	bearerScheme = "bearer"
	cookieScheme = "cookie"
)

// describe fills in what every operation of its kind says the same way: the
// organization of the path, its permission, who may call it, and its refusals.
func (s *Server) describe(op *huma.Operation, e wire.Endpoint) {
	op.Tags = []string{tag(e)}
	op.Description = "Permission: `" + e.Permission + "`"
	op.Extensions = map[string]any{"x-permission": e.Permission}
	if e.Root == wire.TenantRoot {
		op.Parameters = append(op.Parameters, orgParam)
	}
	if policies.Permission(e.Permission) != policies.Public && policies.Permission(e.Permission) != policies.LimitsRead {
		op.Security = []map[string][]string{{bearerScheme: {}}, {cookieScheme: {}}}
	}
	op.Responses = map[string]*huma.Response{}
	for _, status := range refusals(e) {
		op.Responses[strconv.Itoa(status)] = s.problem(status)
	}
}

// orgParam and what problem returns are the same in every operation that has
// them: of their own each, they were a tenth of what the service holds.
var orgParam = &huma.Param{Name: "org", In: "path", Required: true, Description: "Short name of the organization",
	Schema: &huma.Schema{Type: huma.TypeString, Pattern: "^[a-z0-9-]{3,40}$"}}

func (s *Server) problem(status int) *huma.Response {
	if s.problems[status] == nil {
		schema := s.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[wire.Problem](), true, "Problem")
		s.problems[status] = &huma.Response{Description: http.StatusText(status), Content: map[string]*huma.MediaType{wire.ProblemType: {Schema: schema}}}
	}
	return s.problems[status]
}

// tag groups operations by the first word of their path.
func tag(e wire.Endpoint) string {
	first, _, _ := strings.Cut(strings.TrimPrefix(e.Path, "/"), "/")
	return first
}

// refusals are the statuses an operation may refuse with.
func refusals(e wire.Endpoint) []int {
	out := []int{http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests,
		http.StatusInternalServerError, http.StatusServiceUnavailable}
	if e.Root == wire.TenantRoot {
		out = append(out, http.StatusUnauthorized)
	}
	if e.Method != http.MethodGet {
		out = append(out, http.StatusRequestTimeout, http.StatusConflict, http.StatusGone, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	if e == wire.SavePolicy || e == wire.SaveTemplate || e == wire.ResetTemplate {
		out = append(out, http.StatusPreconditionFailed, http.StatusPreconditionRequired)
	}
	return out
}

// serveDocument answers /openapi.json with what is registered. It is written
// when it is asked for first: that takes as long as much of the start.
func (s *Server) serveDocument() {
	for _, unused := range []string{"ErrorModel", "ErrorDetail"} {
		delete(s.api.OpenAPI().Components.Schemas.Map(), unused)
	}
	written := sync.OnceValues(func() ([]byte, error) { return json.Marshal(s.api.OpenAPI()) })
	s.door.Mount(policies.Public, http.MethodGet, documentPath, func(c *door.Call) error {
		text, err := written()
		if err != nil {
			return fmt.Errorf("describe the API: %w", err)
		}
		c.Gin.Data(http.StatusOK, "application/openapi+json;version=3.1", text)
		return nil
	})
}

// OpenAPI is the description of the API as served.
func (s *Server) OpenAPI() *huma.OpenAPI { return s.api.OpenAPI() }
