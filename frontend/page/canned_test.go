//go:build !wasm

package page

import (
	"time"

	"twofold/api/wire"
	"twofold/domain"
)

// canned is an API in which everything has something to show, with s wherever
// a person may have written the words.
func canned(s string) map[string]answer {
	event := wire.Event{ID: "evt_1", At: noon, Kind: domain.EventSecondStepFailed, Actor: wire.EventPerson{ID: "usr_1", Name: s},
		Subject: wire.EventPerson{ID: "usr_2", Name: s}, IP: "192.0.2.1", Browser: s, RequestID: "req_2", Detail: map[string]string{"reason": s}}
	events := []wire.Event{event, event, event}
	events[1].ID, events[1].At, events[2].ID = "evt_2", noon.Add(-time.Minute), "evt_3"
	events[2].Kind, events[2].OK = domain.EventSignedIn, true
	policy := wire.PolicyOf(domain.DefaultPolicy())
	policy.Apps[0].Name, policy.Apps[0].Note = s, s
	older := policy
	older.Mode = domain.ModeOptional
	return map[string]answer{
		"GET /session":         ok(cannedSession()),
		"GET /me/security":     ok(cannedSecurity(s)),
		"GET /me/activity":     ok(wire.List[wire.Event]{Data: events, NextCursor: "next"}),
		"GET /checklist":       ok(wire.Checklist{Items: []wire.ChecklistItem{{ID: "owners"}, {ID: "recovery", Done: true}, {ID: "contact"}, {ID: "people"}, {ID: "policy"}}, Done: 1}),
		"GET /people":          ok(wire.People{Data: []wire.PersonRow{row("usr_1", s), me(s)}, NextCursor: "next", Total: 70, All: 70}),
		"GET /people/usr_1":    ok(cannedPerson(s, events)),
		"GET /policy":          ok(wire.PolicyDocument{Version: 2, Policy: policy, Offered: domain.Offered, Served: []wire.Country{{Code: "FR", Name: "France", Dial: "+33"}, {Code: "DE", Name: s, Dial: "+49"}, {Code: "GB", Name: "United Kingdom", Dial: "+44"}}, ChangedAt: noon.Add(-time.Hour), ChangedBy: s, Letter: wire.Letter{Subject: "Set up, " + s, Text: "Dear " + s + ",\n\nset it up.\n"}}),
		"GET /policy/history":  ok(wire.List[wire.PolicyVersion]{Data: []wire.PolicyVersion{{Version: 2, At: noon, By: s, Reason: s, Policy: policy}, {Version: 1, At: noon, Policy: older}}}),
		"POST /policy/preview": ok(wire.PolicyPreview{MustSetUp: 7, Mails: 7, Examples: []string{s}, LeftWithout: 1, LeftNames: []string{s}, TrustsSooner: 2, TrustsNow: 1, FewOwners: true, OwnersReady: 1, AtOnce: true}),
		"PUT /policy":          ok(wire.PolicyDocument{Version: 3, Policy: policy, Offered: domain.Offered, ChangedAt: noon, ChangedBy: s}),
		"GET /audit":           ok(wire.List[wire.Event]{Data: events, NextCursor: "next"}),
		"GET /numbers":         ok(wire.Numbers{People: 60, Ready: 50, Missing: 4, Unreadable: 1, Landline: 2, Other: 1, Unverified: 2, Data: []wire.NumberRow{{ID: "usr_1", Name: s, Email: s, State: "missing"}, {ID: "usr_2", Name: s, Email: s, Hint: "23", State: "landline"}}, NextCursor: "next"}),
		"POST /numbers/mail":   ok(wire.NumbersAsked{People: 10}),
		"GET /messages": ok(wire.Messages{Data: []wire.MessageRow{
			{ID: "msg_1", At: noon, Kind: "code", Channel: "text", To: "•••23", Provider: "first", Country: "GB", State: "failed", Reason: "30005", Cost: "0.05"},
			{ID: "msg_2", At: noon, Kind: s, Channel: "mail", To: s, State: "sent"}, {ID: "msg_3", At: noon, Kind: "invite", Channel: "mail", To: "m•••@x.example", State: "queued"}}, NextCursor: "next"}),
		"GET /messages/health": ok(wire.MessageHealth{Offered: true, Currency: "USD", Day: wire.CountCap{Used: 400, Most: 500}, Month: wire.PriceCap{Used: "20.00", Most: "100.00", Percent: 20},
			Routes: []wire.Route{{Provider: "first", Country: "GB", Name: "United Kingdom", Waiting: 1, Delivered: 8, Failed: 2, Low: true}, {Country: "DE", Name: "Germany", Waiting: 1}}}),
		"GET /organization":                                        ok(wire.Organization{ID: "org_1", Name: s, Short: "northwind", Contact: wire.Contact{Name: s, Email: s, Phone: s, Hours: s}}),
		"PUT /organization":                                        ok(wire.Organization{ID: "org_1", Name: "New", Short: "northwind"}),
		"POST /invitations":                                        ok(wire.Invitations{Data: []wire.Invited{{Email: "a@x.example", ID: "usr_8"}, {Email: s, Code: domain.CodeEmailFormat}}}),
		"POST /resets/preview":                                     ok(wire.ResetMany{Data: []wire.ResetOne{{ID: "usr_1", Name: s}, {ID: "usr_2", Name: "Olga", Code: domain.CodeOwnerProtected}}}),
		"POST /resets":                                             ok(wire.ResetMany{Data: []wire.ResetOne{{ID: "usr_1", Name: s}, {ID: "usr_2", Name: "Olga", Code: domain.CodeOwnerProtected}}}),
		"POST /people/usr_1/reset/code":                            ok(nil),
		"POST /people/usr_1/reset":                                 ok(wire.ResetAnswer{Methods: 1, RecoveryCodes: 7, Sessions: 2, TrustedBrowsers: 1}),
		"POST /session/confirm":                                    ok(wire.ConfirmAnswer{Until: noon.Add(10 * time.Minute)}),
		"POST /me/recovery-codes":                                  ok(wire.RecoverySet{}),
		"PUT /checklist/hidden":                                    ok(nil),
		"PATCH /me/methods/fac_1":                                  ok(nil),
		"DELETE /me/methods/fac_1":                                 ok(wire.Renewal{CSRF: "renewed"}),
		"DELETE /me/trusted-browsers/trb_1":                        ok(nil),
		"DELETE /me/trusted-browsers":                              ok(nil),
		"POST /me/shared-browser":                                  ok(nil),
		"POST /me/check-up":                                        ok(nil),
		"DELETE /me/check-up":                                      ok(nil),
		"DELETE /me/sessions/ses_2":                                ok(nil),
		"DELETE /me/sessions":                                      ok(wire.Ended{Ended: 1}),
		"POST /me/password":                                        ok(wire.Renewal{CSRF: "renewed"}),
		"GET /shared-logins":                                       ok(wire.SharedLogins{}),
		"POST /me/two-step/off":                                    ok(wire.Renewal{CSRF: "renewed"}),
		"POST /people/usr_1/unlock":                                ok(nil),
		"POST /people/usr_1/suspend":                               ok(nil),
		"POST /people/usr_1/resume":                                ok(nil),
		"PUT /people/usr_1/role":                                   ok(nil),
		"POST /people/usr_1/invitation":                            ok(nil),
		"DELETE /people/usr_1/invitation":                          ok(nil),
		"DELETE /people/usr_1/sessions":                            ok(wire.Ended{Ended: 2}),
		"DELETE /people/usr_1/sessions/ses_1":                      ok(nil),
		"DELETE /people/usr_1/trusted-browsers":                    ok(nil),
		"DELETE /people/usr_1/trusted-browsers/trb_1":              ok(nil),
		"POST /people/usr_1/sessions/ses_1/shared-browser":         ok(nil),
		"POST /people/usr_1/trusted-browsers/trb_1/shared-browser": ok(nil),
	}
}

