package flow

import (
	"context"
	"fmt"
	"time"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/signin"
	"twofold/tenancy/store"
)

// VerifyInput is a second step: the half sign-in's token, what was typed, the
// method it is of (its id or kind, empty for the first one asked that has codes;
// what helpers gave by its kind only), and whether
// to trust this browser from now on.
type VerifyInput struct {
	Half     string
	Way      string
	Code     string
	TrustBox bool
}

// VerifyResult is an opened session, or with Step Choose a reset that goes on
// to a new password under the half's own token. Trust is the new trusted browser's token,
// empty without one. RecoveryLeft is set after a recovery code.
type VerifyResult struct {
	Step         signin.Step
	Token        string
	Trust        string
	Person       domain.User
	Policy       domain.Policy
	RecoveryLeft int
	Renew        bool // recovery codes are saved before anything else
}

// VerifyCode answers a second step by a code of an app, a text message or an
// e-mail. What can't be a code is refused before it counts; every other try is
// counted, and committed, before it is compared. A right code is consumed with
// the half sign-in, once.
func (f *Flows) VerifyCode(ctx context.Context, r Request, in VerifyInput) (VerifyResult, error) {
	c := ctxt{ctx, r}
	switch domain.Method(in.Way) {
	case domain.MethodAccessCode:
		return f.verifyAccessCode(c, in)
	case domain.MethodGrantedText:
		return f.verifyGrantedText(c, in)
	}
	digits, n, problem := factor.NormalizeCode(in.Code)
	if problem != "" {
		return VerifyResult{}, domain.RefuseField(domain.Invalid, problem, "code").With("n", n)
	}
	facts, policy, next, err := f.spendCode(c, in.Half)
	if err != nil {
		return VerifyResult{}, err
	}
	way := ofCode(facts.Factors, facts.Person.Primary, next.Methods, in.Way)
	trust := wantsTrust(facts.Half, policy, in.TrustBox)
	switch {
	case !offers(next, way.Method):
		return VerifyResult{}, domain.Refuse(domain.Forbidden, domain.CodeMethodNotAccepted).With("method", string(way.Method))
	case sentMethod(way.Method):
		return f.verifySent(c, facts, policy, way, digits, trust)
	case way.Method != domain.MethodApp:
		return VerifyResult{}, domain.Refuse(domain.Forbidden, domain.CodeMethodNotAccepted).With("method", string(way.Method))
	}
	found, err := f.matchApp(c, facts.Factors, digits)
	if err != nil {
		return VerifyResult{}, err
	}
	if found.verdict != factor.Accepted {
		return VerifyResult{}, clockAdvice(f.wrongCode(c, facts.Person, policy, found.code(), purposeOf(facts.Half)...), facts.Person, found.advice)
	}
	return f.accept(c, facts, policy, found.right(), trust)
}

// wantsTrust reports whether the box that a half sign-in had was ticked: box is
// what came with the proof. A tick where no box stands is none.
func wantsTrust(h store.HalfSignIn, policy domain.Policy, box bool) bool {
	return h.TrustWanted || box && policy.TrustPlacement == domain.PlaceCodeStep
}

// spendCode counts a try at a code, committed, before anything is compared,
// and reads what the comparison needs. It refuses where the half sign-in ended
// or codes are locked.
func (f *Flows) spendCode(c ctxt, half string) (store.CodeFacts, domain.Policy, signin.Outcome, error) {
	facts, err := f.db.SpendCodeTry(c, c.Scope, factor.HashToken(half), c.Now)
	if err != nil {
		return facts, domain.Policy{}, signin.Outcome{}, err
	}
	policy, next, err := f.halfNext(c, &facts)
	if err == nil && !facts.Counted {
		err = signin.Locked(facts.Person.Lock.Until, c.Now)
	}
	return facts, policy, next, err
}

func offers(o signin.Outcome, m domain.Method) bool {
	for _, x := range o.Methods {
		if x == m {
			return true
		}
	}
	return false
}

// appMatch is the best a code came to over a person's apps.
type appMatch struct {
	factor  store.Factor
	match   factor.Match
	verdict factor.Verdict
	advice  map[string]any // by how much the phone's clock is off
}

