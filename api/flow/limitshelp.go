package flow

import (
	"time"

	"twofold/domain"
	"twofold/domain/enroll"
	"twofold/domain/factor"
	"twofold/domain/recovery"
)

// hashLimits are those of the slow work of passwords and recovery codes.
func (f *Flows) hashLimits() []Limit {
	return []Limit{
		{Name: "hash.queue", Unit: "count", Value: int64(f.hasher.Queue()), About: "Passwords and recovery codes of all people that may wait to be compared; more are put off by 503"},
		{Name: "recovery.codes.max", Unit: "count", Value: factor.MaxRecoveryCodes, About: "Most recovery codes of a set"},
		{Name: "credential.size", Unit: "bits", Value: 8 * factor.TokenSize, About: "Random bits of a session, a link and every other credential that is no code"},
	}
}

// helpLimits are those of changing what belongs to an account, and of getting
// back into one.
func helpLimits() []Limit {
	return []Limit{
		{Name: "objection.life", Unit: "seconds", Value: seconds(domain.ObjectionFor), About: "Life of the link \"this wasn't me\" of a notice"},
		{Name: "objection.told.daily", Unit: "count", Value: ObjectionsTold, About: "Times in 24 hours that administrators are mailed because one person said \"this wasn't me\"; more stand in the audit log only"},
		{Name: "contact.change.life", Unit: "seconds", Value: seconds(domain.ContactChangeFor), About: "How long a new address or number waits for its code"},
		{Name: "contact.change.tries", Unit: "count", Value: contactTries, About: "Codes typed for it while one code lives"},
		{Name: "number.people", Unit: "count", Value: numberMost, About: "People of an organization who may verify one number"},
		{Name: "numbers.mail.wait", Unit: "seconds", Value: seconds(numbersMailGap), About: "Wait before everybody whose number isn't ready is written to again"},
		{Name: "request.life", Unit: "seconds", Value: seconds(domain.RequestFor), About: "How long a request to the administrators stays open"},
		{Name: "request.daily", Unit: "count", Value: RequestsADay, About: "Requests of one person in 24 hours"},
		{Name: "request.tries", Unit: "count", Value: domain.RequestTries, About: "Codes of a caller that administrators may type in for one request"},
		{Name: "request.message.max", Unit: "characters", Value: domain.RequestWords, About: "Most characters of a request's message, and of why it was declined"},
		{Name: "request.reach.max", Unit: "characters", Value: domain.ReachWords, About: "Most characters of how to be reached"},
		{Name: "approval.life", Unit: "seconds", Value: seconds(domain.ApprovalFor), About: "How long a reset waits for a second administrator"},
		{Name: "approval.role.held", Unit: "seconds", Value: seconds(domain.RoleHeldFor), About: "How long somebody must have had their role before they approve anything"},
		{Name: "approval.role.lingers", Unit: "seconds", Value: seconds(domain.RoleLingers), About: "How long a role that was taken away still asks for approval"},
		{Name: "reset.daily", Unit: "count", Value: ResetsADay, About: "People whom one administrator resets in 24 hours; an owner as many as there are"},
		{Name: "reset.people", Unit: "count", Value: ResetsAtOnce, About: "People of one call that resets"},
		{Name: "reset.caller.tries", Unit: "count", Value: CallerTries, About: "Codes typed for one that was sent to a caller before a reset"},
		{Name: "access.code.life", Unit: "seconds", Value: seconds(domain.AccessCodeFor), About: "Life of an access code"},
		{Name: "access.code.tries", Unit: "count", Value: domain.AccessCodeTries, About: "Wrong ones that void an access code"},
		{Name: "access.code.digits", Unit: "count", Value: factor.AccessDigits, About: "Digits of an access code"},
		{Name: "unlock.mail.life", Unit: "seconds", Value: seconds(domain.UnlockMailFor), About: "Life of a mailed link that unlocks an account"},
		{Name: "case.tries", Unit: "count", Value: domain.CaseCodeTries, About: "Codes that a caller may read out wrong to support"},
		{Name: "case.proofs", Unit: "count", Value: recovery.ProofsNeeded, About: "Proofs that support needs to let somebody back in"},
		{Name: "case.grants", Unit: "count", Value: recovery.MostAYear, About: "Times that support lets one person back in, in the time of case.grants.span"},
		{Name: "case.grants.span", Unit: "seconds", Value: seconds(recovery.Year), About: "That time"},
		{Name: "case.number.rest", Unit: "seconds", Value: seconds(recovery.NumberRest), About: "How long a number must be verified before it stands in for a lost device"},
		{Name: "case.owner.wait", Unit: "seconds", Value: seconds(recovery.OwnerWait), About: "Wait of an owner who lost everything, after all owners were told"},
		{Name: "case.caller.max", Unit: "characters", Value: wordsMost, About: "Most characters of a caller's name and of how they called"},
		{Name: "inspection.life", Unit: "seconds", Value: seconds(domain.InspectionMost), About: "Longest time an operator looks into an organization before it is opened again"},
	}
}

// messageLimits are those of what is sent.
func messageLimits() []Limit {
	return []Limit{
		{Name: "message.life", Unit: "seconds", Value: seconds(mailFor), About: "How long it is tried to send a mail; shorter where what it holds ends before"},
		{Name: "code.sends.hourly", Unit: "count", Value: enroll.SendsAnHour, About: "Codes sent to one person by one method in an hour"},
		{Name: "code.late", Unit: "seconds", Value: seconds(enroll.ExpiredFor), About: "How long after its end a right code is answered by a new one"},
		{Name: "text.number.daily", Unit: "count", Value: textsPerNumber, About: "Text messages to one number in the time of text.span"},
		{Name: "text.person.daily", Unit: "count", Value: textsPerPerson, About: "Text messages to one person in the time of text.span"},
		{Name: "text.span", Unit: "seconds", Value: seconds(textsWindow), About: "That time, from the first message on"},
		{Name: "text.alarm", Unit: "percent", Value: textsAlarm, About: "Part of an organization's cap or budget at which its owners are told"},
		{Name: "text.country.codes", Unit: "count", Value: pumpLook, About: "Codes to a country after which it is looked at whether they are used"},
		{Name: "text.country.share", Unit: "count", Value: pumpShare, About: "A country is stopped where fewer than one in so many was used"},
		{Name: "text.country.span", Unit: "seconds", Value: seconds(pumpWindow), About: "The time over which that is counted"},
	}
}

// listLimits are those of reading.
func listLimits() []Limit {
	return []Limit{
		{Name: "page.default", Unit: "count", Value: PageDefault, About: "Rows of a page of a list"},
		{Name: "page.max", Unit: "count", Value: PageMost, About: "Most rows of a page of a list"},
		{Name: "page.cursor.max", Unit: "bytes", Value: cursorMost, About: "Most bytes of a cursor"},
		{Name: "activity.days", Unit: "days", Value: int64(activityFor / (24 * time.Hour)), About: "How far back a person's own activity goes"},
	}
}
