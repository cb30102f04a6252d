package store_test

import (
	"errors"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

var (
	later = start.Add(time.Hour)
	past  = start.Add(-time.Hour)
)

// ok answers with nothing but the error, for methods that tell no more.
func ok(err error) (any, error) { return nil, err }

// both and all join what a method answers with.
func both[A, B any](a A, b B, err error) (any, error) { return []any{a, b}, err }

func one[A any](a A, err error) (any, error) { return a, err }

var (
	app   = []domain.Method{domain.MethodApp}
	email = []domain.Method{domain.MethodEmail}
)

// txProbes has a case for each method of Tx. Cases name the rows of c.w; the
// transaction is in another tenant.
var txProbes = map[string]probe{
	"Tenant": {want: own, do: func(c call) (any, error) { return c.Tenant(), nil }},

	"Record": {want: own, do: func(c call) (any, error) { return ok(c.Record(ctx, c.w.event("new"))) }},
	"Events": {want: own, do: func(c call) (any, error) { return one(c.Events(ctx, store.EventFilter{Limit: 10})) }},

	"StartEnrollment": {want: refused, do: func(c call) (any, error) { return ok(c.StartEnrollment(ctx, c.w.enrollment("new", "usr"))) }},
	"BackUpEnrollment": {do: func(c call) (any, error) {
		return one(c.BackUpEnrollment(ctx, c.w.id("enq"), c.w.enrollment("new", "cal")))
	}},
	"Enrollment": {do: func(c call) (any, error) { return one(c.Enrollment(ctx, c.w.id("usr"))) }},
	"ChooseApp":  {do: func(c call) (any, error) { return ok(c.ChooseApp(ctx, c.w.id("enq"), "Authy")) }},
	"SpendEnrollmentTry": {do: func(c call) (any, error) {
		return one(c.SpendEnrollmentTry(ctx, c.w.id("enq"), 5, time.Minute, start))
	}},
	"ConfirmEnrollment": {do: func(c call) (any, error) {
		return one(c.ConfirmEnrollment(ctx, c.w.id("enq"), "Phone", 1, 0, nil, start))
	}},
	"NameEnrollment": {do: func(c call) (any, error) { return ok(c.NameEnrollment(ctx, c.w.id("enq"), "Mine")) }},
	"TakeEnrollment": {do: func(c call) (any, error) { return one(c.TakeEnrollment(ctx, c.w.id("enr"))) }},
	"DropEnrollment": {do: func(c call) (any, error) { return ok(c.DropEnrollment(ctx, c.w.id("usr"))) }},

	"AddFactor":     {want: refused, do: func(c call) (any, error) { return ok(c.AddFactor(ctx, c.w.factor("new"))) }},
	"Factors":       {do: func(c call) (any, error) { return one(c.Factors(ctx, c.w.id("usr"))) }},
	"RenameFactor":  {do: func(c call) (any, error) { return one(c.RenameFactor(ctx, c.w.id("usr"), c.w.id("fac"), "Mine")) }},
	"RemoveFactor":  {do: func(c call) (any, error) { return one(c.RemoveFactor(ctx, c.w.id("usr"), c.w.id("fac"))) }},
	"RemoveFactors": {do: func(c call) (any, error) { return ok(c.RemoveFactors(ctx, c.w.id("usr"))) }},
	"RemoveKeys":    {do: func(c call) (any, error) { return ok(c.RemoveKeys(ctx, c.w.id("usr"))) }},
	"SetPrimary":    {do: func(c call) (any, error) { return one(c.SetPrimary(ctx, c.w.id("usr"), c.w.id("fac"))) }},
	"DisableFactor": {do: func(c call) (any, error) { return one(c.DisableFactor(ctx, c.w.id("usr"), c.w.id("fac"), start)) }},
	"FactorsByLookup": {do: func(c call) (any, error) {
		return one(c.FactorsByLookup(ctx, domain.MethodApp, c.w.id("look")))
	}},
	"UsePasskey": {do: func(c call) (any, error) {
		return one(c.UsePasskey(ctx, c.w.id("fac"), "detail of "+c.w.name, "new", "ses", "Chrome", start))
	}},
	"UseFactor":      {do: func(c call) (any, error) { return ok(c.UseFactor(ctx, c.w.id("fac"), "ses", "Chrome", start)) }},
	"DisableFactors": {do: func(c call) (any, error) { return ok(c.DisableFactors(ctx, c.w.id("usr"), start)) }},
	"SpendTOTPStep": {do: func(c call) (any, error) {
		return one(c.SpendTOTPStep(ctx, c.w.id("fac"), 9, 0, "ses", "Chrome", start))
	}},

	"AddSentCode": {want: refused, do: func(c call) (any, error) { return ok(c.AddSentCode(ctx, c.w.sentCode("new"))) }},
	"SentCodes":   {do: func(c call) (any, error) { return one(c.SentCodes(ctx, c.w.id("usr"), c.w.id("half"))) }},
	"SentSince":   {do: func(c call) (any, error) { return one(c.SentSince(ctx, c.w.id("usr"), domain.MethodText, past)) }},
	"SentToCountry": {want: own, do: func(c call) (any, error) {
		return one(c.SentToCountry(ctx, "GB", past, 50))
	}},
	"SettledTo":   {want: own, idle: "bare numbers of the caller's own people: TestSettledToCountsOneTenant", do: func(c call) (any, error) { return both(c.SettledTo(ctx, "GB", past, end, 50)) }},
	"UseSentCode": {do: func(c call) (any, error) { return one(c.UseSentCode(ctx, c.w.id("cod"), "ses", start)) }},

	"AddCeremony":  {want: own, do: func(c call) (any, error) { return ok(c.AddCeremony(ctx, c.w.ceremony("new"))) }},
	"TakeCeremony": {do: func(c call) (any, error) { return both(c.TakeCeremony(ctx, c.w.id("cer"), start)) }},

	"SpendQuota": {want: own, do: func(c call) (any, error) {
		return both(c.SpendQuota(ctx, c.w.id("quo"), 1, 5, time.Hour, start))
	}},
	"QuotaSince": {do: func(c call) (any, error) { return one(c.QuotaSince(ctx, c.w.id("quo"))) }},
	"TakeJob":    {do: func(c call) (any, error) { return one(c.TakeJob(ctx, c.w.id("job"))) }},
	"AddReset":   {want: refused, do: func(c call) (any, error) { return ok(c.AddReset(ctx, c.w.half("new"))) }},
	"ProveReset": {do: func(c call) (any, error) {
		h := c.w.half("res")
		if c.in == c.w.scope() {
			if err := c.AddReset(ctx, h); err != nil {
				return nil, err
			}
		}
		return one(c.ProveReset(ctx, h.ID, "app", 2, start))
	}},
	"CarryLink": {do: func(c call) (any, error) { return ok(c.CarryLink(ctx, c.w.id("lnk"), 2)) }},
	"Link":      {do: func(c call) (any, error) { return one(c.Link(ctx, c.w.id("lnk"))) }},

	"QuotaUsed": {do: func(c call) (any, error) { return one(c.QuotaUsed(ctx, c.w.id("quo"), time.Hour, start)) }},
	"TellQuota": {do: func(c call) (any, error) { return one(c.TellQuota(ctx, c.w.id("quo"), 80)) }},

	"MarkLost": {idle: "the world's message isn't lost: TestLostCodesOfOneTenant", do: func(c call) (any, error) {
		codes := []store.SentCode{c.w.sentCode("cod")}
		err := c.MarkLost(ctx, codes)
		return codes[0].Lost, err
	}},
	"NoteCheckUp": {do: func(c call) (any, error) { return ok(c.NoteCheckUp(ctx, c.w.id("usr"), start)) }},
	"CheckedUp": {idle: "the world's person answered none: TestCheckUpsOfOneTenant", do: func(c call) (any, error) {
		return one(c.CheckedUp(ctx, c.w.id("usr")))
	}},
	"RecoveryTouched": {do: func(c call) (any, error) { return one(c.RecoveryTouched(ctx, c.w.id("usr"))) }},

	"SetLanguage": {do: func(c call) (any, error) { return ok(c.SetLanguage(ctx, c.w.id("usr"), "de")) }},
	"SetPhone":    {do: func(c call) (any, error) { return ok(c.SetPhone(ctx, c.w.id("usr"), store.ProfilePhone{})) }},
	"ByNumber": {want: own, idle: "a bare number of the caller's own people: TestPeopleByNumber", do: func(c call) (any, error) {
		return one(c.ByNumber(ctx, []string{"GB"}))
	}},
	"NumberHolders": {do: func(c call) (any, error) { return one(c.NumberHolders(ctx, c.w.id("key"), 9)) }},
	"ProveNumber": {do: func(c call) (any, error) {
		if _, err := c.RemoveFactor(ctx, c.w.id("usr"), c.w.id("fac")); err != nil {
			return nil, err
		}
		return one(c.ProveNumber(ctx, store.Proved{Seen: store.Seen{UserID: c.w.id("usr"), SecurityVersion: 1, PolicyVersion: 2}, Key: c.w.id("key"), At: start}))
	}},
	"EndHalves": {do: func(c call) (any, error) { return ok(c.EndHalves(ctx, c.w.id("usr"), "number", start)) }},
	"Phone":     {do: func(c call) (any, error) { return one(c.Phone(ctx, c.w.id("usr"))) }},

	"AddLink": {want: refused, do: func(c call) (any, error) { return ok(c.AddLink(ctx, c.w.link("new"))) }},
	"RevokeLinks": {do: func(c call) (any, error) {
		return ok(c.RevokeLinks(ctx, c.w.id("usr"), store.LinkInvite, start))
	}},
	"LaterLinks": {do: func(c call) (any, error) {
		return one(c.LaterLinks(ctx, c.w.id("usr"), store.LinkInvite, "", past, start))
	}},
	"RevokeLaterLinks": {do: func(c call) (any, error) {
		return ok(c.RevokeLaterLinks(ctx, c.w.id("usr"), store.LinkInvite, "", past, start))
	}},
	"LinkUsedSince": {do: func(c call) (any, error) {
		if _, err := c.UseLink(ctx, c.w.id("lnk"), start); err != nil {
			return nil, err
		}
		return one(c.LinkUsedSince(ctx, c.w.id("usr"), store.LinkInvite, past))
	}},
	"LinkByToken":    {do: func(c call) (any, error) { return one(c.LinkByToken(ctx, store.LinkInvite, c.w.bytes("lnk"))) }},
	"OpenInvitation": {do: func(c call) (any, error) { return one(c.OpenInvitation(ctx, c.w.id("usr"))) }},
	"LatestLink":     {do: func(c call) (any, error) { return one(c.LatestLink(ctx, c.w.id("usr"), store.LinkInvite)) }},
	"UseLink":        {do: func(c call) (any, error) { return one(c.UseLink(ctx, c.w.id("lnk"), start)) }},

	"AddGrant":    {want: refused, do: func(c call) (any, error) { return ok(c.AddGrant(ctx, c.w.grant("new"))) }},
	"Grants":      {do: func(c call) (any, error) { return one(c.Grants(ctx, c.w.id("usr"))) }},
	"GrantsSince": {do: func(c call) (any, error) { return one(c.GrantsSince(ctx, c.w.id("usr"), past)) }},
	"Grant":       {do: func(c call) (any, error) { return one(c.Grant(ctx, c.w.id("gra"))) }},
	"LatestGrant": {do: func(c call) (any, error) { return one(c.LatestGrant(ctx, c.w.id("usr"), domain.GrantAccessCode)) }},
	"OpenGrant": {do: func(c call) (any, error) {
		return one(c.OpenGrant(ctx, c.w.id("usr"), domain.GrantAccessCode, 1, start))
	}},
	"GrantBySecret": {do: func(c call) (any, error) { return one(c.GrantBySecret(ctx, domain.GrantAccessCode, c.w.bytes("gra"))) }},
	"SpendGrantTry": {do: func(c call) (any, error) { return one(c.SpendGrantTry(ctx, c.w.id("gra"), 5, start)) }},
	"UseGrant":      {do: func(c call) (any, error) { return one(c.UseGrant(ctx, c.w.id("gra"), 1, start)) }},
	"StopGrant":     {do: func(c call) (any, error) { return one(c.StopGrant(ctx, c.w.id("gra"), "usr_9", "Sam", start)) }},
	"StopGrants":    {do: func(c call) (any, error) { return ok(c.StopGrants(ctx, c.w.id("usr"), "", "usr_9", "Sam", start)) }},
	"CarryGrants":   {do: func(c call) (any, error) { return ok(c.CarryGrants(ctx, c.w.id("usr"), 1, 2)) }},

	"AddInspection": {want: own, do: func(c call) (any, error) { return ok(c.AddInspection(ctx, c.w.inspection("new"))) }},
	"Inspection":    {do: func(c call) (any, error) { return one(c.Inspection(ctx, c.w.id("agent"), 1, start)) }},
	"CloseInspection": {do: func(c call) (any, error) {
		return one(c.CloseInspection(ctx, c.w.id("ins"), c.w.id("agent"), start))
	}},

	"AddCase": {want: refused, do: func(c call) (any, error) { return ok(c.AddCase(ctx, c.w.call("new"))) }},
	"Case":    {do: func(c call) (any, error) { return one(c.Case(ctx, c.w.id("cas"))) }},
	"CasesOf": {do: func(c call) (any, error) { return one(c.CasesOf(ctx, c.w.id("usr"))) }},
	"MoveCase": {do: func(c call) (any, error) {
		moved := c.w.call("cas")
		moved.State = domain.CaseClosed
		return one(c.MoveCase(ctx, domain.CaseOpen, "", moved))
	}},
	"StopCases":     {do: func(c call) (any, error) { return ok(c.StopCases(ctx, c.w.id("usr"), start)) }},
	"AddProof":      {want: refused, do: func(c call) (any, error) { return ok(c.AddProof(ctx, c.w.proof("new"))) }},
	"SpendProofTry": {do: func(c call) (any, error) { return one(c.SpendProofTry(ctx, c.w.id("prf"), 3)) }},
	"SettleProof": {do: func(c call) (any, error) {
		return one(c.SettleProof(ctx, c.w.id("prf"), domain.ProofPassed, "usr_9", "Sam", start))
	}},
	"AddRequest":     {want: refused, do: func(c call) (any, error) { return one(c.AddRequest(ctx, c.w.request("new", "cal"))) }},
	"Request":        {do: func(c call) (any, error) { return one(c.Request(ctx, c.w.id("req"))) }},
	"OpenRequest":    {do: func(c call) (any, error) { return one(c.OpenRequest(ctx, c.w.id("usr"), false)) }},
	"BrowserRequest": {do: func(c call) (any, error) { return one(c.BrowserRequest(ctx, c.w.browser(), past)) }},
	"Requests":       {want: own, do: func(c call) (any, error) { return one(c.Requests(ctx, store.RequestFilter{Live: true, Limit: 9})) }},
	"CountRequests": {want: own, idle: "a bare number of the caller's own requests: TestRequestsOfOneTenant", do: func(c call) (any, error) {
		return one(c.CountRequests(ctx, store.RequestFilter{Live: true}))
	}},
	"TakeRequest": {do: func(c call) (any, error) { return one(c.TakeRequest(ctx, c.w.id("req"), "", "adm", "Ada", start)) }},
	"SettleRequest": {do: func(c call) (any, error) {
		return one(c.SettleRequest(ctx, c.w.id("req"), store.Settled{State: domain.RequestDone, At: start}))
	}},
	"SpendCallerTry": {do: func(c call) (any, error) { return one(c.SpendCallerTry(ctx, c.w.id("req"), 3)) }},
	"NoteCaller": {do: func(c call) (any, error) {
		return ok(c.NoteCaller(ctx, c.w.id("req"), domain.MethodEmail, "Ada", start))
	}},
	"AddGuarded":    {want: refused, do: func(c call) (any, error) { return ok(c.AddGuarded(ctx, c.w.guarded("new", "cal"))) }},
	"Guarded":       {do: func(c call) (any, error) { return one(c.Guarded(ctx, c.w.id("rst"))) }},
	"LatestGuarded": {do: func(c call) (any, error) { return one(c.LatestGuarded(ctx, c.w.id("usr"))) }},
	"ApproveGuarded": {do: func(c call) (any, error) {
		return one(c.ApproveGuarded(ctx, c.w.id("rst"), "adm", "Ada", end))
	}},
	"EndGuarded": {do: func(c call) (any, error) {
		return one(c.EndGuarded(ctx, c.w.id("rst"), domain.GuardApproval, domain.GuardDone, start))
	}},
	"FetchGuardedCode": {idle: "the world's reset waits for approval: TestGuardedResetsEndOnce", do: func(c call) (any, error) {
		return one(c.FetchGuardedCode(ctx, c.w.id("rst"), c.w.id("usr"), start))
	}},
	"Addresses": {do: func(c call) (any, error) { return one(c.Addresses(ctx, c.w.id("usr"), past)) }},

	"QueueMail":  {want: own, do: func(c call) (any, error) { return ok(c.QueueMail(ctx, c.w.mail("new"))) }},
	"MailSent":   {do: func(c call) (any, error) { return ok(c.MailSent(ctx, c.w.id("msg"), start)) }},
	"MailFailed": {do: func(c call) (any, error) { return ok(c.MailFailed(ctx, c.w.id("msg"), "refused", start, time.Time{})) }},
	"TextSent": {idle: "the world's message is a mail: TestTextsOfOneTenant", do: func(c call) (any, error) {
		return ok(c.TextSent(ctx, c.w.id("msg"), store.TextTaken{Ref: "SM1"}, start))
	}},
	"TextReported": {idle: "the world's message is a mail: TestTextsOfOneTenant", do: func(c call) (any, error) {
		return one(c.TextReported(ctx, c.w.id("msg"), store.TextNews{Ref: "SM1", From: []string{""}}, start))
	}},
	"UnreadyNumbers":  {want: own, idle: "bare numbers of the caller's own people: TestUnreadyNumbers", do: func(c call) (any, error) { return one(c.UnreadyNumbers(ctx)) }},
	"UnreadyPeople":   {want: own, do: func(c call) (any, error) { return one(c.UnreadyPeople(ctx, store.NumberFilter{Limit: 9})) }},
	"Messages":        {want: own, do: func(c call) (any, error) { return one(c.Messages(ctx, store.MessageFilter{Limit: 10})) }},
	"Routes":          {want: own, idle: "bare numbers of the caller's own messages: TestMessagesOfOneTenant", do: func(c call) (any, error) { return one(c.Routes(ctx, past)) }},
	"Message":         {do: func(c call) (any, error) { return one(c.Message(ctx, c.w.id("msg"))) }},
	"SaveTemplate":    {want: own, do: func(c call) (any, error) { return ok(c.SaveTemplate(ctx, c.w.template(3))) }},
	"Template":        {want: own, do: func(c call) (any, error) { return one(c.Template(ctx, "invite", "de")) }},
	"TemplateHistory": {want: own, do: func(c call) (any, error) { return one(c.TemplateHistory(ctx, "invite", "de", 9)) }},
	"Templates":       {want: own, do: func(c call) (any, error) { return one(c.Templates(ctx)) }},
	"QueueJob": {want: own, do: func(c call) (any, error) {
		return ok(c.QueueJob(ctx, store.Job{ID: "new", Kind: "announce", CreatedAt: start}))
	}},
	"AdvanceJob": {do: func(c call) (any, error) {
		return one(c.AdvanceJob(ctx, store.Job{ID: c.w.id("job")}, "usr_9", 1, true, start))
	}},

	"People": {want: own, do: func(c call) (any, error) { return one(c.People(ctx, store.PeopleFilter{Limit: 10, Now: start})) }},
	"CountPeople": {do: func(c call) (any, error) {
		return one(c.CountPeople(ctx, store.PeopleFilter{Query: c.w.name, Now: start}))
	}},
	"Affected": {want: own, idle: "a bare number of the caller's own people: TestAffectedCountsOneTenant", do: func(c call) (any, error) {
		return one(c.Affected(ctx, store.Ready{Methods: app}))
	}},
	"AffectedMembers": {want: own, idle: "a bare number of the caller's own people: TestAffectedCountsOneTenant", do: func(c call) (any, error) {
		return one(c.AffectedMembers(ctx, store.Ready{Methods: app}))
	}},
	"Stranded":       {do: func(c call) (any, error) { return one(stranded(c)) }},
	"AffectedPeople": {want: own, do: func(c call) (any, error) { return one(c.AffectedPeople(ctx, store.Ready{Methods: email}, "", 10)) }},

	"ReplaceRecoveryCodes": {want: refused, do: func(c call) (any, error) {
		return ok(c.ReplaceRecoveryCodes(ctx, c.w.id("usr"), []store.RecoveryCode{{ID: "new", Salt: []byte("salt"), Digest: []byte("digest"), CreatedAt: start}}))
	}},
	"RecoveryCodes": {do: func(c call) (any, error) { return one(c.RecoveryCodes(ctx, c.w.id("usr"))) }},
	"RecoveryLeft":  {do: func(c call) (any, error) { return both(c.RecoveryLeft(ctx, c.w.id("usr"))) }},
	"SpendRecoveryCode": {do: func(c call) (any, error) {
		return one(c.SpendRecoveryCode(ctx, c.w.id("usr"), c.w.id("rec"), "ses", start))
	}},

	"SaveAnswers":   {want: refused, do: func(c call) (any, error) { return ok(c.SaveAnswers(ctx, c.w.id("usr"), c.w.answers("new"))) }},
	"Answers":       {do: func(c call) (any, error) { return one(c.Answers(ctx, c.w.id("usr"))) }},
	"ForgetAnswers": {want: own, do: func(c call) (any, error) { return ok(c.ForgetAnswers(ctx)) }},
	"SpendAnswerTry": {do: func(c call) (any, error) {
		return one(c.SpendAnswerTry(ctx, c.w.id("usr"), time.Hour, start))
	}},
	"NextAnswerTry": {idle: "a bare time of a row of the caller's own: TestAnswerTriesOfOneTenant", do: func(c call) (any, error) {
		return one(c.NextAnswerTry(ctx, c.w.id("usr"), time.Hour))
	}},

	"SpendCodeTryFor": {do: func(c call) (any, error) { return one(c.SpendCodeTryFor(ctx, c.w.id("usr"), start)) }},
	"ForgiveCodes":    {do: func(c call) (any, error) { return ok(c.ForgiveCodes(ctx, c.w.id("usr"))) }},
	"EndHalf":         {do: func(c call) (any, error) { return one(c.EndHalf(ctx, c.w.id("half"), "ses", start)) }},

	"OpenSession": {want: refused, do: func(c call) (any, error) { return ok(c.OpenSession(ctx, c.w.session("new"))) }},
	"Sessions":    {do: func(c call) (any, error) { return one(c.Sessions(ctx, c.w.id("usr"), 1)) }},
	"KnowsBrowser": {do: func(c call) (any, error) {
		return one(c.KnowsBrowser(ctx, c.w.id("usr"), c.w.session("ses").BrowserHash))
	}},
	"EndSession":   {do: func(c call) (any, error) { return one(c.EndSession(ctx, c.w.id("usr"), c.w.id("ses"), start)) }},
	"ClaimSession": {do: atNewPlace(func(c call, id string) (any, error) { return one(c.ClaimSession(ctx, c.w.id("usr"), id)) })},
	"DenySession":  {do: atNewPlace(func(c call, id string) (any, error) { return one(c.DenySession(ctx, c.w.id("usr"), id, "", start)) })},
	"DenyBrowser":  {want: own, do: func(c call) (any, error) { return ok(c.DenyBrowser(ctx, c.w.id("usr"), c.w.id("ses"), "", start)) }},
	"SessionDeniedSince": {do: atNewPlace(func(c call, id string) (any, error) {
		_, err := c.DenySession(ctx, c.w.id("usr"), id, "", start)
		since, err2 := c.SessionDeniedSince(ctx, c.w.id("usr"), past)
		return since, errors.Join(err, err2)
	})},
	"EndOtherSessions": {do: func(c call) (any, error) {
		return one(c.EndOtherSessions(ctx, c.w.id("usr"), "", start))
	}},
	"CarrySession": {do: func(c call) (any, error) { return ok(c.CarrySession(ctx, c.w.id("ses"), []byte("next"), 2, later)) }},
	"NoteProof": {do: func(c call) (any, error) {
		return ok(c.NoteProof(ctx, c.w.id("ses"), []string{"pwd"}, domain.AssuranceOne, later, later))
	}},
	"NoteConfirmation":  {do: func(c call) (any, error) { return ok(c.NoteConfirmation(ctx, c.w.id("ses"), later)) }},
	"ClearTrustGiven":   {do: func(c call) (any, error) { return ok(c.ClearTrustGiven(ctx, c.w.id("ses"))) }},
	"ClearRecoveryOpen": {do: func(c call) (any, error) { return ok(c.ClearRecoveryOpen(ctx, c.w.id("ses"))) }},

	"DeviceReplaced": {do: func(c call) (any, error) {
		lost := c.w.session("los")
		lost.LostDevice = true
		if c.in == c.w.scope() {
			if err := c.OpenSession(ctx, lost); err != nil {
				return nil, err
			}
		}
		return ok(c.DeviceReplaced(ctx, lost.ID))
	}},

	"CreateTenant": {want: refused, idle: "a tenant that exists can't be made again, in its own scope neither", do: func(c call) (any, error) {
		return ok(c.CreateTenant(ctx, domain.Tenant{ID: c.w.id("org"), ShortName: "new-" + c.w.name, CreatedAt: start}, domain.DefaultPolicy()))
	}},
	"Organization":  {want: own, do: func(c call) (any, error) { return one(c.Organization(ctx)) }},
	"GiveUpTenant":  {want: own, do: func(c call) (any, error) { return one(c.GiveUpTenant(ctx)) }},
	"ConfirmTenant": {want: own, do: func(c call) (any, error) { return one(c.ConfirmTenant(ctx)) }},
	"SetContact":    {want: own, do: func(c call) (any, error) { return ok(c.SetContact(ctx, "Name", "help@example.com", "de")) }},
	"SetTenantState": {want: own, do: func(c call) (any, error) {
		return one(c.SetTenantState(ctx, domain.TenantUnconfirmed, domain.TenantSuspended))
	}},
	"HideChecklist":   {want: own, do: func(c call) (any, error) { return ok(c.HideChecklist(ctx, start)) }},
	"ChecklistHidden": {want: own, do: checklistHidden},
	"Policy":          {want: own, do: func(c call) (any, error) { return one(c.Policy(ctx, 2)) }},
	"CurrentPolicy":   {want: own, do: func(c call) (any, error) { return one(c.CurrentPolicy(ctx)) }},
	"PolicyHistory":   {want: own, do: func(c call) (any, error) { return one(c.PolicyHistory(ctx, 10)) }},
	"SavePolicy":      {want: own, do: func(c call) (any, error) { return one(c.SavePolicy(ctx, c.w.policy(3))) }},

	"Blocking": {do: func(c call) (any, error) { return one(c.Blocking(ctx, c.w.keys(), start)) }},
	"RecordRefusals": {do: func(c call) (any, error) {
		return one(c.RecordRefusals(ctx, store.Closed{ID: c.w.keys().PairKnown, Until: start.Add(time.Second)}))
	}},
	"ClearThrottles": {do: func(c call) (any, error) { return ok(c.ClearThrottles(ctx, "pair:"+c.w.email())) }},

	"AddTrust": {want: refused, do: func(c call) (any, error) { return ok(c.AddTrust(ctx, c.w.trust("new"))) }},
	"Trusts":   {do: func(c call) (any, error) { return one(c.Trusts(ctx, c.w.id("usr"), 1, 30, start)) }},
	"RotateTrust": {do: func(c call) (any, error) {
		return one(c.RotateTrust(ctx, c.w.id("trust"), c.w.bytes("trust"), []byte("next"), start, later))
	}},
	"EndTrust":        {do: func(c call) (any, error) { return one(c.EndTrust(ctx, c.w.id("usr"), c.w.id("trust"), start)) }},
	"EndTrusts":       {do: func(c call) (any, error) { return one(c.EndTrusts(ctx, c.w.id("usr"), start)) }},
	"EndTrustsBefore": {want: own, do: func(c call) (any, error) { return one(c.EndTrustsBefore(ctx, later, later)) }},
	"EndTrustByToken": {do: func(c call) (any, error) { return one(c.EndTrustByToken(ctx, c.w.bytes("trust"), start)) }},
	"CountTrusts": {want: own, idle: "a bare number of the caller's own rows: TestTrustsCountOneTenant", do: func(c call) (any, error) {
		return one(c.CountTrusts(ctx, later))
	}},

	"AddUser":     {want: own, do: func(c call) (any, error) { return ok(c.AddUser(ctx, c.w.person("new"))) }},
	"User":        {do: func(c call) (any, error) { return one(c.User(ctx, c.w.id("usr"))) }},
	"UserByEmail": {do: func(c call) (any, error) { return one(c.UserByEmail(ctx, c.w.email())) }},
	"ChangeUser": {do: func(c call) (any, error) {
		return one(c.ChangeUser(ctx, c.w.id("usr"), 1, store.UserChange{Role: domain.RoleUser, Raise: true, At: start}))
	}},
	"KeepPassword":     {do: func(c call) (any, error) { return ok(c.KeepPassword(ctx, c.w.id("usr"), "phc of "+c.w.name, "phc")) }},
	"OtherOwners":      {want: own, idle: "a bare number of the caller's own people: TestOwnersCountOneTenant", do: func(c call) (any, error) { return one(c.OtherOwners(ctx, "")) }},
	"LockOwners":       {want: own, do: func(c call) (any, error) { return ok(c.LockOwners(ctx)) }},
	"MarkShared":       {do: func(c call) (any, error) { return ok(c.MarkShared(ctx, c.w.id("usr"), later)) }},
	"SeenBrowsers":     {do: func(c call) (any, error) { return one(seenBrowsers(c)) }},
	"HideShared":       {do: func(c call) (any, error) { return ok(c.HideShared(ctx, c.w.id("usr"), start)) }},
	"SharedLogins":     {want: own, do: func(c call) (any, error) { return one(sharedLogins(c)) }},
	"HideSharedLogins": {want: own, do: func(c call) (any, error) { return ok(c.HideSharedLogins(ctx, past, later)) }},
	"SharedBrowser":    {do: func(c call) (any, error) { return one(c.SharedBrowser(ctx, c.w.bytes("shared"))) }},
	"MarkBrowser":      {want: refused, do: func(c call) (any, error) { return ok(c.MarkBrowser(ctx, c.w.mark("new"))) }},
	"UnmarkBrowser":    {do: func(c call) (any, error) { return one(c.UnmarkBrowser(ctx, c.w.bytes("shared"), "")) }},
	"SessionBrowser":   {do: func(c call) (any, error) { return one(c.SessionBrowser(ctx, c.w.id("usr"), c.w.id("ses"))) }},
	"TrustBrowser":     {do: func(c call) (any, error) { return one(c.TrustBrowser(ctx, c.w.id("usr"), c.w.id("trust"))) }},
	"SharedSessions":   {do: func(c call) (any, error) { return one(sharedSessions(c)) }},
	"EndTrustsIn":      {do: func(c call) (any, error) { return one(c.EndTrustsIn(ctx, c.w.browser(), later)) }},
}

// sharedSessions marks the browser of the rows' tenant first.
func sharedSessions(c call) (any, error) {
	if c.in == c.w.scope() {
		b := c.w.mark("shared")
		b.Hash = c.w.browser()
		if err := c.MarkBrowser(ctx, b); err != nil {
			return nil, err
		}
	}
	return c.SharedSessions(ctx, c.w.id("usr"))
}

// checklistHidden puts the checklist of the rows' tenant away first.
func checklistHidden(c call) (any, error) {
	if c.in == c.w.scope() {
		if err := c.HideChecklist(ctx, start); err != nil {
			return nil, err
		}
	}
	return one(c.ChecklistHidden(ctx))
}
