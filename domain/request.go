package domain

import (
	"strconv"
	"time"
	"unicode/utf8"
)

// RequestKind is what a request asks of those who administer.
type RequestKind string

const (
	RequestLostDevice RequestKind = "lost_device" // a reset, by somebody locked out (F27)
	RequestUnlock     RequestKind = "unlock"      // an end of the pause after wrong codes
	RequestApproval   RequestKind = "approval"    // another administrator's word on a reset
)

// RequestKinds is the whole vocabulary.
var RequestKinds = []RequestKind{RequestLostDevice, RequestUnlock, RequestApproval}

// RequestReason is why somebody's second step is out of reach.
type RequestReason string

// RequestReasons are what a person may choose from, in the order shown.
var RequestReasons = []RequestReason{"lost_phone", "new_phone", "app_deleted", "other"}

// RequestState says how far a request has come.
type RequestState string

const (
	RequestOpen     RequestState = "open"
	RequestTaken    RequestState = "taken"    // an administrator is on it
	RequestDone     RequestState = "done"     // what was asked for happened
	RequestDeclined RequestState = "declined" // with a reason
	RequestExpired  RequestState = "expired"  // nobody answered in time, or the account changed meanwhile
	RequestStopped  RequestState = "stopped"  // the person said "this wasn't me"
)

// RequestStates is the whole vocabulary.
var RequestStates = []RequestState{RequestOpen, RequestTaken, RequestDone, RequestDeclined, RequestExpired, RequestStopped}

// Live reports whether a request still waits for an end.
func (s RequestState) Live() bool { return s == RequestOpen || s == RequestTaken }

const (
	RequestFor   = 7 * 24 * time.Hour // life of a request
	ApprovalFor  = 24 * time.Hour     // life of a question for approval
	RequestTries = 3                  // codes an administrator may type in for a request
	RequestWords = 500                // most characters of a message or a reason
	ReachWords   = 200                // most characters of how to be reached
)

// RequestName is what people call a request by its number.
func RequestName(number int64) string { return "R-" + strconv.FormatInt(number, 10) }

// CheckRequest refuses a request that isn't filled in. An unlock takes no
// more than the press of its button.
func CheckRequest(kind RequestKind, reason RequestReason, message, reach string) error {
	var reasonBad, messageBad, reachBad *Error
	if kind == RequestLostDevice && !contains(RequestReasons, reason) {
		reasonBad = RefuseField(Invalid, CodeReasonRequired, "reason")
	}
	if !lines(message, RequestWords) {
		messageBad = RefuseField(Invalid, CodeNameLong, "message").With("n", RequestWords)
	}
	switch {
	case kind == RequestLostDevice && reach == "":
		reachBad = RefuseField(Invalid, CodeRequiredReach, "reach")
	case !line(reach, ReachWords):
		reachBad = RefuseField(Invalid, CodeNameLong, "reach").With("n", ReachWords)
	}
	return Collect(reasonBad, messageBad, reachBad)
}

// lines reports whether s is text within most characters, line breaks among
// them.
func lines(s string, most int) bool {
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > most {
		return false
	}
	for _, r := range s {
		if control(r) && r != '\n' && r != '\r' && r != '\t' {
			return false
		}
	}
	return true
}

// MayAnswer says whether actor may answer target's request. Nobody answers
// their own. What a lost device asks for is a reset, with its rules; where the
// tenant keeps resets to owners, with theirs. The pause after wrong codes is
// ended by owners and admins, an owner's by an owner, a user's by the help
// desk too.
func MayAnswer(w WaysBack, kind RequestKind, actor Actor, target User) error {
	if kind != RequestUnlock {
		if err := MayReset(actor, target); err != nil {
			return err
		}
		if !w.AdminsReset && actor.Role != RoleOwner {
			return Refuse(Forbidden, CodeForbidden)
		}
		return nil
	}
	return MayUnlock(actor, target)
}
