package page

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

// auditGroups are the kinds of event by what they are about.
var auditGroups = []struct {
	name  string
	kinds []domain.EventKind
}{
	{"signin", []domain.EventKind{domain.EventSignedIn, domain.EventPasswordRight, domain.EventSignInFailed, domain.EventSecondStepFailed, domain.EventCodeSent, domain.EventLocked, domain.EventUnlocked, domain.EventSignedOut, domain.EventSessionRevoked, domain.EventSessionClaimed, domain.EventSessionDenied, domain.EventStepUp, domain.EventStepUpFailed}},
	{"twostep", []domain.EventKind{domain.EventTwoStepOn, domain.EventTwoStepOff, domain.EventTwoStepReset, domain.EventResetWaits, domain.EventResetOff, domain.EventMethodAdded, domain.EventMethodReplaced, domain.EventMethodRemoved, domain.EventMethodRenamed, domain.EventMethodDisabled, domain.EventPrimaryChanged, domain.EventCheckedUp, domain.EventEnrollStarted, domain.EventEnrollFailed}},
	{"codes", []domain.EventKind{domain.EventRecoveryUsed, domain.EventRecoveryReplaced}},
	{"trust", []domain.EventKind{domain.EventTrustAdded, domain.EventTrustRemoved, domain.EventBrowserShared, domain.EventBrowserNotShared}},
	{"people", []domain.EventKind{domain.EventUserInvited, domain.EventInviteRevoked, domain.EventUserJoined, domain.EventUserRole, domain.EventUserSuspended, domain.EventUserResumed, domain.EventFrozen, domain.EventUnfrozen, domain.EventResetAsked, domain.EventResetOpened, domain.EventResetVerified, domain.EventPasswordReset, domain.EventPasswordChanged, domain.EventEmailChanged, domain.EventNumberChanged, domain.EventObjected}},
	{"help", []domain.EventKind{domain.EventGrantGiven, domain.EventGrantUsed, domain.EventGrantStopped, domain.EventCaseOpened, domain.EventCaseProof, domain.EventCaseDecided, domain.EventCaseEnded,
		domain.EventRequestMade, domain.EventRequestTaken, domain.EventRequestDone, domain.EventRequestDeclined, domain.EventRequestExpired, domain.EventRequestStopped, domain.EventCallerCode, domain.EventCallerChecked,
		domain.EventAnswersChanged, domain.EventAnswersRemoved, domain.EventAnswersChecked}},
	{"policy", []domain.EventKind{domain.EventPolicyChanged, domain.EventEnrollmentNotified, domain.EventTenantCreated, domain.EventTenantConfirmed, domain.EventTenantChanged,
		domain.EventTenantSuspended, domain.EventTenantResumed, domain.EventTenantOpened, domain.EventTenantClosed, domain.EventInstanceSetUp, domain.EventInstanceRefused}},
	{"system", []domain.EventKind{domain.EventTokenIssued, domain.EventRefused, domain.EventMailUndeliverable, domain.EventNumbersAsked, domain.EventTextRefused, domain.EventTextAlarm, domain.EventTextStopped, domain.EventTextRouteStopped,
		domain.EventTemplateChanged, domain.EventTemplateReset, domain.EventTemplateTested, domain.EventSenderTested}},
}

// kindsOf is a group as the API's filter of kinds.
func kindsOf(group string) string {
	for _, g := range auditGroups {
		if g.name == group {
			var words []string
			for _, k := range g.kinds {
				words = append(words, string(k))
			}
			return strings.Join(words, ",")
		}
	}
	return ""
}

// auditTable is events as rows that open. of is the address of the events of
// one person, nil where the page is that person's. Where they came from is left
// out for readers who aren't told.
func auditTable(v part.View, events []wire.Event, of func(id string) string) app.UI {
	columns := []part.Column{{Label: v.T("audit.time")}, {Label: v.T("audit.event")}, {Label: v.T("audit.result")}}
	told := slices.ContainsFunc(events, func(e wire.Event) bool { return e.Browser != "" || e.IP != "" })
	if told {
		columns = append(columns, part.Column{Label: v.T("audit.from.where")})
	}
	var rows [][]app.UI
	for _, e := range events {
		row := []app.UI{v.Stamp(e.At), part.Fold(sentence(v, e), details(v, e, of)), resultTag(v, e)}
		if told {
			row = append(row, part.Group(part.Plainly(v.Browser(e.Browser)), where(v, e.Place, e.IP)))
		}
		rows = append(rows, row)
	}
	return v.Table(v.T("audit.title"), columns, rows)
}

func resultTag(v part.View, e wire.Event) app.UI {
	if e.OK {
		return v.Tag("ok", "check", v.T("audit.result.ok"))
	}
	return v.Tag("danger", "alert", v.T("audit.result.failed"))
}

// details are all fields of an event as a list and as JSON.
func details(v part.View, e wire.Event, of func(string) string) app.UI {
	facts := []part.Fact{{Name: v.T("audit.field.kind"), Value: string(e.Kind), Ltr: true}, {Name: v.T("audit.field.id"), Value: e.ID, Ltr: true}}
	for _, f := range []struct{ key, value string }{{"actor", e.Actor.Name}, {"subject", e.Subject.Name}} {
		if f.value != "" {
			facts = append(facts, part.Fact{Name: v.T("audit.field." + f.key), Value: f.value})
		}
	}
	if e.RequestID != "" {
		facts = append(facts, part.Fact{Name: v.T("audit.request"), Value: e.RequestID, Ltr: true})
	}
	facts = append(facts, detailFacts(v, e)...)
	raw, _ := json.MarshalIndent(e, "", "  ")
	body := []app.UI{v.Facts(facts...)}
	var links []app.UI
	for _, who := range []wire.EventPerson{e.Actor, e.Subject} {
		if who.ID != "" && of != nil {
			if v.Page.Org.Short != domain.StaffShort { // whose people have no pages
				links = append(links, v.Link(v.T("audit.open", "name", who.Name), v.Path("/admin/people/"+who.ID)))
			}
			links = append(links, v.Link(v.T("audit.of", "name", who.Name), of(who.ID)))
		}
		if e.Actor.ID == e.Subject.ID {
			break
		}
	}
	body = append(body, part.Links(links...), part.Fold(v.T("audit.json"), part.Pre("json-"+e.ID, string(raw)), v.Copy(string(raw), "json-"+e.ID)))
	return part.Group(body...)
}
