//go:build !admin && !staff

package page

import "twofold/api/wire"

// The screens of app.wasm: the way in and the account.
func init() {
	register(wire.LayoutCard, door)
	register(wire.LayoutCard, findSent)
	register(wire.LayoutCard, start)
	register(wire.LayoutCard, startSent)
	register(wire.LayoutCard, startConfirm)
	register(wire.LayoutCard, firstRun)
	register(wire.LayoutCard, signIn)
	register(wire.LayoutCard, organizations)
	register(wire.LayoutCard, signedOut)
	register(wire.LayoutCard, forgot)
	register(wire.LayoutCard, forgotSent)
	register(wire.LayoutCard, newPasswordPage)
	register(wire.LayoutCard, resetStopped)
	register(wire.LayoutCard, invite)
	register(wire.LayoutCard, objection)
	register(wire.LayoutCard, objectionDone)
	register(wire.LayoutCard, help)
	register(wire.LayoutCard, helpSignIn)
	register(wire.LayoutCard, helpAsk)
	register(wire.LayoutCard, helpAsked)
	register(wire.LayoutCard, helpSupport)
	register(wire.LayoutCard, helpSupported)
	register(wire.LayoutCard, stopRequest)
	register(wire.LayoutCard, requestStopped)
	register(wire.LayoutCard, verify)
	register(wire.LayoutCard, verifyPasskey)
	register(wire.LayoutCard, setupPasskey)
	register(wire.LayoutCard, namePasskey)
	register(wire.LayoutCard, verifySent)
	register(wire.LayoutCard, resend)
	register(wire.LayoutCard, setupSent)
	register(wire.LayoutCard, methods)
	register(wire.LayoutCard, recovery)
	register(wire.LayoutCard, recoveryUsed)
	register(wire.LayoutCard, accessCode)
	register(wire.LayoutCard, unlock)
	register(wire.LayoutCard, locked)
	register(wire.LayoutCard, stepUp)
	register(wire.LayoutCard, gate)
	register(wire.LayoutCard, setupMethods)
	register(wire.LayoutCard, setupApp)
	register(wire.LayoutCard, setupCode)
	register(wire.LayoutCard, setupCodes)
	register(wire.LayoutCard, setupQuestions)
	register(wire.LayoutCard, setupDone)
	register(wire.LayoutCard, setupInterrupted)
	register(wire.LayoutCard, system)
	enter([]place{
		{string(wire.LiveSecurity), "security", inApp, "/me/security", "security.title", 4, newSecurity},
		{string(wire.LiveActivity), "activity", inApp, "/me/activity", "activity.title", 6, newActivity},
	})
}
