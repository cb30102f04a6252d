package text

// enPeople is about accounts, as their administrators read it and the staff
// about colleagues.
var enPeople = map[string]string{
	"actions":                 "Actions",
	"filter.status":           "Status",
	"filter.status.active":    "Active",
	"filter.status.invited":   "Invited",
	"filter.status.suspended": "Suspended",
	"person.suspend":          "Suspend",
	"person.suspended":        "{name} is suspended.",
	"person.resume":           "Let in again",
	"person.resumed":          "{name} can sign in again.",
	"person.resend":           "Send invitation again",
	"person.resent":           "A new invitation is on its way. The link before stops working.",
}
