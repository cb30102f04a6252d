package flow

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"twofold/domain"
	"twofold/domain/enroll"
	"twofold/tenancy/store"
)

// ResetResult says what a reset took away, and the access code that it gave.
type ResetResult struct {
	Person     PersonRow
	Methods    int
	Codes      int // unused recovery codes
	Sessions   int
	Trusts     int
	AccessCode string // shown once; empty without one
	CodeUntil  time.Time
	Until      time.Time         // what State waits for ends then
	State      domain.GuardState // empty where it happened, or what it waits for
	Request    string            // the number of the question for approval
	approved   string            // by whom
	next       domain.ResetNext
	state      domain.TwoStep
	app        string // that the person used last, for the mail
}

// ResetInput is a reset as it is asked for, with what the caller read out where
// that is how they were checked.
type ResetInput struct {
	domain.ResetAsked
	Code string
}

// ResetTwoStep takes somebody's second step away (O11, O12, P24): methods,
// recovery codes and a set-up in progress are gone, every session and trusted
// browser ends, and what was issued before is dead. What the next sign-in
// leads to is the administrator's choice, as far as the tenant leaves it one.
// The person is told by mail. Where the tenant wants it approved, or wants it
// to wait, nothing of that happens yet, and the result says so.
func (f *Flows) ResetTwoStep(ctx context.Context, r Request, v *Visit, id string, in ResetInput) (ResetResult, error) {
	c := ctxt{ctx, r}
	in.Reason = strings.TrimSpace(in.Reason)
	if err := in.Fine(); err != nil {
		return ResetResult{}, err
	}
	heard, err := f.hear(c, v, id, in)
	if err != nil {
		return ResetResult{}, err
	}
	return f.reset(c, v, id, in, heard, &domain.User{})
}

// reset decides and performs a reset, and tells whom it is about also where it
// is refused.
func (f *Flows) reset(c ctxt, v *Visit, id string, in ResetInput, heard heard, about *domain.User) (out ResetResult, err error) {
	rule := func(a domain.Actor, u domain.User) error {
		*about = u
		return domain.MayReset(a, u)
	}
	err = f.actOn(c, v, mayReset, string(domain.EventTwoStepReset), id, rule, func(tx *store.Tx, p store.Person) (err error) {
		if err = f.mayResetNow(tx, c, v, p, in.Next); err != nil {
			return err
		}
		if err = heard.use(tx, c, v); err != nil {
			return err
		}
		if out, err = f.resetOrAsk(tx, c, v, p, in.ResetAsked); err != nil {
			return err
		}
		if p, err = tx.User(c, p.ID); err == nil {
			out.Person = f.personRow(p, v, c.Now)
		}
		return err
	})
	if err != nil {
		return ResetResult{}, err
	}
	return out, nil
}

// ResetsADay is how many people one actor resets in a day; owners as many as
// there are.
const ResetsADay = 100

// mayResetNow decides whether a reset that the actor's role and the person's
// allow may happen at this moment. It changes nothing but the actor's count.
func (f *Flows) mayResetNow(tx *store.Tx, c ctxt, v *Visit, p store.Person, next domain.ResetNext) error {
	if err := f.mayPrepareReset(c, v, p); err != nil {
		return err
	}
	if _, alive, err := f.aliveGuard(tx, c, p); err != nil || alive {
		return or(err, domain.Refuse(domain.Conflict, domain.CodeResetWaits))
	}
	nothing, err := nothingToReset(tx, c, p)
	if err != nil {
		return err
	}
	switch allowed := v.Policy.AfterReset(p.User, nothing); {
	case oneOf(next, allowed...):
	case nothing:
		return domain.Refuse(domain.Conflict, domain.CodeNothingToReset)
	default:
		return domain.RefuseField(domain.Invalid, domain.CodeAccessCodeRequired, "next")
	}
	if v.Person.Role == domain.RoleOwner {
		return nil
	}
	_, fits, err := tx.SpendQuota(c, "resets:"+v.Person.ID, 1, ResetsADay, 24*time.Hour, c.Now)
	if err == nil && !fits {
		err = domain.Refuse(domain.TooMany, domain.CodeResetQuota).With("n", ResetsADay).After(time.Hour)
	}
	return err
}

// mayPrepareReset is what already the first question about a person asks for:
// nobody objected to their being helped, and the actor showed a second step of
// their own a moment ago. A stolen password resets nobody.
func (f *Flows) mayPrepareReset(c ctxt, v *Visit, p store.Person) error {
	switch {
	case p.Frozen:
		return domain.Refuse(domain.Forbidden, domain.CodeFrozen)
	case len(domain.SecondStepMethods(v.Policy, v.Person.User, v.Person.Methods)) == 0:
		return domain.Refuse(domain.Forbidden, domain.CodeSecondStepMissing)
	case !v.Session.Proved(c.Now):
		return domain.Refuse(domain.Forbidden, domain.CodeSecondStepRequired)
	}
	return nil
}

