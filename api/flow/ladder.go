package flow

import (
	"context"
	"slices"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// HelpView is what the page "Can't sign in?" knows of the browser in front of
// it. Who administers is told after a right password alone (P22).
type HelpView struct {
	Policy       domain.Policy
	Rungs        []domain.Rung // that lead somewhere, in the tenant's order
	Half         bool          // somebody is half signed in here
	ByMail       bool          // by the link of a forgotten password: no password was right
	RecoveryLeft int
	Admins       []string // by name, where the tenant shows names
	Nobody       bool     // nobody here could answer a request of this person
	Own          *OwnRequest
	Cases        []domain.Case // at support's desk about this person, the newest first
}

// shownFor is how long a browser is shown what became of its request.
const shownFor = 14 * 24 * time.Hour

// Ladder is the ways out of a lost second step that lead somewhere, in the
// tenant's order (S16).
func Ladder(p domain.Policy) []domain.Rung {
	var out []domain.Rung
	for _, rung := range p.WaysBack.Ladder {
		switch {
		case !p.WaysBack.Climbs(rung):
		case rung == domain.RungRecoveryCode && !p.Accepts(domain.MethodRecovery):
		default:
			out = append(out, rung)
		}
	}
	return out
}

// Help reads the ways back in for a browser, with the half-finished sign-in it
// holds, if any.
func (f *Flows) Help(ctx context.Context, r Request, half string) (out HelpView, err error) {
	c := ctxt{ctx, r}
	var facts store.CodeFacts
	if half != "" {
		facts, out.Policy, err = f.lockedOut(c, half)
		out.Half, out.ByMail = err == nil, facts.Half.Purpose == domain.PurposeReset
		if err != nil && domain.KindOf(err) == domain.Internal {
			return out, err
		}
	}
	err = f.db.View(ctx, r.Scope, func(tx *store.Tx) error {
		if !out.Half {
			change, err := tx.CurrentPolicy(c)
			if err != nil {
				return err
			}
			out.Policy = change.Policy
		} else if err := f.helpFor(tx, c, facts.Person, &out); err != nil {
			return err
		}
		out.Rungs = Ladder(out.Policy)
		if out.Half && out.RecoveryLeft == 0 {
			out.Rungs = slices.DeleteFunc(out.Rungs, func(r domain.Rung) bool { return r == domain.RungRecoveryCode })
		}
		return f.ownHelp(tx, c, &out)
	})
	return out, err
}

// helpFor adds what somebody may know who is half signed in. Who administers is
// named to those alone whose password was right.
func (f *Flows) helpFor(tx *store.Tx, c ctxt, p store.Person, out *HelpView) (err error) {
	if out.RecoveryLeft, _, err = tx.RecoveryLeft(c, p.ID); err != nil {
		return err
	}
	them, err := answerers(tx, c, out.Policy.WaysBack, domain.RequestLostDevice, p.User)
	if err != nil {
		return err
	}
	out.Nobody = len(them) == 0
	if out.Cases, err = shownCases(tx, c, p); err != nil {
		return err
	}
	open, err := tx.OpenRequest(c, p.ID, false)
	if err != nil && !store.Missing(err) {
		return err
	}
	if err == nil && requestIs(open, p.User, c.Now).Live() {
		own := ownRequest(open, c.Now)
		out.Own = &own
	}
	if out.ByMail || out.Policy.WaysBack.AdminsShown != domain.AdminsByName {
		return nil
	}
	for _, one := range them[:min(len(them), administratorsMost)] {
		if one.Role.Administers() {
			out.Admins = append(out.Admins, called(one.User).Name)
		}
	}
	return nil
}

// casesShown is how many cases the page names.
const casesShown = 3

// shownCases are the cases about a person that are under way, or ended lately
// (A20, O16).
func shownCases(tx *store.Tx, c ctxt, p store.Person) (out []domain.Case, err error) {
	all, err := tx.CasesOf(c, p.ID)
	for _, one := range all {
		if one.State.Unsettled() && one.Form.Outdated(p.User) {
			one.State, one.ClosedAt = domain.CaseClosed, c.Now // as the next form finds it
		}
		if len(out) < casesShown && (one.State.Unsettled() || c.Now.Sub(one.ClosedAt) < shownFor) {
			out = append(out, one)
		}
	}
	return out, err
}

// ownHelp adds what became of the browser's own request.
func (f *Flows) ownHelp(tx *store.Tx, c ctxt, out *HelpView) error {
	if len(c.BrowserHash) == 0 || out.Own != nil {
		return nil
	}
	req, err := tx.BrowserRequest(c, c.BrowserHash, c.Now.Add(-shownFor))
	if store.Missing(err) {
		return nil
	}
	if err != nil {
		return err
	}
	p, err := tx.User(c, req.UserID)
	if err != nil {
		return err
	}
	req.State = requestIs(req, p.User, c.Now)
	own := ownRequest(req, c.Now)
	out.Own = &own
	return nil
}

// AdminsText is what the tenant says of its administrators in the place of
// names, to those who may know them.
func (v HelpView) AdminsText() string {
	if !v.Half || v.ByMail || v.Policy.WaysBack.AdminsShown != domain.AdminsByText {
		return ""
	}
	return v.Policy.WaysBack.AdminsText
}

// Offers reports whether a rung is among those that lead somewhere.
func (v HelpView) Offers(rung domain.Rung) bool { return slices.Contains(v.Rungs, rung) }

// Operator is whom people contact where nobody in their organization can help,
// in the operator's words; empty where none were set.
func (f *Flows) Operator() string { return f.config.Operator }
