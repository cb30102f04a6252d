package wire

import (
	"net/url"
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
	ID         string // operation id of the OpenAPI document; the browser doesn't know it
	Summary    string // nor this
}

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
