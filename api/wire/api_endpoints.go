package wire

// Outside organizations.
var (
	CreateOrganization = service("POST", "/organizations", "public", "create-organization", "Sign up a new organization and send its owner a link to confirm")
	ResendConfirmation = service("POST", "/organizations/resend", "public", "resend-confirmation", "Send the confirmation link again")
	FindOrganizations  = service("POST", "/organizations/find", "public", "find-organizations", "Send an address the list of its organizations; the answer is the same for every address")
)

// The way in.
var (
	ReadConfirmation   = tenant("POST", "/confirmation/read", "public", "read-confirmation", "Read what a confirmation link is for, without spending it")
	AcceptConfirmation = tenant("POST", "/confirmation/accept", "public", "accept-confirmation", "Confirm the owner's address by the link's token and sign in")
	ReadInvitation     = tenant("POST", "/invitation/read", "public", "read-invitation", "Read what an invitation link is for, without spending it")
	AcceptInvitation   = tenant("POST", "/invitation/accept", "public", "accept-invitation", "Join by the link's token with a name and a password, and sign in")

	AskReset       = tenant("POST", "/reset", "public", "ask-reset", "Ask for the link of a forgotten password; the answer is the same for every address")
	OpenReset      = tenant("POST", "/reset/open", "public", "open-reset", "Open the link of a forgotten password, without spending it: what follows is its second step or the new password")
	ChoosePassword = tenant("POST", "/reset/password", "public", "choose-password", "Choose the new password of an opened reset; everything is signed out, and nobody signed in")

	ReadObjection = tenant("POST", "/objection/read", "public", "read-objection", "Read what a \"this wasn't me\" link is about, without spending it")
	Object        = tenant("POST", "/objection", "public", "object", "Say \"this wasn't me\" by the link's token: everything is signed out and the change undone")

	ReadSignIn     = tenant("GET", "/sign-in", "public", "read-sign-in", "Read the sign-in page and a half-finished sign-in")
	StartSignIn    = tenant("POST", "/sign-in", "public", "start-sign-in", "Sign in by e-mail address and password")
	VerifyCode     = tenant("POST", "/sign-in/code", "public", "verify-code", "Finish a sign-in by the code of an authenticator app, a text message or an e-mail")
	SendCode       = tenant("POST", "/sign-in/send", "public", "send-code", "Send the code of a half-finished sign-in to one of the person's numbers or addresses")
	VerifyRecovery = tenant("POST", "/sign-in/recovery", "public", "verify-recovery", "Finish a sign-in by a recovery code")
	AskAnyPasskey  = tenant("POST", "/sign-in/passkey/challenge", "public", "ask-any-passkey", "Ask for a passkey in the place of e-mail address and password")
	SignInPasskey  = tenant("POST", "/sign-in/passkey", "public", "sign-in-passkey", "Sign in completely by a passkey whose device verified the person")
	AskPasskey     = tenant("POST", "/sign-in/second-passkey/challenge", "public", "ask-passkey", "Ask for a passkey as the second step of a half-finished sign-in")
	VerifyPasskey  = tenant("POST", "/sign-in/second-passkey", "public", "verify-passkey", "Finish a sign-in by a passkey")
	CancelSignIn   = tenant("DELETE", "/sign-in", "public", "cancel-sign-in", "Give up a half-finished sign-in")
	ForgetBrowser  = tenant("DELETE", "/trust", "public", "forget-browser", "Forget that this browser or client is trusted, without a session")
)

// The session.
var (
	ReadSession    = tenant("GET", "/session", "session.read", "read-session", "Read who is signed in and what they may do")
	EndSession     = tenant("DELETE", "/session", "session.end", "end-session", "Sign out")
	ConfirmSession = tenant("POST", "/session/confirm", "session.confirm", "confirm-session", "Confirm it's you, for ten minutes")
	AskToConfirm   = tenant("POST", "/session/confirm/challenge", "session.confirm", "ask-to-confirm", "Ask for a passkey to confirm it's you")
	SendConfirm    = tenant("POST", "/session/confirm/send", "session.confirm", "send-confirm", "Send a code by which to confirm it's you")
	AnswerRecovery = tenant("POST", "/session/recovery", "session.read", "answer-recovery", "Say that the phone is not lost after a sign-in by recovery code")
	IssueToken     = tenant("POST", "/token", "token.issue", "issue-token", "Get a JWT of five minutes for the product behind the sign-in")
)

