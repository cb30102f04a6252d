// Package page draws every screen from its data, wire.Page, by name. The
// server and the browser draw the same components; only the server wraps them
// into a document.
package page
