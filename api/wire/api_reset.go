package wire

import "twofold/domain"

// AskResetRequest is the body of AskReset.
type AskResetRequest struct {
	Email string `json:"email" maxLength:"1000"`
}

// OpenResetRequest is the body of OpenReset. A client without cookies sets
// Bearer.
type OpenResetRequest struct {
	Token  string `json:"token" maxLength:"200" doc:"The last part of the link"`
	Bearer bool   `json:"bearer,omitempty" doc:"Answer with an opaque token in place of a cookie"`
}

// ResetOpened is the answer of OpenReset. With second_step, VerifyCode,
// VerifyRecovery, VerifyPasskey and SendCode go on as in a sign-in, with the
// cookie or the token of this answer.
type ResetOpened struct {
	Next        string          `json:"next" enum:"second_step,new_password"`
	Methods     []domain.Method `json:"methods,omitempty" doc:"With second_step: the ways to verify, the first is asked first; mail_code is a code by an e-mail of its own"`
	Email       string          `json:"email" doc:"Whose password it is"`
	PasswordMin int             `json:"password_min" doc:"Fewest characters of the new password"`
	CSRF        string          `json:"csrf,omitempty" doc:"Clients with cookies: X-Csrf-Token from now on"`
	Token       string          `json:"token,omitempty" doc:"Bearer clients: tfh_"`
}

// ChoosePasswordRequest is the body of ChoosePassword.
type ChoosePasswordRequest struct {
	Password string `json:"password" maxLength:"4000"`
}