// The set-up wizard.
var (
	ReadSetup      = tenant("GET", "/setup", "own.setup", "read-setup", "Read the set-up in progress, or what can be set up")
	StartSetup     = tenant("POST", "/setup", "own.setup", "start-setup", "Start setting up an authenticator app, or start over with a new key")
	ChooseSetupApp = tenant("PUT", "/setup/app", "own.setup", "choose-setup-app", "Choose which app is set up; the key is shown from then on")
	CreatePasskey  = tenant("POST", "/setup/passkey/challenge", "own.setup", "create-passkey", "Ask the browser for a new passkey or security key")
	PasskeyCreated = tenant("POST", "/setup/passkey", "own.setup", "passkey-created", "Hand in the new passkey; it is named and kept by name-passkey")
	NamePasskey    = tenant("PUT", "/setup/passkey", "own.setup", "name-passkey", "Name the new passkey; where no recovery codes are due it is on from then")
	StartAddress   = tenant("POST", "/setup/address", "own.setup", "start-address", "Start verifying a number or an address: a code goes to it")
	ResendSetup    = tenant("POST", "/setup/send", "own.setup", "resend-setup", "Send another code to the number or address being verified")
	ConfirmSetup   = tenant("POST", "/setup/code", "own.setup", "confirm-setup", "Confirm the app by its first code and name it, or a number or address by the code sent there")
	ReadSetupCodes = tenant("GET", "/setup/codes", "own.setup", "read-setup-codes", "Read the recovery codes of a confirmed set-up, the same until it is finished")
	FinishSetup    = tenant("POST", "/setup/finish", "own.setup", "finish-setup", "Turn 2-step verification on, or put the new app in the old one's place")
	CancelSetup    = tenant("DELETE", "/setup", "own.setup", "cancel-setup", "Give up the set-up in progress")
)

// A person's own security.
var (
	ReadSecurity        = tenant("GET", "/me/security", "own.security.read", "read-security", "Read one's ways to verify, recovery codes, trusted browsers and sessions")
	ReadActivity        = tenant("GET", "/me/activity", "own.security.read", "read-activity", "Read one's own events, newest first")
	RenameMethod        = tenant("PATCH", "/me/methods/{id}", "own.security.change", "rename-method", "Rename a way to verify")
	RemoveMethod        = tenant("DELETE", "/me/methods/{id}", "own.security.change", "remove-method", "Remove a way to verify")
	MakePrimary         = tenant("PUT", "/me/methods/{id}/primary", "own.security.change", "make-primary", "Make a way to verify the one that is asked first")
	TurnOnTwoStep       = tenant("POST", "/me/two-step/on", "own.setup", "turn-on-two-step", "Turn 2-step verification on with the ways to verify there are")
	RenewRecovery       = tenant("POST", "/me/recovery-codes", "own.setup", "renew-recovery-codes", "Make a new set of recovery codes to save; finish-setup puts it in the old one's place")
	AnswerCheckUp       = tenant("POST", "/me/check-up", "own.security.change", "answer-check-up", "Show by a code that the authenticator app still works; it is spent and counted like every code")
	DismissCheckUp      = tenant("DELETE", "/me/check-up", "own.security.change", "dismiss-check-up", "Put the question whether the authenticator app works away")
	RemoveTrust         = tenant("DELETE", "/me/trusted-browsers/{id}", "own.security.change", "remove-trusted-browser", "Remove one trusted browser")
	RemoveTrusts        = tenant("DELETE", "/me/trusted-browsers", "own.security.change", "remove-trusted-browsers", "Remove all trusted browsers")
	MarkSharedBrowser   = tenant("POST", "/me/shared-browser", "own.security.change", "mark-shared-browser", "Say whether this browser is shared; trusting a shared one is not offered")
	EndOwnSession       = tenant("DELETE", "/me/sessions/{id}", "own.session.end", "end-own-session", "Sign out one of one's sessions")
	EndOtherSessions    = tenant("DELETE", "/me/sessions", "own.session.end", "end-other-sessions", "Sign out everywhere else")
	ChangePassword      = tenant("POST", "/me/password", "own.security.change", "change-password", "Change the password and sign out everywhere else")
	ChooseLanguage      = tenant("PUT", "/me/language", "own.security.change", "choose-language", "Choose the language of one's messages")
	TurnOffTwoStep      = tenant("POST", "/me/two-step/off", "own.security.change", "turn-off-two-step", "Turn off 2-step verification where the policy allows it")
	StartEmailChange    = tenant("POST", "/me/email", "own.security.change", "start-email-change", "Begin to change the account's address: a code goes to the new one")
	ResendEmailChange   = tenant("POST", "/me/email/resend", "own.security.change", "resend-email-change", "Send another code to the new address")
	ConfirmEmailChange  = tenant("POST", "/me/email/code", "own.security.change", "confirm-email-change", "Change the address by the code that went to it; both addresses are told")
	SaveOwnNumber       = tenant("PUT", "/me/number", "own.security.change", "save-own-number", "Put a phone number on one's profile: a code goes to it first; where no text messages are sent it is kept at once, unverified")
	ResendNumberChange  = tenant("POST", "/me/number/resend", "own.security.change", "resend-number-change", "Send another code to the new number")
	ConfirmNumberChange = tenant("POST", "/me/number/code", "own.security.change", "confirm-number-change", "Change the number by the code that went to it and sign out everywhere else")
	CancelNumberChange  = tenant("DELETE", "/me/number/change", "own.security.change", "cancel-number-change", "Forget a change of the number that waits for its code")
	RemoveOwnNumber     = tenant("DELETE", "/me/number", "own.security.change", "remove-own-number", "Take the phone number off one's profile and sign out everywhere else")
	CancelEmailChange   = tenant("DELETE", "/me/email", "own.security.change", "cancel-email-change", "Forget a change of the address that waits for its code")
)

