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

	Checks []FirstCheck `json:"checks,omitempty"`
}

// FirstCheck is one thing about the public address that has to be right before
// anybody signs in: text instance.<name>.ok or instance.<name>.bad, with what
// is set and what the browser showed.
type FirstCheck struct {
	Name string `json:"name"` // https, address, cookie, clock
	OK   bool   `json:"ok,omitempty"`
	Set  string `json:"set,omitempty"`
	Seen string `json:"seen,omitempty"`
}

// Screen names the page.
func (FirstRun) Screen() string { return "first-run" }
