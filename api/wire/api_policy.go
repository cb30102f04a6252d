package wire

import (
	"time"

	"twofold/domain"
)

// Policy is the settings an admin can change, as one document. PUT replaces
// all of it.
type Policy struct {
	Mode           domain.Mode      `json:"mode" enum:"off,optional,required"`
	Start          domain.Start     `json:"start" enum:"next_sign_in,at_once" doc:"When required bites people who are signed in"`
	Methods        []domain.Method  `json:"methods" nullable:"false" doc:"Accepted methods"`
	TrustDays      int              `json:"trust_days" minimum:"0" maximum:"90" doc:"0 turns trusted browsers off"`
	TrustPlacement domain.Placement `json:"trust_placement" enum:"code_step,password_step"`
	LockAttempts   int              `json:"lock_attempts" minimum:"3" maximum:"10"`
	LockMinutes    int              `json:"lock_minutes" minimum:"1" maximum:"1440"`
	UserMayDisable bool             `json:"user_may_disable"`
	RecoveryCodes  int              `json:"recovery_codes" minimum:"0" maximum:"16" doc:"Size of a set; 0 for none"`
	Reauth         domain.Reauth    `json:"reauth" enum:"none,password,password_or_factor" doc:"What changing one's second step asks first"`
	Apps           []domain.App     `json:"apps" nullable:"false" minItems:"1" maxItems:"12" doc:"Authenticator apps in the order they are offered"`
	LockScope      domain.LockScope `json:"lock_scope" enum:"second_step,account" doc:"What too many wrong codes close: codes of every kind, or everything that says who somebody is, passkeys, trusted browsers and confirmations included"`
	RecoveryOnly   []domain.Method  `json:"recovery_only" nullable:"false" doc:"Of the methods, those that are verified and kept but are no second step: they say who somebody is once none of theirs is accepted any more"`
	Backup         domain.Backup    `json:"backup" enum:"none,phone,any_second_method" doc:"What a set-up asks for beside the method, before 2-step verification turns on: a mobile number that got a text, or one more way to verify. People whose it is on already are not asked"`
	MethodsFirst   bool             `json:"methods_first" doc:"Ways to verify are verified first and turn nothing on; then 2-step verification can be turned on"`
	ProfileNumbers bool             `json:"profile_numbers" doc:"While it is required and text messages are accepted, who never set up a second step is let in by a code to their profile's number, which its first right code verifies"`
	CodeMinutes    int              `json:"code_minutes" minimum:"5" maximum:"30" doc:"How long a sent code can be used"`
	ResendSeconds  int              `json:"resend_seconds" minimum:"30" maximum:"900" doc:"Before the first resend"`
	AutoSend       bool             `json:"auto_send" doc:"Send the first code by itself"`
	EarlierCodes   bool             `json:"earlier_codes" doc:"A resend leaves the codes before it valid"`
	CodesWait      bool             `json:"codes_wait" doc:"Pages send a code when its button is pressed, not when its last digit is there"`
	PickedBy       domain.PickedBy  `json:"picked_by" enum:"user,admin" doc:"Who chooses a person's method; admin takes one accepted method, which nobody is asked about"`
	WaysBack       domain.WaysBack  `json:"ways_back" doc:"What is settled about getting back in"`
	Countries      []string         `json:"countries" nullable:"false" maxItems:"250" doc:"Where text messages go, ISO 3166-1; none is wherever the service sends"`
}

// PolicyOf is the changeable part of a stored policy.
func PolicyOf(p domain.Policy) Policy {
	return Policy{Mode: p.Mode, Start: p.Start, Methods: p.Methods, TrustDays: p.TrustDays, TrustPlacement: p.TrustPlacement,
		LockAttempts: p.LockAttempts, LockMinutes: p.LockMinutes, UserMayDisable: p.UserMayDisable, RecoveryCodes: p.RecoveryCodes,
		Reauth: p.Reauth, Apps: p.Apps, LockScope: p.LockScope, RecoveryOnly: p.RecoveryOnly, Backup: p.Backup, MethodsFirst: p.MethodsFirst,
		ProfileNumbers: p.ProfileNumbers, CodeMinutes: p.CodeMinutes, ResendSeconds: p.ResendSeconds, AutoSend: p.AutoSend, EarlierCodes: p.EarlierCodes, CodesWait: p.CodesWait, Countries: p.Countries, PickedBy: p.PickedBy, WaysBack: p.WaysBack}
}

