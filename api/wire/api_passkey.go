package wire

import "encoding/json"

// PasskeyChallenge asks a browser for a passkey: by navigator.credentials.get,
// or .create where one is made. It is answered once, within ten minutes.
type PasskeyChallenge struct {
	Ceremony string          `json:"ceremony" doc:"Goes back with the answer"`
	Options  json.RawMessage `json:"options" doc:"PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON (WebAuthn Level 3)"`
}

// PasskeyAnswer is what the browser answered.
type PasskeyAnswer struct {
	Ceremony string `json:"ceremony" maxLength:"100" doc:"Of the challenge"`
	Response string `json:"response" maxLength:"65536" doc:"RegistrationResponseJSON or AuthenticationResponseJSON (WebAuthn Level 3), as text"`
}

// PasskeyAskRequest is the body of AskAnyPasskey.
type PasskeyAskRequest struct {
	Bearer bool `json:"bearer,omitempty" doc:"The answer will come from a client without cookies"`
}

// PasskeySignInRequest is the body of SignInByPasskey.
type PasskeySignInRequest struct {
	PasskeyAnswer
	Bearer bool `json:"bearer,omitempty" doc:"Answer with opaque tokens in place of cookies; as in the challenge"`
}

// PasskeyVerifyRequest is the body of VerifyPasskey.
type PasskeyVerifyRequest struct {
	PasskeyAnswer
	Trust bool `json:"trust,omitempty" doc:"Don't ask again in this browser; only where second_step.trust offers it"`
}

// Kinds of passkey: CreatePasskeyRequest.Kind.
const (
	KindPasskey     = "passkey"      // kept by the device or its password manager
	KindSecurityKey = "security_key" // plugged in or tapped
)

// CreatePasskeyRequest is the body of CreatePasskey.
type CreatePasskeyRequest struct {
	Kind string `json:"kind" enum:"passkey,security_key"`
}

// PasskeyCreatedRequest is the body of PasskeyCreated.
type PasskeyCreatedRequest struct {
	PasskeyAnswer
	Replaces string `json:"replaces,omitempty" maxLength:"100" doc:"Id of the way to verify that the new one takes the place of"`
}

// NamePasskeyRequest is the body of FinishPasskey.
type NamePasskeyRequest struct {
	Name string `json:"name" maxLength:"1000" doc:"The person's name for it, up to 40 characters"`
}

// PasskeySignal is what a browser's password manager is told after a passkey
// was removed (WebAuthn Level 3, section 5.1.10): those that are left.
type PasskeySignal struct {
	RPID        string   `json:"rp_id"`
	UserID      string   `json:"user_id" doc:"User handle, base64url"`
	Credentials []string `json:"credential_ids" nullable:"false" doc:"Base64url"`
}
