//go:build !admin && !staff

package text

// The words of the way in and the account.
func init() {
	Add("en", enWayIn, enVerify, enSetup, enSystem, enAccount, enWallet, enPasskey, enBackup, enEvents, enForgot, enAccess, enRequests, enInstance, enQuestions)
}
