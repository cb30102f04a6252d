package wire

// AccessCode is the page at "/sign-in/verify/access-code". Its form posts code
// there. Errors on field code: required_code, code_not_digits, access_short,
// access_long{n}, access_wrong, access_used, access_over.
type AccessCode struct {
	Email string `json:"email"`
	Typed string `json:"typed,omitempty"`
}

// Screen names the page.
func (AccessCode) Screen() string { return "access-code" }

// Unlock is the page at "/unlock". Its form posts password and again there.
// State is "" (open), "expired", "revoked" or "accepted". Errors on field
// password: those of a new password; on again: password_mismatch.
type Unlock struct {
	State       string `json:"state,omitempty"`
	Email       string `json:"email,omitempty"`
	PasswordMin int    `json:"password_min,omitempty"`
}

// Screen names the page.
func (Unlock) Screen() string { return "unlock" }
