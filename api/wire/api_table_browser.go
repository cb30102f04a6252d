//go:build js

package wire

// In the browser an operation is what it takes to call it. Without the rest and
// the list of all, the linker keeps those alone that a screen calls.

func tenant(method, path, permission, _, _ string) Endpoint {
	return Endpoint{Method: method, Root: TenantRoot, Path: path, Permission: permission}
}

func service(method, path, permission, _, _ string) Endpoint {
	return Endpoint{Method: method, Root: ServiceRoot, Path: path, Permission: permission}
}
