package domain

// Purpose is what a one-time code or challenge is for. One that was made for
// a purpose is refused for every other (A5).
type Purpose string

const (
	PurposeSignIn       Purpose = "signin"       // the second step
	PurposeConfirm      Purpose = "confirm"      // confirm that it's still you
	PurposeVerification Purpose = "verification" // binding a number, an address or a passkey
	PurposeReset        Purpose = "reset"        // a forgotten password
	PurposeCaller       Purpose = "caller"       // showing an administrator who asks for a reset
	PurposeCase         Purpose = "case"         // read out to support by a caller
	PurposeRecovery     Purpose = "recovery"     // the text message that stands in for a lost device
	PurposeRequest      Purpose = "request"      // read out to an administrator who answers a request
)

// PhoneState is what a check of the number of a person's profile found (M4).
type PhoneState string

const (
	PhoneMissing    PhoneState = ""
	PhoneUnreadable PhoneState = "unreadable"
	PhoneLandline   PhoneState = "landline"
	PhoneOther      PhoneState = "other"      // VoIP, premium, pager and the like
	PhoneUnverified PhoneState = "unverified" // can get texts; nobody proved it yet
	PhoneVerified   PhoneState = "verified"
)

// Textable reports whether a code may be sent to a number in this state.
func (s PhoneState) Textable() bool { return s == PhoneUnverified || s == PhoneVerified }
