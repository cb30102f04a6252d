package rest

import "twofold/api/wire"

// routes is the whole API. Method, path and permission of each operation
// stand beside its name in the tables of package wire.
func (s *Server) routes() {
	mount(s, wire.CreateOrganization, s.createOrganization)
	mount(s, wire.ResendConfirmation, s.resendConfirmation)
	mount(s, wire.FindOrganizations, s.findOrganizations)

	mount(s, wire.ReadConfirmation, s.readConfirmation)
	mount(s, wire.AcceptConfirmation, s.acceptConfirmation)
	mount(s, wire.ReadInvitation, s.readInvitation)
	mount(s, wire.AcceptInvitation, s.acceptInvitation)
	mount(s, wire.ReadSignIn, s.readSignIn)
	mount(s, wire.StartSignIn, s.startSignIn)
	mount(s, wire.VerifyCode, s.verifyCode)
	mount(s, wire.VerifyRecovery, s.verifyRecovery)
	mount(s, wire.CancelSignIn, s.cancelSignIn)
	mount(s, wire.ForgetBrowser, s.forgetBrowser)

	mount(s, wire.ReadSession, s.readSession)
	mount(s, wire.EndSession, s.endSession)
	mount(s, wire.ConfirmSession, s.confirmSession)
	mount(s, wire.AnswerRecovery, s.answerRecovery)
	mount(s, wire.IssueToken, s.issueToken)

	mount(s, wire.ReadSetup, s.readSetup)
	mount(s, wire.StartSetup, s.startSetup)
	mount(s, wire.ChooseSetupApp, s.chooseSetupApp)
	mount(s, wire.ConfirmSetup, s.confirmSetup)
	mount(s, wire.ReadSetupCodes, s.readSetupCodes)
	mount(s, wire.FinishSetup, s.finishSetup)
	mount(s, wire.CancelSetup, s.cancelSetup)

	mount(s, wire.ReadSecurity, s.readSecurity)
	mount(s, wire.ReadActivity, s.readActivity)
	mount(s, wire.RenameMethod, s.renameMethod)
	mount(s, wire.RemoveMethod, s.removeMethod)
	mount(s, wire.RenewRecovery, s.renewRecovery)
	mount(s, wire.RemoveTrust, s.removeTrust)
	mount(s, wire.RemoveTrusts, s.removeTrusts)
	mount(s, wire.MarkSharedBrowser, s.markSharedBrowser)
	mount(s, wire.EndOwnSession, s.endOwnSession)
	mount(s, wire.EndOtherSessions, s.endOtherSessions)
	mount(s, wire.ChangePassword, s.changePassword)
	mount(s, wire.ChooseLanguage, s.chooseLanguage)
	mount(s, wire.TurnOffTwoStep, s.turnOffTwoStep)

	mount(s, wire.ListPeople, s.listPeople)
	mount(s, wire.ReadPerson, s.readPerson)
	mount(s, wire.InvitePeople, s.invitePeople)
	mount(s, wire.ResendInvitation, s.resendInvitation)
	mount(s, wire.RevokeInvitation, s.revokeInvitation)
	mount(s, wire.ResetPerson, s.resetPerson)
	mount(s, wire.UnlockPerson, s.unlockPerson)
	mount(s, wire.EndPersonSessions, s.endPersonSessions)
	mount(s, wire.EndPersonSession, s.endPersonSession)
	mount(s, wire.RemovePersonTrusts, s.removePersonTrusts)
	mount(s, wire.RemovePersonTrust, s.removePersonTrust)
	mount(s, wire.ChangeRole, s.changeRole)
	mount(s, wire.SuspendPerson, s.suspendPerson)
	mount(s, wire.ResumePerson, s.resumePerson)

	mount(s, wire.ReadPolicy, s.readPolicy)
	mount(s, wire.SavePolicy, s.savePolicy)
	mount(s, wire.PreviewPolicy, s.previewPolicy)
	mount(s, wire.ReadPolicyHistory, s.readPolicyHistory)
	mount(s, wire.ReadAudit, s.readAudit)
	mount(s, wire.ReadOrganization, s.readOrganization)
	mount(s, wire.SaveOrganization, s.saveOrganization)
	mount(s, wire.ReadChecklist, s.readChecklist)
	mount(s, wire.HideChecklist, s.hideChecklist)
	mount(s, wire.ReadLimits, s.readLimits)
	mount(s, wire.ReadServiceLimits, s.readServiceLimits)

	s.mountKeys()
}
