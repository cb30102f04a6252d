package text

// enInstance is the first run of an installation.
var enInstance = map[string]string{
	"instance.title":     "Set up this installation",
	"instance.text":      "You'll be its first operator. Organizations come afterwards.",
	"instance.code":      "Set-up code",
	"instance.code.hint": "The server printed it in its log when it started. On the server, “twofold staff create” prints a new one.",
	"instance.next":      "Next: set up your own 2-step verification.",
	"instance.submit":    "Continue",
	"instance.ready":     "This instance is already set up.",
	"instance.signin":    "Sign in",
}
