package wire

import (
	"time"

	"twofold/domain"
)

// OtherApp is the id of "Another app" in Setup.Apps.
const OtherApp = "other"

// Places in the wizard: Setup.Step.
const (
	SetupStepNone      = "none"      // nothing in progress: StartSetup
	SetupStepApp       = "app"       // no app chosen: ChooseSetupApp
	SetupStepScan      = "scan"      // the key is shown: ConfirmSetup
	SetupStepCode      = "code"      // a code was sent: ConfirmSetup, ResendSetup
	SetupStepCodes     = "codes"     // recovery codes to save: ReadSetupCodes, then FinishSetup
	SetupStepQuestions = "questions" // required security questions: AnswerQuestions
	SetupStepFinish    = "finish"    // nothing is left but FinishSetup
	SetupStepName      = "name"      // a new passkey waits for its name: NamePasskey
	SetupStepBackup    = "backup"    // one of Setup.BackupKinds is to be verified: StartAddress, StartSetup, CreatePasskey
	SetupStepDone      = "done"      // on: only in SetupConfirmed, where no codes are due
)

// Setup is the set-up of an authenticator app. Key, URI and QR are there from
// the choice of the app until the confirmation, the same ones after a wrong
// code, a reload or Back, until ExpiresAt.
type Setup struct {
	Step        string          `json:"step" enum:"none,app,scan,name,code,backup,questions,codes,finish"`
	Kinds       []domain.Method `json:"kinds" nullable:"false" doc:"What can be set up now; where the organization picked everybody's second step it is that one first"`
	Hint        string          `json:"hint,omitempty" doc:"Of the number or address being verified"`
	SentAt      time.Time       `json:"sent_at,omitzero"`
	SendAt      time.Time       `json:"send_at,omitzero" doc:"When the next code may be asked for"`
	Failed      domain.Code     `json:"failed,omitempty" doc:"send_failed: the code sent last can't be delivered"`
	Backup      bool            `json:"backup,omitempty" doc:"It is the backup of a way to verify that is confirmed already and waits with it"`
	BackupKinds []domain.Method `json:"backup_kinds,omitempty" doc:"Ways of which one has to be verified before 2-step verification turns on"`
	OnlyCodes   bool            `json:"only_codes,omitempty" doc:"Not an app but a new set of recovery codes: RenewRecovery started it"`
	Apps        []AppChoice     `json:"apps" nullable:"false" doc:"The organization's list, in its order, and other"`
	Kind        string          `json:"kind,omitempty" enum:"app,passkey,security_key,text,email" doc:"What is set up"`
	App         string          `json:"app,omitempty" doc:"Id of the chosen app"`
	Account     string          `json:"account,omitempty" doc:"Label of the entry in the app"`
	Key         string          `json:"key,omitempty" doc:"Base32, for typing"`
	URI         string          `json:"uri,omitempty" doc:"otpauth address of the key"`
	QR          *QR             `json:"qr,omitempty" doc:"The address as a picture: an SVG path, one unit a module"`
	Name        string          `json:"name,omitempty" doc:"The chosen name"`
	Digits      int             `json:"digits" doc:"Digits of a code"`
	Replaces    string          `json:"replaces,omitempty" doc:"Id of the way to verify that it takes the place of"`
	HadApp      bool            `json:"had_app,omitempty" doc:"An older entry of this organization may be in the app"`
	Renewed     bool            `json:"renewed,omitempty" doc:"The key before expired and this is a new one"`
	Wrong       int             `json:"wrong,omitempty" doc:"Wrong codes so far"`
	WaitUntil   time.Time       `json:"wait_until,omitzero" doc:"Codes are read again from then on"`
	StartedAt   time.Time       `json:"started_at,omitzero"`
	ExpiresAt   time.Time       `json:"expires_at,omitzero"`
}

// StartSetupRequest is the body of StartSetup. A set-up in progress goes on
// unless Restart asks for a new key.
type StartSetupRequest struct {
	Replaces string `json:"replaces,omitempty" maxLength:"100" doc:"Id of the way to verify that the new one takes the place of"`
	Restart  bool   `json:"restart,omitempty" doc:"Throw the key in progress away and make a new one"`
}

// AddressRequest is the body of StartAddress.
type AddressRequest struct {
	Method   domain.Method `json:"method" enum:"text,email"`
	Phone    string        `json:"phone,omitempty" maxLength:"100" doc:"With text: the number, with its country or of country"`
	Country  string        `json:"country,omitempty" maxLength:"2" doc:"ISO 3166-1"`
	Email    string        `json:"email,omitempty" maxLength:"1000" doc:"With email: the address; empty for the account's own"`
	Replaces string        `json:"replaces,omitempty" maxLength:"100" doc:"Id of the way to verify that the new one takes the place of"`
}

// ChooseAppRequest is the body of ChooseSetupApp.
type ChooseAppRequest struct {
	App string `json:"app" maxLength:"100" doc:"Id from Setup.apps"`
}

// ConfirmSetupRequest is the body of ConfirmSetup.
type ConfirmSetupRequest struct {
	Code string `json:"code" maxLength:"200"`
	Name string `json:"name,omitempty" maxLength:"1000" doc:"The person's name for an app, up to 40 characters"`
}

// SetupConfirmed is the answer of ConfirmSetup. Where neither a backup nor
// recovery codes are due it is on at once, and Finished says so.
type SetupConfirmed struct {
	Step        string          `json:"step" enum:"backup,questions,codes,done"`
	BackupKinds []domain.Method `json:"backup_kinds,omitempty" doc:"With backup: ways of which one is to be verified next"`
	Finished    *SetupFinished  `json:"finished,omitempty" doc:"With done"`
}

// FinishSetupRequest is the body of FinishSetup.
type FinishSetupRequest struct {
	Saved bool `json:"saved" doc:"The person says that the recovery codes are saved; must be true"`
}

// RecoverySet is a set of recovery codes in plain text. It can be read again,
// the same, until FinishSetup or for 30 minutes; never after. Codes of the set
// before work until then.
type RecoverySet struct {
	Codes   []string  `json:"codes" nullable:"false" doc:"As written: k7m2-p9xw-4t3h-q8rz"`
	Account string    `json:"account" doc:"Whose codes they are, for the saved file"`
	MadeAt  time.Time `json:"made_at"`
}

// SetupFinished is what FinishSetup did.
type SetupFinished struct {
	Method        string        `json:"method,omitempty" doc:"The person's name for the app"`
	Kind          domain.Method `json:"kind,omitempty"`
	OnlyCodes     bool          `json:"only_codes" doc:"A new set of recovery codes was kept, nothing else changed"`
	Verified      bool          `json:"verified" doc:"It is verified and 2-step verification is not on: TurnOnTwoStep turns it on"`
	First         bool          `json:"first" doc:"2-step verification was off before"`
	Replaced      bool          `json:"replaced" doc:"An older app no longer works"`
	OtherSessions int           `json:"other_sessions" doc:"Sessions elsewhere that go on: EndOtherSessions signs them out"`
	Renewal
}
