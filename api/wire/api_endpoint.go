package wire

import (
	"net/url"
	"slices"
	"strings"
)

// The two roots of the API: of one organization, and of the service itself.
const (
	TenantRoot  = "/t/{org}/api/v1"
	ServiceRoot = "/api/v1"
)

// Endpoint is one operation of the API. Path is relative to Root and names its
// parameters in braces. Permission is a word of package policies; what a
// session may do stands in Session.May, so that a screen can tell whether a
// button works before it is pressed.
type Endpoint struct {
	Method     string
	Root       string
	Path       string
	Permission string
	ID         string // operation id of the OpenAPI document
	Summary    string
}

var endpoints []Endpoint

// Endpoints lists every operation there is, in the order of the tables.
func Endpoints() []Endpoint { return slices.Clone(endpoints) }

// At is Path with its parameters filled in, in order and escaped.
func (e Endpoint) At(values ...string) string {
	path := e.Path
	for _, v := range values {
		open, end := strings.IndexByte(path, '{'), strings.IndexByte(path, '}')
		if open < 0 || end < open {
			break
		}
		path = path[:open] + url.PathEscape(v) + path[end+1:]
	}
	return path
}

//go:noinline
func tenant(method, path, permission, id, summary string) Endpoint {
	return endpoint(method, TenantRoot, path, permission, id, summary)
}

//go:noinline
func service(method, path, permission, id, summary string) Endpoint {
	return endpoint(method, ServiceRoot, path, permission, id, summary)
}

// endpoint is not inlined into every line of the table: that would be a good
// part of the browser's binary.
//
//go:noinline
func endpoint(method, root, path, permission, id, summary string) Endpoint {
	e := Endpoint{Method: method, Root: root, Path: path, Permission: permission, ID: id, Summary: summary}
	endpoints = append(endpoints, e)
	return e
}