// Domain is the document as the rules see it. RequiredSince is the service's
// own to set.
func (p Policy) Domain() domain.Policy {
	return domain.Policy{Mode: p.Mode, Start: p.Start, Methods: p.Methods, TrustDays: p.TrustDays, TrustPlacement: p.TrustPlacement,
		LockAttempts: p.LockAttempts, LockMinutes: p.LockMinutes, UserMayDisable: p.UserMayDisable, RecoveryCodes: p.RecoveryCodes,
		Reauth: p.Reauth, Apps: p.Apps, LockScope: p.LockScope, RecoveryOnly: p.RecoveryOnly, Backup: p.Backup, MethodsFirst: p.MethodsFirst,
		ProfileNumbers: p.ProfileNumbers, CodeMinutes: p.CodeMinutes, ResendSeconds: p.ResendSeconds, AutoSend: p.AutoSend, EarlierCodes: p.EarlierCodes, CodesWait: p.CodesWait, Countries: p.Countries, PickedBy: p.PickedBy, WaysBack: p.WaysBack}
}

// PolicyDocument is the answer of ReadPolicy and SavePolicy. The same answer's
// ETag goes into If-Match of the next save.
type PolicyDocument struct {
	Version       int64           `json:"version"`
	Policy        Policy          `json:"policy"`
	RequiredSince time.Time       `json:"required_since,omitzero"`
	Offered       []domain.Method `json:"offered" nullable:"false" doc:"Methods this service can set up; the others are kept but not drawn"`
	ChangedAt     time.Time       `json:"changed_at"`
	ChangedBy     string          `json:"changed_by,omitempty" doc:"Empty for the first version"`
	Reason        string          `json:"reason,omitempty"`
	Served        []Country       `json:"served" nullable:"false" doc:"Countries this service sends text messages to, by name"`
	Letter        Letter          `json:"letter" doc:"The e-mail that people who have to set up get, in the organization's language"`
}

// Letter is an e-mail in words.
type Letter struct {
	Language string `json:"language"`
	Subject  string `json:"subject"`
	Text     string `json:"text"`
}

// SavePolicyRequest is the body of SavePolicy.
type SavePolicyRequest struct {
	Policy       Policy `json:"policy"`
	Notify       bool   `json:"notify,omitempty" doc:"E-mail the people who now have to set up"`
	Reason       string `json:"reason,omitempty" maxLength:"1000" doc:"Up to 300 characters, for the history"`
	NumbersKnown bool   `json:"numbers_known,omitempty" doc:"Allow text messages although not everybody has a number that is ready; without it that is refused as numbers_unready"`
}

// PreviewPolicyRequest is the body of PreviewPolicy.
type PreviewPolicyRequest struct {
	Policy Policy `json:"policy"`
}

// PolicyPreview says what a policy would do, in numbers for sentences.
type PolicyPreview struct {
	Changes        []PolicyChange  `json:"changes" nullable:"false"`
	MustSetUp      int64           `json:"must_set_up" doc:"People it sends to set-up"`
	Mails          int64           `json:"mails" doc:"People an e-mail goes to when it is saved with notify: invited people learn it when they join, and nobody is told twice"`
	Examples       []string        `json:"examples" nullable:"false" doc:"Names of the first five of them"`
	ByNumber       int64           `json:"by_number" doc:"People it lets in by a code to the number of their profile, without a set-up"`
	AtOnce         bool            `json:"at_once" doc:"Those of them who are signed in are stopped now"`
	LeftWithout    int64           `json:"left_without" doc:"People with a working way to verify that have none under it"`
	LeftNames      []string        `json:"left_names" nullable:"false" doc:"Names of the first five of them"`
	MethodsDropped []domain.Method `json:"methods_dropped" nullable:"false"`
	TrustsSooner   int64           `json:"trusts_sooner" doc:"Trusted browsers that end sooner"`
	TrustsNow      int64           `json:"trusts_now" doc:"Of them, those that end now"`
	OwnersReady    int64           `json:"owners_ready" doc:"Owners with a working way to verify"`
	FewOwners      bool            `json:"few_owners" doc:"Warn: fewer than two owners could sign in"`
	SelfNotReady   bool            `json:"self_not_ready" doc:"It can't be saved: whoever asks has no working way to verify (policy_self_unprotected)"`
}

// PolicyChange is one changed setting, in the words of the API.
type PolicyChange struct {
	Setting string `json:"setting"`
	From    string `json:"from"`
	To      string `json:"to"`
}

// PolicyVersion is one saved version.
type PolicyVersion struct {
	Version int64     `json:"version"`
	At      time.Time `json:"at"`
	By      string    `json:"by,omitempty"`
	Reason  string    `json:"reason,omitempty"`
	Policy  Policy    `json:"policy"`
}
