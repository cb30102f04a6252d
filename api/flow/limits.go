package flow

import (
	"slices"
	"time"

	"twofold/domain"
	"twofold/domain/enroll"
	"twofold/domain/factor"
	"twofold/domain/factor/passkey"
	"twofold/tenancy/store"
)

// Limit is one number in force, with what it limits in a sentence. Tenant
// says that the organization's policy decides it.
type Limit struct {
	Name, Unit, About string
	Value             int64
	Tenant            bool
}

// Limits lists the numbers that hold everywhere (ASVS V2.1.3).
func (f *Flows) Limits() []Limit {
	return slices.Concat(wayInLimits(), f.hashLimits(), helpLimits(), messageLimits(), listLimits())
}

func wayInLimits() []Limit {
	return []Limit{
		{Name: "signin.password.free_tries", Unit: "count", Value: store.PairFree, About: "Wrong passwords of one account from one network or known browser before the first wait"},
		{Name: "signin.password.longest_wait", Unit: "seconds", Value: seconds(store.PairMostWait), About: "Longest wait after wrong passwords; waits double from one second"},
		{Name: "signin.source.tries", Unit: "count", Value: store.SourceMost, About: "Tries of one network over all accounts in a window"},
		{Name: "signin.source.window", Unit: "seconds", Value: seconds(store.SourceWindow), About: "That window"},
		{Name: "signin.account.unseen", Unit: "count", Value: store.AccountUnseen, About: "Wrong passwords of one account in a row before unknown browsers are refused"},
		{Name: "signin.half.life", Unit: "seconds", Value: seconds(domain.HalfSignInFor), About: "Life of a half-finished sign-in; longer, up to 45 minutes, where a policy lets messages take their time"},
		{Name: "signin.half.life.most", Unit: "seconds", Value: seconds(domain.HalfSignInMost), About: "Longest life of a half-finished sign-in that a policy leads to"},
		{Name: "signin.account.rest", Unit: "seconds", Value: seconds(store.AccountRest), About: "Time without a try after which an account's wrong passwords are forgotten"},
		{Name: "signin.code.disable", Unit: "count", Value: domain.DisableAfter, About: "Wrong codes in a row over any time before the way to verify is out of use"},
		{Name: "app.period", Unit: "seconds", Value: factor.Period, About: "How long an app shows a code"},
		{Name: "app.digits", Unit: "count", Value: factor.Digits, About: "Digits of an app's code"},
		{Name: "app.drift", Unit: "count", Value: factor.MaxDrift, About: "Codes that a phone's clock may be ahead or behind, once that is known of it"},
		{Name: "app.key", Unit: "bits", Value: 8 * factor.KeySize, About: "Size of an app's key"},
		{Name: "setup.life", Unit: "seconds", Value: seconds(enroll.KeyFor), About: "Life of a set-up before its first right code, and again after it"},
		{Name: "setup.tries", Unit: "count", Value: enroll.TriesBeforeWait, About: "Wrong codes of a set-up before a wait"},
		{Name: "setup.wait", Unit: "seconds", Value: seconds(enroll.WaitFor), About: "That wait"},
		{Name: "session.idle", Unit: "seconds", Value: seconds(domain.SessionIdle), About: "Time without activity that ends a user's session"},
		{Name: "session.life", Unit: "seconds", Value: seconds(domain.SessionMax), About: "Longest life of a user's session"},
		{Name: "session.admin.idle", Unit: "seconds", Value: seconds(domain.AdminSessionIdle), About: "Time without activity that ends an owner's or admin's session"},
		{Name: "session.admin.life", Unit: "seconds", Value: seconds(domain.AdminSessionMax), About: "Longest life of an owner's or admin's session"},
		{Name: "session.confirm", Unit: "seconds", Value: seconds(domain.StepUpFor), About: "How long a confirmation that it's you counts"},
		{Name: "session.recovery.confirm", Unit: "seconds", Value: seconds(domain.RecoveryFor), About: "How long a sign-in by a recovery code confirms setting up again"},
		{Name: "trust.grace", Unit: "seconds", Value: seconds(trustGrace), About: "How long the token before stays good after a trusted browser's was renewed"},
		{Name: "password.min", Unit: "characters", Value: factor.MinPassword, About: "Fewest characters of a password beside a second step"},
		{Name: "password.min_alone", Unit: "characters", Value: factor.MinPasswordAlone, About: "Fewest characters of a password without a second step"},
		{Name: "password.max", Unit: "bytes", Value: factor.MaxPasswordBytes, About: "Most bytes of a password"},
		{Name: "questions.checks.daily", Unit: "count", Value: domain.CheckTries, About: "Checks of one person's answers to security questions by support in 24 hours, over all agents"},
		{Name: "questions.answer.min", Unit: "characters", Value: domain.AnswerLeast, About: "Fewest letters and digits of an answer to a security question"},
		{Name: "questions.answer.max", Unit: "characters", Value: domain.AnswerMost, About: "Most characters of one"},
		{Name: "questions.checks.span", Unit: "seconds", Value: seconds(answerSpan), About: "The time over which they are counted"},
		{Name: "name.max", Unit: "characters", Value: domain.NameMost, About: "Most characters of a person's or organization's name"},
		{Name: "method.name.max", Unit: "characters", Value: enroll.NameMost, About: "Most characters of the name of a way to verify"},
		{Name: "reason.max", Unit: "characters", Value: ReasonMost, About: "Most characters of a reason"},
		{Name: "organization.short.suggested", Unit: "characters", Value: shortNameMost, About: "Most characters of a short name that is suggested"},
		{Name: "organization.unconfirmed", Unit: "seconds", Value: seconds(domain.UnconfirmedFor), About: "How long an organization keeps its short name while its owner hasn't confirmed"},
		{Name: "confirmation.life", Unit: "seconds", Value: seconds(domain.ConfirmFor), About: "Life of the link that confirms a new organization"},
		{Name: "confirmation.resends", Unit: "count", Value: ConfirmsPerTenant, About: "Confirmation mails sent again in an hour"},
		{Name: "reset.life", Unit: "seconds", Value: seconds(domain.ResetFor), About: "Life of the link of a forgotten password"},
		{Name: "reset.asks.address", Unit: "count", Value: ResetAsksPerAddress, About: "Such links asked for with one address in an hour"},
		{Name: "reset.asks.network", Unit: "count", Value: ResetAsksPerNetwork, About: "Such links asked for from one network in an hour"},
		{Name: "reset.asks.wait", Unit: "seconds", Value: seconds(ResetAskWait), About: "Wait before another link to the same address"},
		{Name: "reset.opens", Unit: "count", Value: ResetOpensPerLink, About: "Times one such link begins anew in an hour"},
		{Name: "reset.choices", Unit: "count", Value: ResetChoicesPerLink, About: "New passwords tried by one such link in an hour"},
		{Name: "invitation.life", Unit: "seconds", Value: seconds(domain.InvitationFor), About: "Life of an invitation"},
		{Name: "invitation.addresses", Unit: "count", Value: InvitesMost, About: "Addresses in one call"},
		{Name: "invitation.hourly", Unit: "count", Value: InvitesPerTenant, About: "Invitations of one organization in an hour"},
		{Name: "organization.starts", Unit: "count", Value: StartsPerNetwork, About: "Organizations started from one network in an hour"},
		{Name: "organization.lookups.address", Unit: "count", Value: LookupsPerAddress, About: "Mails with an address's organizations in an hour"},
		{Name: "organization.lookups.network", Unit: "count", Value: LookupsPerNetwork, About: "Such mails asked for from one network in an hour"},
		{Name: "organization.lookups.waiting", Unit: "count", Value: lookupsMost, About: "Such mails that may wait to be written; more are dropped"},
		{Name: "reports.network", Unit: "count", Value: ReportsPerNetwork, About: "Reports of what a page's policy stopped that one network sends in an hour"},
		{Name: "reports.all", Unit: "count", Value: ReportsMost, About: "Such reports that an instance takes in an hour"},
		{Name: "instance.tries.hourly", Unit: "count", Value: SetupTries, About: "Set-up codes of a new installation tried from one network in an hour"},
		{Name: "passkey.challenge.life", Unit: "seconds", Value: seconds(ceremonyFor), About: "How long a browser's answer to a passkey challenge is awaited"},
		{Name: "passkey.challenge.size", Unit: "bits", Value: passkey.ChallengeBits, About: "Random bits of a passkey challenge"},
		{Name: "passkey.answer.max", Unit: "bytes", Value: passkey.MaxAnswer, About: "Most bytes of a passkey's answer"},
		{Name: "passkey.challenges.hourly", Unit: "count", Value: PasskeyAsksPerNetwork, About: "Passkey challenges without a name from one network in an hour"},
		{Name: "templates.tests.hourly", Unit: "count", Value: TestsPerPerson, About: "Test messages an administrator may send themselves in an hour"},
	}
}

func seconds(d time.Duration) int64 { return int64(d / time.Second) }
