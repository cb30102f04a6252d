package text

var enPasskey = map[string]string{
	"signin.or":      "or",
	"signin.passkey": "Sign in with a passkey",

	"passkey.title":       "Use your passkey",
	"passkey.unsupported": "This browser can't use passkeys. Try another way.",
	"passkey.canceled":    "That was canceled or took too long. Try again, or try another way.",
	"passkey.exists":      "You already have a passkey on this device.",

	"passkey.new.title":               "Create a passkey",
	"passkey.new.title.security_key":  "Add a security key",
	"passkey.new.text":                "Your device will ask for your fingerprint, face or screen lock, and keeps the passkey.",
	"passkey.new.text.security_key":   "Your browser will ask you to plug in or tap the key, and perhaps for its PIN.",
	"passkey.new.submit":              "Create passkey",
	"passkey.new.submit.security_key": "Add security key",
	"passkey.new.canceled":            "No passkey was created. Try again or choose another way.",
	"passkey.new.unsupported":         "This browser can't make passkeys. Choose another way.",
	"passkey.new.key":                 "Use a security key instead",
	"passkey.new.device":              "Use this device instead",
	"passkey.new.other":               "Choose another way",

	"passkey.name.title": "Your passkey works",
	"passkey.name.text":  "Give it a name, so that you know it again. 2-step verification turns on after this.",
	"passkey.name.label": "Name this passkey",
	"passkey.name":       "Passkey",
	"passkey.name.key":   "Security key",

	"setup.passkey":      "Passkey",
	"setup.passkey.no":   "This browser can't make passkeys. Choose another.",
	"setup.passkey.text": "Use your fingerprint, face or screen lock. Fastest and safest.",

	"method.remove.manager": "You can also delete it from your password manager.",
	"method.remove.passkey": "It can no longer be used to sign in.",
	"done.next.passkey":     "Next time: your passkey {name}.",
	"done.old.passkey":      "The old way no longer works.",
}
