package text

// enRequestWords are those about requests that both sides read.
var enRequestWords = map[string]string{
	"ask.reason.lost_phone":    "I lost my phone",
	"ask.reason.new_phone":     "I have a new phone",
	"ask.reason.app_deleted":   "I deleted the app",
	"ask.reason.other":         "Something else",
	"request.kind.lost_device": "Lost phone or app",
	"request.kind.unlock":      "Signing in is paused",
	"request.kind.approval":    "Approval of a reset",
	"error.required_reach":     "Say how they can reach you",
	"error.request_closed":     "This request is over.",
	"error.request_taken":      "{name} is on this request. Take it over first.",
	"error.request_nobody":     "Nobody in {org} can answer this.",
	"error.requests_off":       "{org} takes no requests here. Contact support.",
	"error.not_locked":         "Signing in isn't paused. Try again.",
	"error.caller_tries":       "{n} codes were entered for this request. No more are checked: make sure another way.",
	"error.caller_wrong":       "That's not the code we sent, or its time is over.",
	"error.caller_no_way":      "Nothing of that kind is on file.",

	"nav.requests":           "Requests",
	"nav.waiting.one":        "{place} ({n} waits)",
	"nav.waiting.other":      "{place} ({n} wait)",
	"confirm.reason.request": "to help {name}",
}