func cannedSession() wire.Session {
	return wire.Session{Person: wire.Me{Email: "sam@northwind.example", Role: "owner"}, Confirm: wire.Confirm{Methods: []domain.ConfirmMethod{domain.ConfirmByApp, domain.ConfirmByPassword}, Second: []domain.ConfirmMethod{domain.ConfirmByApp}},
		IdleSeconds: 1800, Now: noon, CSRF: "token", May: everything}
}

func cannedWays(s string) []wire.OwnMethod {
	return []wire.OwnMethod{
		{ID: "fac_1", Kind: domain.MethodApp, Name: s, App: s, AddedAt: noon, LastUsedAt: noon.Add(-time.Hour), LastUsedOn: s},
		{ID: "fac_2", Kind: domain.MethodApp, Name: "Spare", AddedAt: noon, Disabled: true, Keep: domain.CodeMethodRequired},
	}
}

func cannedTrusts(s string) []wire.TrustedBrowser {
	return []wire.TrustedBrowser{{ID: "trb_1", Browser: s, IP: "192.0.2.1", TrustedAt: noon, UsedAt: noon.Add(-2 * time.Hour), ExpiresAt: noon.AddDate(0, 0, 9), Current: true}}
}

func cannedSecurity(s string) wire.Security {
	return wire.Security{Email: s, TwoStep: wire.TwoStep{State: domain.TwoStepOn, Since: noon, MaySetUp: true, MayTurnOff: true}, Methods: cannedWays(s), Strength: domain.StrengthGood, Tasks: []domain.Task{domain.TaskBackup, domain.TaskCodes},
		CheckUp:  &wire.CheckUp{Why: domain.CheckUpUnused, App: s, Replaces: "fac_1"},
		Recovery: wire.RecoveryState{Offered: true, Left: 2, Of: 10, MadeAt: noon}, TrustDays: 14, TrustedBrowsers: cannedTrusts(s),
		Sessions: []wire.OwnSession{{ID: "ses_1", Browser: s, IP: "192.0.2.1", StartedAt: noon, SeenAt: noon, AMR: []string{"pwd", "otp"}, Current: true},
			{ID: "ses_2", Browser: s, IP: "192.0.2.2", StartedAt: noon, SeenAt: noon, AMR: []string{"pwd"}, Bearer: true},
			{ID: "ses_3", Browser: s, IP: "192.0.2.3", StartedAt: noon, SeenAt: noon, AMR: []string{"pwd"}, NewPlace: true}},
		PasswordSince: noon.AddDate(0, -4, 0), PasswordMin: 12, OrgLanguage: "en"}
}

