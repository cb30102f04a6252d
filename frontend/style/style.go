// Package style holds the static files of the pages: one style sheet, one
// sprite of icons, and the script that loads the WebAssembly. Only the server
// imports it.
package style

import _ "embed"

// The files, as they are served.
var (
	//go:embed app.css
	CSS []byte
	//go:embed icons.svg
	Icons []byte
	//go:embed favicon.svg
	Favicon []byte
	//go:embed boot.js
	Boot []byte
)
