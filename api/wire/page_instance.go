package wire

// FirstRun is the page at "/setup/instance". Its form posts code, name, email
// and password there. Errors: required_code, setup_code, required_name,
// required_email, email_format, required_password, password_short{n},
// password_leaked, rate_limited. With Ready the installation is set up and
// the page only says so.
type FirstRun struct {
	Ready       bool   `json:"ready,omitempty"`
	SignIn      string `json:"sign_in,omitempty"` // where the staff signs in
	Name        string `json:"name,omitempty"`
	Email       string `json:"email,omitempty"`
	PasswordMin int    `json:"password_min,omitempty"`
}

// Screen names the page.
func (FirstRun) Screen() string { return "first-run" }
