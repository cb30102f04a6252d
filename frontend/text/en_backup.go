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
	"method.back_in":     "To get back in only",

	"policy.section.setup":                 "Set-up",
	"policy.backup":                        "Backup asked for in the set-up",
	"policy.backup.none":                   "None",
	"policy.backup.none.hint":              "One way to verify is enough.",
	"policy.backup.phone":                  "A mobile number",
	"policy.backup.phone.hint":             "People verify one by a text message before it turns on. It can be for getting back in only.",
	"policy.backup.any_second_method":      "A second way of any kind",
	"policy.backup.any_second_method.hint": "People verify two ways before it turns on.",
	"policy.methods_first":                 "Ways to verify come first",
	"policy.methods_first.hint":            "People verify them on their own; only then can they turn 2-step verification on.",
	"error.backup_required":                "Verify a backup way first.",
	"error.backup_text":                    "Accept text messages first: the number gets one.",
	"code.text.only":                       "This checks that the app is set up right.",
}