// nothingToReset reports whether a person has no second step at all.
func nothingToReset(tx *store.Tx, c ctxt, p store.Person) (bool, error) {
	factors, err := tx.Factors(c, p.ID)
	if err != nil || len(factors) > 0 || p.TwoStep == domain.TwoStepOn {
		return false, err
	}
	codes, _, err := tx.RecoveryLeft(c, p.ID)
	return codes == 0, err
}

// performReset carries out a reset that was decided, in the caller's
// transaction: it asks nobody anything any more.
func (f *Flows) performReset(tx *store.Tx, c ctxt, policy domain.Policy, by Giver, p store.Person, in domain.ResetAsked) (out ResetResult, err error) {
	out.next, out.state = in.Next, policy.StateAfterReset(in.Next)
	if err := f.takeSecondStep(tx, c, p, &out); err != nil {
		return out, err
	}
	if in.Next == domain.ResetAccessCode {
		p.SecurityVersion++ // the change has just raised it
		by.Tells = true
		code, g, err := f.giveAccessCode(tx, c, p, by, in.Reason, "")
		if err != nil {
			return out, err
		}
		out.AccessCode, out.CodeUntil = code, g.ExpiresAt
	}
	return out, f.tellReset(tx, c, by, p, out, in)
}

func (f *Flows) takeSecondStep(tx *store.Tx, c ctxt, p store.Person, out *ResetResult) error {
	factors, err := tx.Factors(c, p.ID)
	if err != nil {
		return err
	}
	out.Methods, out.app = len(factors), appUsed(factors)
	if out.Codes, _, err = tx.RecoveryLeft(c, p.ID); err != nil {
		return err
	}
	change := store.UserChange{TwoStep: out.state, Reset: true, ClearLock: true, Raise: true, EndText: true, AskCode: out.next == domain.ResetAccessCode, EndCode: out.next != domain.ResetAccessCode, AskAgain: out.state == domain.TwoStepOff, At: c.Now}
	if err := f.changePerson(tx, c, p, change); err != nil {
		return err
	}
	if err := removeSecondStep(tx, c, p.ID); err != nil {
		return err
	}
	out.Sessions, out.Trusts, err = endEverywhere(tx, c, p.ID)
	return err
}

// ReasonMost is the longest reason an administrator can give, in characters.
const ReasonMost = domain.ResetReasonMost

func checkReason(reason string) error {
	if !utf8.ValidString(reason) || utf8.RuneCountInString(reason) > ReasonMost || strings.ContainsFunc(reason, unicode.IsControl) {
		return domain.RefuseField(domain.Invalid, domain.CodeOutOfRange, "reason").With("n", ReasonMost)
	}
	return nil
}

// appUsed is the authenticator app a person chose in the wizard, of several
// the one used last.
func appUsed(factors []store.Factor) string {
	var name string
	var used time.Time
	for _, x := range factors {
		if x.Method == domain.MethodApp && x.App != "" && x.App != enroll.OtherApp && !x.LastUsedAt.Before(used) {
			name, used = x.App, x.LastUsedAt
		}
	}
	return name
}

// changePerson changes a person read in the same transaction; errMoved asks
// for another round.
func (f *Flows) changePerson(tx *store.Tx, c ctxt, p store.Person, change store.UserChange) error {
	changed, err := tx.ChangeUser(c, p.ID, p.SecurityVersion, change)
	if err == nil && !changed {
		err = errMoved
	}
	return err
}

// endEverywhere ends all sessions and trusted browsers of a person.
func endEverywhere(tx *store.Tx, c ctxt, userID string) (sessions, trusts int, err error) {
	s, err := tx.EndOtherSessions(c, userID, "", c.Now)
	if err != nil {
		return 0, 0, err
	}
	t, err := tx.EndTrusts(c, userID, c.Now)
	return int(s), int(t), err
}

// tellReset writes a reset down and tells the person.
func (f *Flows) tellReset(tx *store.Tx, c ctxt, by Giver, p store.Person, out ResetResult, in domain.ResetAsked) error {
	detail := []string{"methods", count(out.Methods), "recovery_codes", count(out.Codes),
		"sessions", count(out.Sessions), "trusted_browsers", count(out.Trusts), "checked", string(in.Check), "next", string(in.Next), "reason", in.Reason}
	if out.approved != "" {
		detail = append(detail, "approved_by", out.approved)
	}
	err := f.recordOn(tx, c, domain.EventTwoStepReset, true, domain.User{ID: by.ID, Name: by.Name}, called(p.User), detail...)
	if err != nil {
		return err
	}
	if err := f.requestDone(tx, c, p, domain.User{ID: by.ID, Name: by.Name}, domain.RequestLostDevice); err != nil {
		return err
	}
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	next := string(in.Next)
	if out.state == domain.TwoStepOff {
		next = "sign_in"
	}
	// Where and on what the administrator works is not the person's to know.
	return f.mail(tx, c, org, p.User, noticeReset, map[string]string{"by": by.Name, "app": out.app, "next": next, "device": "", "place": ""})
}
