package flow

import (
	"context"
	"strings"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// Letters about a case that its person opened by the form.
const (
	letterSupportAsked = "support_asked"
	letterSupportEnded = "support_ended"
)

// calledByForm is how somebody called who used the form.
const calledByForm = "form"

// SupportInput is what a locked-out person writes to support.
type SupportInput struct {
	Reason  domain.RequestReason
	Message string
	Reach   string // how they can be reached
}

// AskSupport opens a case at support's desk by a half-finished sign-in, where
// the tenant put the form on its ladder (S16, A27). Like a request to those who
// administer it proves nothing: codes go to what is on file alone. Whoever has
// a case under way is answered with that one.
func (f *Flows) AskSupport(ctx context.Context, r Request, half string, in SupportInput) (out domain.Case, err error) {
	c := ctxt{ctx, r}
	in.Message, in.Reach = strings.TrimSpace(in.Message), strings.TrimSpace(in.Reach)
	facts, policy, err := f.lockedOut(c, half)
	if err != nil {
		return out, err
	}
	if !policy.WaysBack.Climbs(domain.RungSupportForm) || c.Scope.Tenant() == domain.StaffTenant {
		return out, domain.Refuse(domain.Forbidden, domain.CodeRequestsOff)
	}
	if err := domain.CheckRequest(domain.RequestLostDevice, in.Reason, in.Message, in.Reach); err != nil {
		return out, err
	}
	var refusal error
	err = untilSettled(func() error {
		err := f.db.In(c, c.Scope, func(tx *store.Tx) (err error) {
			out, refusal, err = f.askSupport(tx, c, facts, policy, in)
			return err
		})
		if store.Duplicate(err) {
			return errMoved // the number is taken, or they asked in another tab
		}
		return err
	})
	if err == nil {
		err = refusal
	}
	return out, err
}

func (f *Flows) askSupport(tx *store.Tx, c ctxt, facts store.CodeFacts, policy domain.Policy, in SupportInput) (out domain.Case, refused, err error) {
	p, err := tx.User(c, facts.Person.ID)
	if err != nil {
		return out, nil, err
	}
	if p.SecurityVersion != facts.Person.SecurityVersion {
		return out, domain.Refuse(domain.Unauthenticated, domain.CodeAttemptExpired), nil
	}
	live, found, err := f.liveCase(tx, c, p)
	if err != nil || found {
		return live, nil, err
	}
	if _, ok, err := tx.SpendQuota(c, "forms:"+p.ID, 1, RequestsADay, 24*time.Hour, c.Now); err != nil || !ok {
		return out, domain.Refuse(domain.TooMany, domain.CodeRateLimited).After(time.Hour), err
	}
	who := called(p.User)
	out, err = f.newCase(c, Agent{ID: p.ID, Name: who.Name}, CaseInput{PersonID: p.ID, Kind: domain.CaseLostDevice, Caller: who.Name, CalledBy: calledByForm}, policy)
	if err != nil {
		return out, nil, err
	}
	out.Form = domain.CaseForm{Sent: true, Why: in.Reason, Message: in.Message, Reach: in.Reach, SecurityVersion: p.SecurityVersion,
		Known: facts.Known, ByMail: facts.Half.Purpose == domain.PurposeReset}
	if err := tx.AddCase(c, out); err != nil {
		return out, nil, err
	}
	if err := f.record(tx, c, domain.EventCaseOpened, true, who, "case", out.Number, "kind", string(out.Kind), "called_by", calledByForm, "known_browser", yesNo(facts.Known)); err != nil {
		return out, nil, err
	}
	return out, nil, f.tellForm(tx, c, p, out, letterSupportAsked)
}

// liveCase is what support works on for a person. A form that an older
// standing of the account sent ends here.
func (f *Flows) liveCase(tx *store.Tx, c ctxt, p store.Person) (domain.Case, bool, error) {
	all, err := unsettled(tx, c, p.ID)
	for _, one := range all {
		if !one.Form.Outdated(p.User) {
			return one, true, err
		}
		if err := f.endCase(tx, c, domain.User{}, one, p, domain.CaseClosed, ""); err != nil {
			return one, false, err
		}
	}
	return domain.Case{}, false, err
}

// tellForm writes to all addresses of a person about the case they opened by
// the form, with a link that says it never was theirs.
func (f *Flows) tellForm(tx *store.Tx, c ctxt, p store.Person, cs domain.Case, kind string) error {
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	words := map[string]string{"number": cs.Number, "time": cs.DueAt.Format(time.RFC3339)}
	if kind == letterSupportEnded {
		words = map[string]string{"number": cs.Number, "when": "", "device": "", "place": ""}
	}
	return f.mailStoppable(tx, c, org, p, cs.ID, kind, words)
}

// stopCase says "this wasn't me" to a form, whatever became of its case. What
// support gave meanwhile ends too.
func (f *Flows) stopCase(tx *store.Tx, c ctxt, p store.Person, cs domain.Case) error {
	if err := tx.StopGrants(c, p.ID, "", p.ID, called(p.User).Name, c.Now); err != nil {
		return err
	}
	if !p.TextUntil.IsZero() {
		if err := f.changePerson(tx, c, p, store.UserChange{EndText: true, At: c.Now}); err != nil {
			return err
		}
	}
	if cs.State.Unsettled() {
		return f.endCase(tx, c, domain.User{}, cs, p, domain.CaseStopped, "")
	}
	return f.recordOn(tx, c, domain.EventCaseEnded, true, domain.User{}, called(p.User), "case", cs.Number, "state", string(domain.CaseStopped))
}
