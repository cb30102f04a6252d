package wire

// System is a system page. Kind is one of the Kind constants.
type System struct {
	Kind string `json:"kind"`
	// Wait is the number of seconds to wait (too_many, unavailable).
	Wait int `json:"wait,omitempty"`
	// People are who can do what this person may not (forbidden).
	People []string `json:"people,omitempty"`
	// Home is where the button leads, "/" of the organization when empty.
	Home string `json:"home,omitempty"`
}

// Kinds of system page.
const (
	KindNotFound    = "not_found"    // 404
	KindForbidden   = "forbidden"    // 403
	KindBadRequest  = "bad_request"  // 400
	KindMethod      = "method"       // 405
	KindGone        = "gone"         // 410
	KindTooMany     = "too_many"     // 429
	KindInternal    = "internal"     // 500
	KindUnavailable = "unavailable"  // 503
	KindLinkExpired = "link_expired" // 410
	KindLinkUsed    = "link_used"    // 410
	KindSuspended   = "suspended"    // 403, after a right password only
	KindClosed      = "closed"       // 403, sign-up of organizations is closed
)

// Screen names the page.
func (System) Screen() string { return "system" }
