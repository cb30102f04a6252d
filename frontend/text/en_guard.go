package text

// enGuard is about a reset that doesn't happen at once, as the person reads it
// and an administrator too.
var enGuard = map[string]string{
	"guard.title":          "Reset",
	"guard.approval":       "Reset waits for approval",
	"guard.approval.until": "Asked by {by} {when}. The question ends {time}.",
	"guard.waiting":        "Reset on {time}",
	"guard.by":             "Asked by {by} {when}.",
	"guard.approved":       "Approved by {by}.",
	"guard.stop":           "Stop",
	"guard.stopped":        "Stopped. The reset doesn't happen.",
	"guard.own":            "Until then nothing changes. If you know nothing about it, stop it and tell your administrators.",
}
