package text

// enInstance is the first run of an installation.
var enInstance = map[string]string{
	"instance.title":             "Set up this installation",
	"instance.text":              "You'll be its first operator. Organizations come afterwards.",
	"instance.code":              "Set-up code",
	"instance.code.hint":         "The server printed it in its log when it started. On the server, “twofold staff create” prints a new one.",
	"instance.next":              "Next: set up your own 2-step verification.",
	"instance.submit":            "Continue",
	"instance.checks":            "Public address",
	"instance.fine":              "Fine",
	"instance.wrong":             "Change this",
	"instance.https.ok":          "{set} is safe to sign in at.",
	"instance.https.bad":         "{set} is plain HTTP, so passwords would travel unencrypted. Let a proxy end TLS and set public_url to its https address.",
	"instance.address.ok":        "It is the address that this browser uses.",
	"instance.address.bad":       "public_url is {set}, but this browser came by {seen}. Set public_url to the address that people type, or let the proxy pass the Host header on.",
	"instance.cookie.ok":         "A cookie came back, so people stay signed in.",
	"instance.cookie.bad":        "A cookie was sent and did not come back. Open this page by HTTPS or on localhost, and allow cookies for it.",
	"instance.clock.ok":          "The clocks of the server and its database agree.",
	"instance.clock.bad":         "The clocks of the server and its database are {seen} seconds apart. Set both by NTP: codes of apps depend on them.",
	"instance.browser_clock.ok":  "The clocks of the server and this browser agree.",
	"instance.browser_clock.bad": "The clocks of the server and this browser are {seen} minutes apart. Set the wrong one by NTP: codes of apps depend on them.",
	"instance.ready":             "This instance is already set up.",
	"instance.signin":            "Sign in",
}
