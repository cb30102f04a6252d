// Package page draws every screen from its data, wire.Page, by name. The
// server and the browser draw the same components; only the server wraps them
// into a document.
//
// The browser's part is three binaries. A new screen is entered in
// screens_staff.go if it is the company's own staff's, in screens_admin.go if
// it is an organization's administration, and in screens_app.go if it is neither:
// those files alone decide which binary it is in, for the linker drops what its
// list doesn't lead to. Links between two of them load another document.
package page
