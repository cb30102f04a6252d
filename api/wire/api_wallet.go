package wire

import "twofold/domain"

// CheckUp asks whether an authenticator app still works. AnswerCheckUp takes
// its code, DismissCheckUp puts the question away, and setting the app up again
// replaces Replaces.
type CheckUp struct {
	Why      domain.CheckUp `json:"why" enum:"unused,codes_old" doc:"Not used for three days after it was set up, or the recovery codes lie untouched for a year"`
	App      string         `json:"app" doc:"The person's name for the app"`
	Replaces string         `json:"replaces" doc:"Its id, for StartSetup"`
}

// CheckUpRequest is the body of AnswerCheckUp.
type CheckUpRequest struct {
	Code string `json:"code" maxLength:"100" doc:"Spaces, hyphens and full-width digits are fine"`
}
