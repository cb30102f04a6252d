package wire

// Forgot is the page at "/forgot". Its form posts email there; a form that
// posts fill=<address> gets the page with the address in its field. Errors on
// email: required_email, email_format. Summary: rate_limited{s}, resend_wait.
type Forgot struct {
	Email string `json:"email,omitempty"`
}

// ForgotSent is the page after it, the same for every address. "Send again"
// posts email to "/forgot".
type ForgotSent struct {
	Email   string `json:"email"`
	Minutes int    `json:"minutes"` // life of the link
	Wait    int    `json:"wait"`    // seconds before the next may be asked for
}

// NewPassword is the page at "/reset" once everything is shown that is asked
// for. Its form posts password and again to "/reset". Errors on password:
// required_password, password_short{n}, password_long{n}, password_leaked,
// password_context, password_same; on again: password_mismatch.
type NewPassword struct {
	Email       string `json:"email"`
	PasswordMin int    `json:"password_min"`
}

// ResetStopped is the page at "/reset" where it doesn't go on. Kind is one of
// the Reset constants.
type ResetStopped struct {
	Kind    string `json:"kind"`
	Minutes int    `json:"minutes,omitempty"` // life of links
}

// Kinds of ResetStopped.
const (
	ResetExpired = "expired" // the link is over, used or none
	ResetLate    = "late"    // the attempt took too long; the link is good
	ResetStuck   = "stuck"   // there is no way left to verify; the link is good
)

// Screen names the page.
func (Forgot) Screen() string { return "forgot" }

// Screen names the page.
func (ForgotSent) Screen() string { return "forgot-sent" }

// Screen names the page.
func (NewPassword) Screen() string { return "new-password" }

// Screen names the page.
func (ResetStopped) Screen() string { return "reset-stopped" }
