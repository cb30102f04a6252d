//go:build !wasm

package page

import (
	"strings"
	"testing"

	"twofold/api/wire"
)

// A15: who looks like sharing a log-in reads why not to, and whom to ask.
func TestA15TheAdviceAndHowToHideIt(t *testing.T) {
	api := canned("Maria")
	own := cannedSecurity("Maria")
	own.SharedLogin = true
	api["GET /me/security"] = ok(own)
	session := cannedSession()
	session.May = []string{"own.security.read", "own.security.change"}
	api["GET /session"] = ok(session)
	s := newStage(t, api, "/me/security")
	s.says("Keep your account log-in details private.")
	s.says("Ask your administrator to invite your colleague.")
	s.once["DELETE /me/shared-login"] = ok(nil)
	s.press("shared-hide")
	s.says("Hidden for 30 days")
}

// A15, A16, F43: administrators read whom it is about, and one press leads to
// an invitation, without a plan or a price.
func TestA16AdministratorsInviteFromTheBanner(t *testing.T) {
	api := canned("Maria")
	one := row("usr_1", "Maria")
	one.SharedLogin = true
	api["GET /people"] = ok(wire.People{Data: []wire.PersonRow{one}, Total: 1, All: 1})
	api["GET /shared-logins"] = ok(wire.SharedLogins{Data: []wire.PersonRow{one}, Total: 1})
	s := newStage(t, api, "/admin/people")
	s.says("1 account looks like a log-in that several people share.")
	s.says("May be shared")
	s.says("Invite colleague")
	if all := strings.ToLower(words(s.page())); strings.Contains(all, "price") || strings.Contains(all, "upgrade") {
		t.Error("it speaks of prices")
	}
}
