package text

// enShared advises against log-ins that several people share.
var enShared = map[string]string{
	"shared.private":        "Keep your account log-in details private. If several colleagues share a log-in, we strongly recommend separate accounts.",
	"shared.own":            "Lately several browsers in several places used your account at the same time. If that wasn't only you, change your password.",
	"shared.ask":            "Ask your administrator to invite your colleague.",
	"shared.invite":         "Invite a colleague",
	"shared.invite.admin":   "Invite colleague",
	"shared.accounts.one":   "{n} account looks like a log-in that several people share.",
	"shared.accounts.other": "{n} accounts look like log-ins that several people share.",
	"shared.separate":       "Several browsers in several places used it at the same time, on two days of the last week. We strongly recommend a separate account for each person.",
	"shared.hide":           "Hide for 30 days",
	"shared.hidden":         "Hidden for 30 days",
	"shared.tag":            "May be shared",
	"shared.person":         "This account looks like a log-in that several people share: several browsers in several places used it at the same time, on two days of the last week. Invite the others, so that each has an account of their own.",
}
