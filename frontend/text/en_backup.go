package text

var enBackup = map[string]string{
	"backup.title":      "Add a backup way to verify",
	"backup.title.text": "Verify your mobile number",
	"backup.text":       "It helps you back in if you lose the other way to verify. 2-step verification turns on after this.",

	"verified.title":   "Your way to verify is ready",
	"verified.text":    "{name} is verified.",
	"verified.off":     "2-step verification is not on yet.",
	"verified.turn_on": "Turn on 2-step verification",
	"verified.more":    "Add another way to verify",

	"security.off.first": "Verify a way first: add one under “Ways to verify”.",
	"security.verified":  "Verified",

	"code.text.only": "This checks that the app is set up right.",
}
