package text

// enNumbers are the words of the check of phone numbers.
var enNumbers = map[string]string{
	"numbers.title":            "Phone numbers",
	"numbers.text":             "Before text messages are allowed, everybody needs a mobile number that they have verified. A number on the profile that isn't verified yet can be proved by its first code, where the policy lets it.",
	"numbers.ready":            "Ready",
	"numbers.of":               "{n} of {all} people",
	"numbers.list":             "People whose number isn't ready",
	"numbers.none":             "Everybody's number is ready.",
	"numbers.nomatch":          "No one matches.",
	"numbers.problem":          "Problem",
	"numbers.number":           "Number ends in",
	"numbers.state.missing":    "No number",
	"numbers.state.unreadable": "Not a phone number",
	"numbers.state.landline":   "Landline",
	"numbers.state.other":      "Internet or premium number",
	"numbers.state.unverified": "Not verified",
	"numbers.mail":             "Email these people",
	"numbers.mailed.one":       "{n} person gets an email.",
	"numbers.mailed.other":     "{n} people get an email.",
	"numbers.csv":              "Download as CSV",
	"numbers.known":            "Allow text messages all the same. These people are asked to verify another way, or to enter a number.",
	"numbers.email":            "Email",
	"numbers.check":            "Check phone numbers",

	"number.invite":      "Mobile number (optional)",
	"number.invite.hint": "For one address alone, with its country, like +44 7700 900123",
}
