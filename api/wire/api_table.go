//go:build !js

package wire

import "slices"

var endpoints []Endpoint

// Endpoints lists every operation there is, in the order of the tables.
func Endpoints() []Endpoint { return slices.Clone(endpoints) }

func tenant(method, path, permission, id, summary string) Endpoint {
	return endpoint(method, TenantRoot, path, permission, id, summary)
}

func service(method, path, permission, id, summary string) Endpoint {
	return endpoint(method, ServiceRoot, path, permission, id, summary)
}

func endpoint(method, root, path, permission, id, summary string) Endpoint {
	e := Endpoint{Method: method, Root: root, Path: path, Permission: permission, ID: id, Summary: summary}
	endpoints = append(endpoints, e)
	return e
}
