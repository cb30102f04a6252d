package text

// enGrants is about what helpers give people to get back in.
var enGrants = map[string]string{
	"error.access_short": "Enter all 8 digits of the code",
	"error.access_long":  "The code has 8 digits. You entered {n}.",
	"error.access_wrong": "That code is not correct. Enter the 8 digits your administrator gave you.",
	"error.access_used":  "That code was already used. Ask your administrator for a new one.",
	"error.access_over":  "That code no longer works. Ask your administrator for a new one.",
	"error.grant_over":   "This is no longer open.",
	"error.grant_limit":  "Support has helped this person three times in a year. An administrator can reset them.",
	"error.frozen":       "Help for this account was stopped, since somebody said it wasn't them. Ask an owner.",

	"event.grant.given":   "A way back in was given",
	"event.grant.used":    "A way back in was used",
	"event.grant.stopped": "A way back in was stopped",
}