func (m appMatch) code() domain.Code {
	if m.verdict == factor.Used {
		return domain.CodeCodeReused
	}
	return domain.CodeCodeWrong
}

func (m appMatch) right() rightProof {
	return rightProof{proof: signin.AppCode, factor: m.factor, spend: store.RightCode{Step: m.match.Step, Drift: m.match.Drift}}
}

// matchApp compares a code with each of the person's apps.
func (f *Flows) matchApp(c ctxt, all []store.Factor, digits string) (appMatch, error) {
	var best appMatch
	for _, x := range usable(all) {
		if x.Method != domain.MethodApp {
			continue
		}
		key, err := f.openKey(c, x)
		if err != nil {
			return best, err
		}
		match, verdict, err := factor.MatchTOTP(key, digits, c.Now, x.Drift, x.LastStep)
		if err != nil {
			return best, fmt.Errorf("match app code: %w", err)
		}
		if verdict == factor.Accepted {
			return appMatch{factor: x, match: match, verdict: verdict}, nil
		}
		if verdict > best.verdict {
			best = appMatch{factor: x, match: match, verdict: verdict}
		}
		if verdict == factor.OutsideWindow {
			minutes, fast := match.Minutes()
			best.advice = map[string]any{"minutes": minutes, "fast": fast}
		}
	}
	return best, nil
}

func (f *Flows) openKey(c ctxt, x store.Factor) (factor.Key, error) {
	raw, err := f.keys.Open(x.Secret, factor.BindFactor(c.Scope.Tenant(), x.UserID, x.ID, x.SecretVersion))
	if err != nil {
		return nil, fmt.Errorf("open the key of %s: %w", x.ID, err)
	}
	return factor.ParseKey(raw)
}

// wrongCode records a wrong code, with detail in pairs, and what it leads to,
// and answers it. The try itself was counted before.
func (f *Flows) wrongCode(c ctxt, p store.Person, policy domain.Policy, code domain.Code, detail ...string) error {
	wrong := signin.AfterWrongCode(p.Lock, policy, c.Now)
	err := f.db.In(c, c.Scope, func(tx *store.Tx) error {
		if err := f.record(tx, c, domain.EventSecondStepFailed, false, p.User, append([]string{"reason", string(code)}, detail...)...); err != nil {
			return err
		}
		if wrong.Disable {
			if err := tx.DisableFactors(c, p.ID, c.Now); err != nil {
				return err
			}
			return f.record(tx, c, domain.EventMethodDisabled, true, p.User, "wrong_codes", count(p.Lock.Total))
		}
		if wrong.Until.IsZero() {
			return nil
		}
		return f.tellLocked(tx, c, p, policy, wrong, detail)
	})
	if err != nil {
		return err
	}
	return wrong.Refusal(code, c.Now)
}

// clockAdvice adds to a second wrong code of an app what helps with it: the
// phone's clock, and by how much it is off where that can be told.
func clockAdvice(err error, p store.Person, advice map[string]any) error {
	refusal, ok := err.(*domain.Error)
	if !ok || refusal.Code != domain.CodeCodeWrong || p.Lock.Tries < 2 {
		return err
	}
	refusal = refusal.With("clock_hint", true)
	for k, v := range advice {
		refusal = refusal.With(k, v)
	}
	return refusal
}

// tellLocked tells the person of the lock, with the wrong code's detail in pairs.
func (f *Flows) tellLocked(tx *store.Tx, c ctxt, p store.Person, policy domain.Policy, wrong signin.WrongCode, detail []string) error {
	if err := f.record(tx, c, domain.EventLocked, true, p.User, "until", wrong.Until.Format("2006-01-02T15:04:05Z07:00")); err != nil {
		return err
	}
	org, err := tx.Organization(c)
	if err != nil {
		return err
	}
	args := map[string]string{"time": wrong.Until.Format(time.RFC3339), "n": count(policy.LockAttempts)}
	for i := 0; i+1 < len(detail); i += 2 {
		args[detail[i]] = detail[i+1]
	}
	return f.mail(tx, c, org, p.User, "locked", args)
}
