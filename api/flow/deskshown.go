package flow

import (
	"time"

	"twofold/domain"
	"twofold/domain/recovery"
	"twofold/tenancy/store"
)

// DeskWay is one way in which a caller can show who they are.
type DeskWay struct {
	Way  domain.CaseWay
	Hint string      // of the address or number on file, masked
	Code domain.Code // why it isn't open now
	At   time.Time   // when it is again, where that is known
}

// DeskOffer is something the desk may give in a case.
type DeskOffer struct {
	Kind   domain.GrantKind
	Proofs int         // that count towards it, of recovery.ProofsNeeded
	Code   domain.Code // why it can't be given now
	At     time.Time   // when it can, where that is known
}

// askDesk adds what can be done in a case now, and why the rest can't.
func (f *Flows) askDesk(tx *store.Tx, c ctxt, a Agent, p store.Person, out *DeskCase) error {
	set, err := checkable(tx, c, p.ID)
	if err != nil {
		return err
	}
	out.Questions = set.Questions
	if out.Ways, err = f.deskWays(tx, c, p, set); err != nil {
		return err
	}
	out.Offers, err = deskOffers(tx, c, a, p, out.Case)
	return err
}

func (f *Flows) deskWays(tx *store.Tx, c ctxt, p store.Person, set store.AnswerSet) ([]DeskWay, error) {
	answers := DeskWay{Way: domain.WayAnswers}
	if set.Hash == "" {
		answers.Code = domain.CodeQuestionsNone
	} else if again, err := tx.NextAnswerTry(c, p.ID, answerSpan); err != nil {
		return nil, err
	} else if again.After(c.Now) {
		answers.Code, answers.At = domain.CodeAnswerTries, again
	}
	out := []DeskWay{answers}
	for _, way := range []domain.CaseWay{domain.WayMail, domain.WayPhoneCode, domain.WayCallBack} {
		on := way
		if on == domain.WayCallBack {
			on = domain.WayPhoneCode // the same number
		}
		w := DeskWay{Way: way}
		to, err := f.onFile(tx, c, p, on)
		if err != nil && domain.CodeOf(err) != domain.CodeCaseNoAddress {
			return nil, err
		}
		if err != nil {
			w.Code = domain.CodeCaseNoAddress
		}
		w.Hint = to.hint
		out = append(out, w)
	}
	return append(out, DeskWay{Way: domain.WayOwner}), nil
}

func deskOffers(tx *store.Tx, c ctxt, a Agent, p store.Person, cs domain.Case) (out []DeskOffer, err error) {
	given, err := tx.GrantsSince(c, p.ID, c.Now.Add(-recovery.Year))
	if err != nil {
		return nil, err
	}
	current, err := tx.CurrentPolicy(c)
	if err != nil {
		return nil, err
	}
	for _, kind := range deskGrants {
		o := DeskOffer{Kind: kind, Proofs: recovery.Counted(kind, cs.Proofs)}
		_, refusal := recovery.Decide(recovery.Facts{Case: cs, Target: p.User, Given: given, Kind: kind, Agent: domain.Actor{ID: a.ID, Role: a.Role}, Now: c.Now})
		if refusal == nil && kind == domain.GrantText {
			refusal, err = mayGiveText(tx, c, p, current.Policy)
		}
		if err != nil {
			return nil, err
		}
		if refusal != nil {
			o.Code = domain.CodeOf(refusal)
		}
		if o.Code == domain.CodeCaseWaits {
			o.At = cs.WaitsUntil
		}
		out = append(out, o)
	}
	return out, nil
}

// mayGiveText is why a text message can't stand in for somebody's device.
func mayGiveText(tx *store.Tx, c ctxt, p store.Person, policy domain.Policy) (refusal, err error) {
	all, err := tx.Factors(c, p.ID)
	if err != nil {
		return nil, err
	}
	return recovery.MayText(policy, p.User, restedNumber(all, p.Primary, c.Now).CreatedAt, c.Now), nil
}