func row(id, s string) wire.PersonRow {
	return wire.PersonRow{ID: id, Name: s, Email: "maria@northwind.example", Role: domain.RoleUser, Status: domain.UserActive, TwoStep: domain.TwoStepOn,
		TwoStepSince: noon, Methods: []domain.Method{domain.MethodApp}, LockedUntil: noon.Add(20 * time.Minute), CreatedAt: noon, LastSignInAt: noon.Add(-time.Hour), May: wire.PersonActions{Roles: domain.Roles}}
}

func me(s string) wire.PersonRow {
	r := row("usr_me", s)
	r.Me, r.TwoStep, r.LockedUntil, r.LastSignInAt = true, domain.TwoStepNever, time.Time{}, time.Time{}
	return r
}

func cannedPerson(s string, events []wire.Event) wire.Person {
	return wire.Person{PersonRow: row("usr_1", s), Ways: cannedWays(s), Recovery: wire.RecoveryState{Offered: true, Left: 7, Of: 10, MadeAt: noon},
		TrustedBrowsers: cannedTrusts(s), Sessions: cannedSecurity(s).Sessions[:1], Activity: events,
		Reset: wire.ResetFacts{Next: []domain.ResetNext{domain.ResetAccessCode, domain.ResetSetUp}, Address: "m•••@northwind.example",
			LastAt: noon.Add(-20 * time.Minute), LastBy: "Sam"},
		Invitation: &wire.InvitationState{State: "open", ExpiresAt: noon.AddDate(0, 0, 7)}}
}

// everything is what an owner may do.
var everything = func() (out []string) {
	for _, e := range wire.Endpoints() {
		out = append(out, e.Permission)
	}
	return out
}()
