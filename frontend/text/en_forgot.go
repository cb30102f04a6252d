package text

var enForgot = map[string]string{
	"signin.forgot":     "Forgot your password?",
	"forgot.ask.title":  "Forgot your password?",
	"forgot.text":       "Enter your email. We'll send a link to choose a new password.",
	"forgot.ask.submit": "Send link",
	"forgot.sent.title": "Check your email",
	"forgot.sent.text":  "If {email} has an account, we've sent a link. It works for {minutes} minutes.",
	"forgot.sent.other": "Use a different address",

	"forgot.verify":               "First, verify it's you",
	"forgot.as":                   "Choosing a new password for {email}",
	"forgot.cant":                 "I can't verify",
	"forgot.title":                "Choose a new password",
	"forgot.everywhere":           "You'll be signed out everywhere.",
	"forgot.password":             "New password",
	"forgot.again":                "New password again",
	"forgot.submit":               "Change password",
	"forgot.stopped.expired":      "This link has expired",
	"forgot.stopped.expired.text": "This link has expired. Links work for {minutes} minutes and once.",
	"forgot.stopped.expired.go":   "Send a new link",
	"forgot.stopped.late":         "Start again",
	"forgot.stopped.late.text":    "This took too long or was ended elsewhere, so we stopped for safety. Your link still works.",
	"forgot.stopped.late.go":      "Start again",
	"forgot.stopped.stuck":        "We can't verify that it's you",
	"forgot.stopped.stuck.text":   "None of your ways to verify can be used right now. Your link stays valid.",
	"forgot.stopped.stuck.go":     "I can't verify",

	"helpsignin.forgot":      "I forgot my password",
	"helpsignin.forgot.text": "We send a link to your email, and you choose a new password.",
	"helpsignin.forgot.link": "Send link",

	"event.user.password_reset.asked":    "A link to choose a new password was sent",
	"event.user.password_reset.opened":   "The link to choose a new password was opened",
	"event.user.password_reset.verified": "Verified who it was to choose a new password",
	"event.user.password_reset":          "A new password was chosen by a link",
}