// Administration.
var (
	ListPeople         = tenant("GET", "/people", "people.read", "list-people", "List people by name, with filters")
	ReadPerson         = tenant("GET", "/people/{id}", "people.read", "read-person", "Read a person's page")
	InvitePeople       = tenant("POST", "/invitations", "people.invite", "invite-people", "Invite people by e-mail address")
	ResendInvitation   = tenant("POST", "/people/{id}/invitation", "people.invite", "resend-invitation", "Send an invitation again; the link before stops working")
	RevokeInvitation   = tenant("DELETE", "/people/{id}/invitation", "people.invite", "revoke-invitation", "Take an invitation back")
	ResetPerson        = tenant("POST", "/people/{id}/reset", "people.reset", "reset-person", "Reset a person's 2-step verification, and say what their next sign-in leads to")
	SendResetCode      = tenant("POST", "/people/{id}/reset/code", "people.reset", "send-reset-code", "E-mail a person a code that they read out, to show who asks for a reset")
	PreviewResets      = tenant("POST", "/resets/preview", "people.reset", "preview-resets", "Say of each of up to 50 people whether a reset of them all would touch them")
	ResetPeople        = tenant("POST", "/resets", "people.reset", "reset-people", "Reset up to 50 people, who set up again at their next sign-in; each is judged as if alone")
	UnlockPerson       = tenant("POST", "/people/{id}/unlock", "people.unlock", "unlock-person", "Let a person enter codes again")
	EndPersonSessions  = tenant("DELETE", "/people/{id}/sessions", "people.sessions.end", "end-person-sessions", "Sign a person out everywhere")
	EndPersonSession   = tenant("DELETE", "/people/{id}/sessions/{session}", "people.sessions.end", "end-person-session", "Sign out one of a person's sessions")
	RemovePersonTrusts = tenant("DELETE", "/people/{id}/trusted-browsers", "people.sessions.end", "remove-person-trusted-browsers", "Remove all trusted browsers of a person")
	RemovePersonTrust  = tenant("DELETE", "/people/{id}/trusted-browsers/{trust}", "people.sessions.end", "remove-person-trusted-browser", "Remove one trusted browser of a person")
	ChangeRole         = tenant("PUT", "/people/{id}/role", "people.role", "change-role", "Change a person's role")
	SavePersonNumber   = tenant("PUT", "/people/{id}/number", "people.number", "save-person-number", "Keep a phone number on a person's profile; only its last digits are shown from then on")
	RemovePersonNumber = tenant("DELETE", "/people/{id}/number", "people.number", "remove-person-number", "Take the phone number off a person's profile")
	SuspendPerson      = tenant("POST", "/people/{id}/suspend", "people.suspend", "suspend-person", "Suspend a person and sign them out")
	ResumePerson       = tenant("POST", "/people/{id}/resume", "people.suspend", "resume-person", "Let a suspended person in again")

	ReadPolicy        = tenant("GET", "/policy", "policy.read", "read-policy", "Read the policy in force; its ETag names the version")
	SavePolicy        = tenant("PUT", "/policy", "policy.write", "save-policy", "Save the whole policy over the version that If-Match names")
	PreviewPolicy     = tenant("POST", "/policy/preview", "policy.write", "preview-policy", "Count who is affected by a policy before it is saved")
	ReadPolicyHistory = tenant("GET", "/policy/history", "policy.read", "read-policy-history", "List the versions of the policy, newest first")

	ReadAudit         = tenant("GET", "/audit", "audit.read", "read-audit", "Read the audit log, newest first, with filters")
	ListMessages      = tenant("GET", "/messages", "messages.read", "list-messages", "Read the delivery log of the last week, newest first; never what a message says")
	ReadMessageHealth = tenant("GET", "/messages/health", "messages.read", "read-message-health", "Read how text messages fare by provider and country, and what is used of their caps")
	ReadNumbers       = tenant("GET", "/numbers", "people.read", "read-numbers", "Count and list the people whose phone number isn't ready for text messages")
	MailNumbers       = tenant("POST", "/numbers/mail", "people.invite", "mail-numbers", "E-mail everybody whose phone number isn't ready, once in 24 hours")
	ReadOrganization  = tenant("GET", "/organization", "organization.read", "read-organization", "Read the organization's name and contact")
	SaveOrganization  = tenant("PUT", "/organization", "organization.write", "save-organization", "Change the organization's name and contact")
	ReadChecklist     = tenant("GET", "/checklist", "checklist.read", "read-checklist", "Read the set-up checklist")
	HideChecklist     = tenant("PUT", "/checklist/hidden", "organization.write", "hide-checklist", "Put the set-up checklist away, or back")
	ReadLimits        = tenant("GET", "/limits", "limits.read", "read-limits", "List every limit in force")
	ReadServiceLimits = service("GET", "/limits", "limits.read", "read-service-limits", "List every limit that holds everywhere")
)

