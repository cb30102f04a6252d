package wire

// SignIn is the page at "/sign-in". Its form posts username, password, next
// and, with Trust, trust=1 to "/sign-in". Field errors: username
// required_email or email_format, password required_password. Summary:
// bad_credentials{reset}, rate_limited{s}, attempt_expired, signed_out, busy{s},
// cookies_blocked.
type SignIn struct {
	Email string    `json:"email,omitempty"`
	Next  string    `json:"next,omitempty"`  // where to go afterwards, checked by the server
	Trust *TrustBox `json:"trust,omitempty"` // only with trust.placement password_step
	// Passkey offers a complete sign-in by passkey: its form posts ceremony,
	// passkey and next to "/sign-in/passkey". Summary then: passkey_canceled,
	// passkey_unknown, passkey_elsewhere, passkey_refused, passkey_copied.
	Passkey    string `json:"passkey,omitempty"`      // address of its challenge
	Site       string `json:"site,omitempty"`         // with Unknown
	Unknown    string `json:"unknown,omitempty"`      // a passkey that the browser may be told isn't known any more
	Wait       int    `json:"wait,omitempty"`         // seconds until another try is read
	SignedInAs string `json:"signed_in_as,omitempty"` // e-mail of a live session
	Continue   string `json:"continue,omitempty"`     // where that session goes on
}

// TrustBox is the offer not to ask for a code again in this browser.
type TrustBox struct {
	Days    int  `json:"days"`
	Checked bool `json:"checked,omitempty"`
}

// Organizations lists the organizations this browser is signed in to.
type Organizations struct {
	Sessions []OrgSession `json:"sessions"`
}

// SignedOut is the page at "/signed-out". With Trusted, "Forget this browser"
// posts forget=1 to "/signed-out".
type SignedOut struct {
	Trusted bool `json:"trusted,omitempty"`
}

// Invite is the page at "/invite". Its form posts name and password to
// "/invite". State is "" (open), "expired", "revoked", "accepted" or "other"
// (the browser is signed in as SignedInAs; the button posts next=/invite to
// "/sign-out").
type Invite struct {
	State       string `json:"state,omitempty"`
	Inviter     string `json:"inviter,omitempty"`
	Email       string `json:"email,omitempty"`
	Name        string `json:"name,omitempty"`
	PasswordMin int    `json:"password_min,omitempty"`
	SetUpNext   bool   `json:"set_up_next,omitempty"` // 2-step is required at once
	SignedInAs  string `json:"signed_in_as,omitempty"`
}

// Screen names the page.
func (SignIn) Screen() string { return "sign-in" }

// Screen names the page.
func (Organizations) Screen() string { return "organizations" }

// Screen names the page.
func (SignedOut) Screen() string { return "signed-out" }

// Screen names the page.
func (Invite) Screen() string { return "invite" }
