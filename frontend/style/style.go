// Package style holds the static files of the pages: one style sheet, one
// sprite of icons, and the scripts that load the WebAssembly, watch the
// connection and ask for passkeys. Only the server imports it.
package style

import (
	_ "embed"
	"slices"
)

//go:embed app.css
var all []byte

//go:embed admin.css
var admin []byte

// CSS is the style sheet: what all pages share, then what the administration
// alone has.
var CSS = slices.Concat(all, admin)

// The other files, as they are served.
var (
	//go:embed icons.svg
	Icons []byte
	//go:embed favicon.svg
	Favicon []byte
	//go:embed boot.js
	Boot []byte
	//go:embed line.js
	Line []byte
	//go:embed passkey.js
	Passkey []byte
)