// The company's own staff. Those of an organization are called at the staff's
// own address, /t/staff.
var (
	ReadInstance  = service("GET", "/instance", "public", "read-instance", "Read whether this installation is still to be set up")
	SetUpInstance = service("POST", "/instance", "public", "set-up-instance", "Set this installation up by its set-up code: makes the first person of the staff and signs them in")

	ListOrganizations   = tenant("GET", "/organizations", "tenants.read", "list-organizations", "List all organizations in numbers, by name")
	AddOrganization     = tenant("POST", "/organizations", "tenants.write", "add-organization", "Make an organization and send its owner an invitation")
	SuspendOrganization = tenant("POST", "/organizations/{short}/suspend", "tenants.write", "suspend-organization", "Keep everybody of an organization out; its owners are told why")
	ResumeOrganization  = tenant("POST", "/organizations/{short}/resume", "tenants.write", "resume-organization", "Let the people of a suspended organization in again")

	ListStaff       = tenant("GET", "/staff", "staff.read", "list-staff", "List the company's own people")
	InviteStaff     = tenant("POST", "/staff", "staff.invite", "invite-staff", "Invite somebody to the staff")
	ResendStaff     = tenant("POST", "/staff/{id}/invitation", "staff.invite", "resend-staff-invitation", "Send an invitation to the staff again; the link before stops working")
	RevokeStaff     = tenant("DELETE", "/staff/{id}/invitation", "staff.invite", "revoke-staff-invitation", "Take an invitation to the staff back")
	SuspendStaff    = tenant("POST", "/staff/{id}/suspend", "staff.write", "suspend-staff", "Suspend somebody of the staff and sign them out; the last operator stays")
	ResumeStaff     = tenant("POST", "/staff/{id}/resume", "staff.write", "resume-staff", "Let a suspended person of the staff in again")
	ResetStaff      = tenant("POST", "/staff/{id}/reset", "staff.write", "reset-staff", "Reset a support agent's 2-step verification")
	ChangeStaffRole = tenant("PUT", "/staff/{id}/role", "staff.write", "change-staff-role", "Make a support agent an operator, or the other way round")
)
