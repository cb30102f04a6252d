package wire

// PasskeyStep is the second step by passkey at "/sign-in/verify/passkey". Its
// form posts ceremony, passkey and, with Trust, trust=1 there. Summary:
// passkey_canceled, passkey_unknown, passkey_refused, passkey_copied.
type PasskeyStep struct {
	Email     string    `json:"email"`
	Challenge string    `json:"challenge"`
	Trust     *TrustBox `json:"trust,omitempty"`
	WayBack
}

// SetupPasskey is the page at "/setup/passkey": its form posts ceremony,
// passkey and kind there. Summary: passkey_canceled, passkey_refused,
// passkey_exists.
type SetupPasskey struct {
	Step      Step   `json:"step"`
	Kind      string `json:"kind"` // passkey or security_key
	Challenge string `json:"challenge"`
	Back      string `json:"back,omitempty"`
}

// PasskeyName is the page at "/setup/passkey/name": posts name there. Errors on
// name: name_long{n}.
type PasskeyName struct {
	Step Step   `json:"step"`
	Kind string `json:"kind"`
	Name string `json:"name,omitempty"` // empty: the kind's own word
}

// Screen names the page.
func (PasskeyStep) Screen() string { return "verify-passkey" }

// Screen names the page.
func (SetupPasskey) Screen() string { return "setup-passkey" }

// Screen names the page.
func (PasskeyName) Screen() string { return "name-passkey" }
