//go:build !wasm

package page

import (
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

var noon = time.Date(2026, time.November, 3, 12, 0, 0, 0, time.UTC)

// samples is one screen of every kind and every state worth drawing, with s
// wherever a person may have written the words.
func samples(s string) map[string]wire.Screen {
	step := wire.Step{At: 2, Of: 3}
	session := []wire.OrgSession{{Name: s, Href: "/t/northwind", Role: "owner", LastUsed: noon.Add(-72 * time.Hour)}}
	apps := []wire.AppChoice{
		{ID: "authy", Name: s, Note: s, IOS: "https://apps.example/a", Android: "https://apps.example/b", Help: "https://apps.example/c", First: true},
		{ID: "other"},
	}
	ways := []wire.MethodChoice{
		{Kind: "app", Name: s, Href: "/t/northwind/sign-in/verify", LastUsed: noon.Add(-time.Hour)},
		{Kind: "recovery", Href: "/t/northwind/sign-in/verify/recovery", Left: 7},
	}
	codes := []string{"k7m2-p9xw-4t3h-q8rz", "aaaa-bbbb-cccc-dddd", "2222-3333-4444-5555", "k7m2-p9xw-4t3h-q8r2",
		"k7m2-p9xw-4t3h-q8r3", "k7m2-p9xw-4t3h-q8r4", "k7m2-p9xw-4t3h-q8r5", "k7m2-p9xw-4t3h-q8r6", "k7m2-p9xw-4t3h-q8r7", "k7m2-p9xw-4t3h-q8r8"}
	own := wire.OwnRequest{Number: "R-1042", Kind: "lost_device", State: "declined", Decision: s, CreatedAt: noon, ExpiresAt: noon}
	return map[string]wire.Screen{
		"door":               wire.Door{Short: s, Sessions: session, Start: true, Find: true, Email: s},
		"find-sent":          wire.FindSent{Email: s},
		"start":              wire.Start{Organization: s, Short: s, Name: s, Email: s, AddressPrefix: "https://id.example/t/", PasswordMin: 15},
		"first-run":          wire.FirstRun{Name: s, Email: s, PasswordMin: 15},
		"start-sent":         wire.StartSent{Email: s, Minutes: 60, Resend: true},
		"start-confirm":      wire.StartConfirm{Organization: s, Email: s, Action: "/start/confirm"},
		"access-code":        wire.AccessCode{Email: s, Typed: s},
		"unlock":             wire.Unlock{Email: s, PasswordMin: 12},
		"unlock-used":        wire.Unlock{State: "accepted"},
		"unlock-expired":     wire.Unlock{State: "expired"},
		"gate-again":         wire.Gate{SetUp: s, Why: wire.GateAgain},
		"gate-asked":         wire.Gate{SetUp: s, Why: wire.GateAsked, Later: s},
		"gate-lost":          wire.Gate{SetUp: s, Why: wire.GateLost, TurnOff: s},
		"objection":          wire.Objection{Kind: "email_changed", At: noon},
		"objection-done":     wire.ObjectionDone{Undone: true, SignIn: "/t/northwind/sign-in"},
		"sign-in":            wire.SignIn{Email: s, Next: s, Trust: &wire.TrustBox{Days: 14}},
		"sign-in-waiting":    wire.SignIn{Email: s, Wait: 8, SignedInAs: s, Continue: "/t/northwind/me/security"},
		"sign-in-passkey":    wire.SignIn{Email: s, Next: s, Passkey: "/t/northwind/api/v1/sign-in/passkey/challenge", Site: s, Unknown: s},
		"passkey-step":       wire.PasskeyStep{Email: s, Challenge: s, Trust: &wire.TrustBox{Days: 14}},
		"setup-passkey":      wire.SetupPasskey{Step: step, Kind: wire.KindPasskey, Challenge: s, Back: "/t/northwind/me/security"},
		"setup-key":          wire.SetupPasskey{Step: step, Kind: wire.KindSecurityKey, Challenge: s},
		"passkey-name":       wire.PasskeyName{Step: step, Kind: wire.KindPasskey, Name: s},
		"passkey-name-key":   wire.PasskeyName{Step: step, Kind: wire.KindSecurityKey},
		"step-up-passkey":    wire.StepUp{Reason: "reset", Subject: s, Method: "passkey", Challenge: s, Others: ways, Action: "/t/northwind/confirm", Next: s, Cancel: "/t/northwind/me/security"},
		"locked-passkey":     wire.Locked{Until: noon.Add(28 * time.Minute), TryAgain: "/t/northwind/sign-in", Passkey: "/t/northwind/sign-in/verify/passkey"},
		"organizations":      wire.Organizations{Sessions: session},
		"signed-out":         wire.SignedOut{Trusted: true},
		"forgot":             wire.Forgot{Email: s},
		"forgot-sent":        wire.ForgotSent{Email: s, Minutes: 60, Wait: 30},
		"new-password":       wire.NewPassword{Email: s, PasswordMin: 15},
		"reset-expired":      wire.ResetStopped{Kind: wire.ResetExpired, Minutes: 60},
		"reset-late":         wire.ResetStopped{Kind: wire.ResetLate},
		"reset-stuck":        wire.ResetStopped{Kind: wire.ResetStuck},
		"invite":             wire.Invite{Inviter: s, Email: s, Name: s, PasswordMin: 15, SetUpNext: true},
		"invite-other":       wire.Invite{State: "other", Email: s, SignedInAs: s},
		"invite-expired":     wire.Invite{State: "expired"},
		"invite-revoked":     wire.Invite{State: "revoked"},
		"invite-accepted":    wire.Invite{State: "accepted"},
		"help":               wire.Help{TwoStep: true},
		"help-sign-in":       wire.HelpSignIn{Forgot: "/t/northwind/forgot", Rungs: rungs(s, true), Request: &own, Cases: []wire.HelpCase{{Number: "C-482913", State: domain.CaseOpen, DueAt: noon, Overdue: true}, {Number: "C-482914", State: domain.CaseGranted, DueAt: noon}}},
		"help-sign-in-later": wire.HelpSignIn{Rungs: rungs(s, false)},
		"help-ask":           wire.HelpAsk{Names: []string{s, s}, Reason: "other", Message: s, Reach: s},
		"help-ask-text":      wire.HelpAsk{Text: s},
		"help-ask-nobody":    wire.HelpAsk{Nobody: true, Operator: s},
		"help-support":       wire.HelpSupport{Who: s, Hours: s, Due: 48, Reason: "other", Message: s, Reach: s},
		"help-supported":     wire.HelpSupported{Case: wire.HelpCase{Number: "C-482913", State: domain.CaseOpen, DueAt: noon}},
		"request-stop-case":  wire.StopRequest{Number: "C-482913", Kind: "lost_device", At: noon, Support: true},
		"help-asked":         wire.HelpAsked{Request: own},
		"request-stop":       wire.StopRequest{Number: "R-1042", Kind: "lost_device", At: noon},
		"request-stopped":    wire.RequestStopped{Number: "R-1042", SignIn: "/t/northwind/sign-in"},
		"verify": wire.Verify{Email: s, Method: s, Digits: 6, Trust: &wire.TrustBox{Days: 14}, TriesLeft: 2,
			ClockHint: true, ClockOff: -4, LooksRecovery: true, Typed: s},
		"verify-sent": wire.VerifySent{Kind: "text", Way: "fac_1", Email: s, Hint: s, Digits: 6, SentAt: noon, Wait: 24, Again: true, Trust: &wire.TrustBox{Days: 14},
			TriesLeft: 2, LooksRecovery: true, Typed: s},
		"verify-sent-lost":     wire.VerifySent{Kind: "text", Way: "fac_1", Email: s, Hint: s, Digits: 6, SentAt: noon, Lost: true},
		"resend-lost":          wire.Resend{Kind: "text", Way: "fac_1", Hint: s, SentAt: noon, Minutes: 1, Lost: true},
		"setup-sent-lost":      wire.SetupSent{Step: wire.Step{At: 3, Of: 4}, Kind: "email", Hint: s, Digits: 6, SentAt: noon, Lost: true},
		"step-up-lost":         wire.StepUp{Reason: "set_up", Method: "text", Lost: true, Digits: 6, Action: "/t/northwind/confirm"},
		"setup-choose":         wire.SetupMethods{Step: step, Methods: []wire.SetupMethod{{Kind: "passkey", Recommended: true}, {Kind: "app", On: true}, {Kind: "security_key"}}},
		"setup-done-backups":   wire.SetupDone{Method: s, Backups: []string{"passkey", "text"}, Next: "/t/northwind/me/security"},
		"verify-sent-email":    wire.VerifySent{Kind: "email", Way: "fac_1", Email: s, Hint: s, Digits: 6, SentAt: noon},
		"verify-sent-not":      wire.VerifySent{Kind: "email", Way: "fac_1", Email: s, Hint: s, Digits: 6},
		"resend":               wire.Resend{Kind: "text", Way: "fac_1", Hint: s, SentAt: noon, Wait: 24, Minutes: 15},
		"resend-email":         wire.Resend{Kind: "email", Way: "fac_1", Hint: s, Sender: s, SentAt: noon, Minutes: 1},
		"setup-sent":           wire.SetupSent{Step: wire.Step{At: 2, Of: 4}, Kind: "text", Address: s, Country: "GB", Countries: []wire.Country{{Code: "GB", Name: s, Dial: "+44"}}, Digits: 6, Back: "/t/northwind/setup"},
		"setup-sent-email":     wire.SetupSent{Step: wire.Step{At: 2, Of: 4}, Kind: "email", Address: s, Digits: 6},
		"setup-sent-code":      wire.SetupSent{Step: wire.Step{At: 3, Of: 4}, Kind: "text", Hint: s, Digits: 6, SentAt: noon, Wait: 9, Again: true, Typed: s},
		"verify-reset":         wire.Verify{Email: s, Method: s, Digits: 6, WayBack: wire.WayBack{Reset: true}},
		"verify-sent-reset":    wire.VerifySent{Kind: "email", Way: "mailbox", Email: s, Hint: s, Digits: 6, SentAt: noon, WayBack: wire.WayBack{Reset: true}},
		"passkey-reset":        wire.PasskeyStep{Email: s, Challenge: s, WayBack: wire.WayBack{Reset: true}},
		"methods-reset":        wire.Methods{Methods: ways, Reset: true},
		"recovery-reset":       wire.Recovery{Email: s, Reset: true},
		"methods":              wire.Methods{Methods: ways},
		"recovery":             wire.Recovery{Email: s},
		"recovery-none":        wire.Recovery{Email: s, None: true},
		"recovery-used":        wire.RecoveryUsed{Left: 6, SetUp: "/t/northwind/setup", Continue: "/t/northwind/me/security"},
		"recovery-used-few":    wire.RecoveryUsed{Left: 1, SetUp: "/t/northwind/setup", NewCodes: "/t/northwind/setup/codes", Continue: "/t/northwind/me/security"},
		"recovery-used-spent":  wire.RecoveryUsed{Spent: true, NewCodes: "/t/northwind/setup/new-codes"},
		"recovery-used-up":     wire.RecoveryUsed{SetUp: "/t/northwind/setup", NewCodes: "/t/northwind/setup/codes"},
		"locked":               wire.Locked{Until: noon.Add(28 * time.Minute), TryAgain: "/t/northwind/sign-in", Forgot: "/t/northwind/forgot"},
		"locked-over":          wire.Locked{Until: noon.Add(-time.Minute), TryAgain: "/t/northwind/sign-in"},
		"step-up":              wire.StepUp{Reason: "reset", Subject: s, Method: "app", Digits: 6, Others: ways, Action: "/t/northwind/confirm", Next: s, Cancel: "/t/northwind/me/security"},
		"step-up-password":     wire.StepUp{Reason: "set_up", Method: "password", Action: "/t/northwind/setup", Step: wire.Step{At: 1, Of: 4}},
		"gate":                 wire.Gate{SetUp: "/t/northwind/setup"},
		"setup-methods":        wire.SetupMethods{Step: step, Methods: []wire.SetupMethod{{Kind: "app", Recommended: true}, {Kind: "app", On: true}}, TurnOn: true, Back: "/t/northwind/me/security"},
		"setup-methods-backup": wire.SetupMethods{Step: wire.Step{At: 4, Of: 5}, Methods: []wire.SetupMethod{{Kind: "passkey"}, {Kind: "app"}}, Backup: true},
		"setup-sent-backup":    wire.SetupSent{Step: wire.Step{At: 4, Of: 5}, Kind: "text", Backup: true, Address: s, Country: "GB", Countries: []wire.Country{{Code: "GB", Name: s, Dial: "+44"}}, Digits: 6},
		"setup-app-backup":     wire.SetupApp{Step: wire.Step{At: 4, Of: 5}, Backup: true, Apps: apps, Back: "/t/northwind/setup/backup?choose=1"},
		"setup-code-only":      wire.SetupCode{Step: step, Name: s, Digits: 6, Only: true},
		"setup-verified":       wire.SetupDone{Kind: "app", Method: s, Verified: true, TurnOn: true, Next: "/t/northwind/"},
		"setup-verified-gate":  wire.SetupDone{Kind: "text", Method: s, Verified: true, Pending: true, Next: "/t/northwind/"},
		"setup-app-choose":     wire.SetupApp{Step: step, Apps: apps, Back: "/t/northwind/setup"},
		"setup-app":            wire.SetupApp{Step: step, Apps: apps, App: "authy", Account: s, Key: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", URI: "otpauth://totp/x?secret=JBSW", QR: wire.QR{Size: 2, Path: "M0 0h1v1h-1zM1 1h1v1h-1z"}, HadApp: true, Replaced: true},
		"setup-app-other":      wire.SetupApp{Step: step, Apps: apps, App: "other", Account: s, Key: "JBSWY3DP", URI: "otpauth://totp/x?secret=JBSW", QR: wire.QR{Size: 2, Path: "M0 0h1v1h-1z"}},
		"setup-code":           wire.SetupCode{Step: step, Name: s, Digits: 6, Wrong: 2, Wait: 60, Typed: s},
		"setup-codes":          wire.SetupCodes{Step: step, Codes: codes, Account: s, Made: noon, Download: "/t/northwind/setup/codes.txt", Action: "/t/northwind/setup/codes"},
		"setup-codes-renewed":  wire.SetupCodes{Codes: codes[:1], Account: s, Made: noon, Download: "/x.txt", Action: "/t/northwind/setup/codes", Renewed: true},
		"setup-questions":      wire.SetupQuestions{Step: step, Questions: []wire.Question{{ID: "first_job", Text: s}, {ID: "own_1", Text: s}}, Answers: []wire.AnswerInput{{Question: "own_1", Answer: s}, {}}, Least: 3},
		"setup-questions-own":  wire.SetupQuestions{Questions: []wire.Question{{ID: "first_job", Text: s}}, Answers: []wire.AnswerInput{{}, {}}, Least: 3, Change: true, Back: "/t/northwind/me/security"},
		"setup-done":           wire.SetupDone{Method: s, Others: 2, Next: "/t/northwind/me/security"},
		"setup-done-replaced":  wire.SetupDone{Method: s, Others: 1, Replaced: true, Next: "/t/northwind/me/security"},
		"setup-interrupted":    wire.SetupInterrupted{Started: noon.Add(-12 * time.Minute), Next: "/t/northwind/setup/app"},
		"not-found":            wire.System{Kind: wire.KindNotFound},
		"forbidden":            wire.System{Kind: wire.KindForbidden, People: []string{s, "Sam"}},
		"forbidden-nobody":     wire.System{Kind: wire.KindForbidden},
		"bad-request":          wire.System{Kind: wire.KindBadRequest},
		"method":               wire.System{Kind: wire.KindMethod},
		"gone":                 wire.System{Kind: wire.KindGone},
		"too-many":             wire.System{Kind: wire.KindTooMany, Wait: 40},
		"internal":             wire.System{Kind: wire.KindInternal},
		"unavailable":          wire.System{Kind: wire.KindUnavailable, Wait: 300},
		"link-expired":         wire.System{Kind: wire.KindLinkExpired},
		"link-used":            wire.System{Kind: wire.KindLinkUsed},
		"suspended":            wire.System{Kind: wire.KindSuspended},
		"closed":               wire.System{Kind: wire.KindClosed, Home: "/"},
		"live-security":        wire.LiveSecurity,
		"live-activity":        wire.LiveActivity,
		"live-home":            wire.LiveHome,
		"live-people":          wire.LivePeople,
		"live-person":          wire.LivePerson,
		"live-invite":          wire.LiveInvite,
		"live-policy":          wire.LivePolicy,
		"live-audit":           wire.LiveAudit,
		"live-messages":        wire.LiveMessages,
		"live-templates":       wire.LiveTemplates,
		"live-template":        wire.LiveTemplate,
		"live-numbers":         wire.LiveNumbers,
		"live-requests":        wire.LiveRequests,
		"live-request":         wire.LiveRequest,
		"live-organizations":   wire.LiveOrganizations,
		"live-inspected":       wire.LiveInspected,
		"live-staff-audit":     wire.LiveStaffAudit,
		"live-health":          wire.LiveHealth,
		"live-staff":           wire.LiveStaff,
		"live-cases":           wire.LiveCases,
		"live-case":            wire.LiveCase,
		"live-organization":    wire.LiveOrganization,
	}
}

// sample is a page of Northwind showing s, with everything a page may carry.
func sample(t testing.TB, org string, s wire.Screen) wire.Page {
	t.Helper()
	p, err := wire.Page{
		Lang: "en", Now: noon, CSRF: "token", RequestID: "req_1",
		Org: wire.Org{Name: org, Short: "northwind", Base: "/t/northwind",
			Contact: wire.Contact{Name: org, Email: "help@northwind.example", Phone: "+44 20 7946 0000", Hours: org}},
		Assets: wire.Assets{CSS: "/static/app.css", Icons: "/static/icons.svg", Favicon: "/static/favicon.svg",
			Boot: "/static/boot.js", Exec: "/static/wasm_exec.js", App: "/static/app.wasm", Admin: "/static/admin.wasm", Staff: "/static/staff.wasm"},
		Links: wire.SiteLinks{Privacy: "https://example.com/privacy", Terms: "https://example.com/terms", Status: "https://example.com/status"},
	}.With(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// rungs is the whole ladder, after a right password or before.
func rungs(s string, half bool) (out []wire.HelpRung) {
	for _, kind := range domain.Rungs {
		r := wire.HelpRung{Kind: kind, Contact: s, Hours: s}
		if half {
			r.Href, r.Left, r.Names = "/t/northwind/help/sign-in/ask", 7, []string{s}
		}
		out = append(out, r)
	}
	return out
}
