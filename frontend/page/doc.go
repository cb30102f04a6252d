// Package page draws every screen from its data, wire.Page, by name. The
// server and the browser draw the same components; only the server wraps them
// into a document.
//
// The browser's part is two binaries. A new screen is entered in
// screens_admin.go if it has the Admin layout and in screens_app.go if not:
// those two files alone decide which binary it is in, for the linker drops what
// neither of their lists leads to. Links between the two load another document.
package page
