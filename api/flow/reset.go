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

// ResetResult says what a reset took away.
type ResetResult struct {
	Person   PersonRow
	Methods  int
	Codes    int // unused recovery codes
	Sessions int
	Trusts   int
	app      string // that the person used last, for the mail
}

// ReasonMost is the longest reason an administrator can give, in characters.
const ReasonMost = 300

// ResetTwoStep takes somebody's second step away (O11, O12, P24): methods,
// recovery codes and a set-up in progress are gone, every session and trusted
// browser ends, what was issued before is dead, and the next sign-in opens the
// wizard. The person is told by mail. reason may be empty.
func (f *Flows) ResetTwoStep(ctx context.Context, r Request, v *Visit, id, reason string) (ResetResult, error) {
	c := ctxt{ctx, r}
	reason = strings.TrimSpace(reason)
	if err := checkReason(reason); err != nil {
		return ResetResult{}, err
	}
	var out ResetResult
	err := f.actOn(c, v, mayReset, string(domain.EventTwoStepReset), id, domain.MayReset, func(tx *store.Tx, p store.Person) error {
		var err error
		if out, err = f.takeSecondStep(tx, c, p); err != nil {
			return err
		}
		p.TwoStep, p.TwoStepAt, p.Methods, p.Lock = domain.TwoStepReset, c.Now, nil, domain.Lock{}
		out.Person = f.personRow(p, v, c.Now)
		return f.tellReset(tx, c, v, p, out, reason)
	})
	if err != nil {
		return ResetResult{}, err
	}
	return out, nil
}

func checkReason(reason string) error {
	if !utf8.ValidString(reason) || utf8.RuneCountInString(reason) > ReasonMost || strings.ContainsFunc(reason, unicode.IsControl) {
		return domain.RefuseField(domain.Invalid, domain.CodeOutOfRange, "reason").With("n", ReasonMost)
	}
	return nil
}

func (f *Flows) takeSecondStep(tx *store.Tx, c ctxt, p store.Person) (out ResetResult, err error) {
	factors, err := tx.Factors(c, p.ID)
	if err != nil {
		return out, err
	}
	out.app = appUsed(factors)
	if out.Codes, _, err = tx.RecoveryLeft(c, p.ID); err != nil {
		return out, err
	}
	if out.Methods = len(factors); out.Methods == 0 && out.Codes == 0 && p.TwoStep != domain.TwoStepOn {
		return out, domain.Refuse(domain.Conflict, domain.CodeNothingToReset)
	}
	change := store.UserChange{TwoStep: domain.TwoStepReset, ClearLock: true, Raise: true, At: c.Now}
	if err := f.changePerson(tx, c, p, change); err != nil {
		return out, err
	}
	if err := removeSecondStep(tx, c, p.ID); err != nil {
		return out, err
	}
	out.Sessions, out.Trusts, err = endEverywhere(tx, c, p.ID)
	return out, err
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

func (f *Flows) tellReset(tx *store.Tx, c ctxt, v *Visit, p store.Person, out ResetResult, reason string) error {
	err := f.recordOn(tx, c, domain.EventTwoStepReset, true, v.Person.User, called(p.User), "methods", count(out.Methods), "recovery_codes", count(out.Codes),
		"sessions", count(out.Sessions), "trusted_browsers", count(out.Trusts), "reason", reason)
	if err != nil {
		return err
	}
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	// Where and on what the administrator works is not the person's to know.
	return f.mail(tx, c, org, p.User, "reset", map[string]string{"by": v.Person.Name, "app": out.app, "device": "", "place": ""})
}
