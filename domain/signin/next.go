package signin

import (
	"time"

	"twofold/domain"
)

// Proof is one thing the person has just shown.
type Proof string

const (
	Password Proof = "password" // the right password, or one just chosen behind a one-time link
	AppCode  Proof = "app"      // a code of their authenticator app
	Recovery Proof = "recovery" // one of their recovery codes
)

// Step is what follows.
type Step string

const (
	Refuse    Step = "refuse"
	Challenge Step = "challenge" // ask for the second step
	Enroll    Step = "enroll"    // open a session that can only set up
	Grant     Step = "grant"     // open a session
)

// Facts are all the decision rests on.
type Facts struct {
	Policy   domain.Policy
	Person   domain.User
	Methods  []domain.Method // kinds of the person's usable verified methods
	Disabled bool            // a verified method is out of use after too many wrong codes
	Proofs   []Proof
	Trusted  bool // a trusted-browser token of this person's present version, still within the policy's days
	TrustBox bool // the person asked to trust this browser
	Now      time.Time
}

func (f Facts) shown(p Proof) bool {
	for _, x := range f.Proofs {
		if x == p {
			return true
		}
	}
	return false
}

// Outcome is the decision. AMR (RFC 8176) and ACR tell how a session was
// opened and are empty without one.
type Outcome struct {
	Step      Step
	Refusal   *domain.Error
	Methods   []domain.Method // what Challenge offers, the first is asked first
	AMR       []string
	ACR       domain.Assurance
	GiveTrust bool
	UseTrust  bool // the trusted browser took the second step's place
}

// Next decides what follows the facts. It never grants what it doesn't
// recognize.
func Next(f Facts) Outcome {
	switch {
	case !f.shown(Password):
		return refuse(domain.Unauthenticated, domain.CodeBadCredentials)
	case f.Person.State == domain.UserSuspended:
		return refuse(domain.Forbidden, domain.CodeSuspended)
	case f.Person.State != domain.UserActive:
		return refuse(domain.Unauthenticated, domain.CodeBadCredentials)
	}
	switch f.Person.TwoStep {
	case domain.TwoStepOn:
		return secondStep(f)
	case domain.TwoStepReset:
		return enroll()
	case domain.TwoStepNever, domain.TwoStepOff:
		if f.Policy.Mode == domain.ModeRequired {
			return enroll()
		}
		return passwordOnly()
	}
	return refuse(domain.Unauthenticated, domain.CodeBadCredentials)
}

func secondStep(f Facts) Outcome {
	accepted := f.Policy.AcceptedOf(f.Methods)
	switch {
	case f.shown(AppCode) && len(accepted) > 0:
		return Outcome{Step: Grant, AMR: []string{"pwd", domain.MethodApp.AMR(), "mfa"}, ACR: domain.AssuranceTwo,
			GiveTrust: f.TrustBox && f.Policy.TrustOffered()}
	case f.shown(Recovery) && len(accepted) > 0:
		return Outcome{Step: Grant, AMR: []string{"pwd", domain.MethodRecovery.AMR()}, ACR: domain.AssuranceOne}
	case f.shown(AppCode), f.shown(Recovery):
		return enroll()
	case f.Trusted && f.Policy.TrustOffered() && len(accepted) > 0:
		return Outcome{Step: Grant, AMR: []string{"pwd"}, ACR: domain.AssuranceOne, UseTrust: true}
	}
	return challenge(f, accepted)
}

// challenge offers accepted methods first. Where the policy accepts none of
// them any more they still prove who somebody is, before a new one is set up.
func challenge(f Facts, accepted []domain.Method) Outcome {
	offer := accepted
	if len(offer) == 0 {
		offer = append(offer, f.Methods...)
	}
	if len(offer) == 0 && !f.Disabled {
		return enroll()
	}
	if f.Policy.Accepts(domain.MethodRecovery) {
		offer = append(offer[:len(offer):len(offer)], domain.MethodRecovery)
	}
	if len(offer) == 0 {
		return refuse(domain.Forbidden, domain.CodeMethodDisabled)
	}
	return Outcome{Step: Challenge, Methods: offer}
}

func passwordOnly() Outcome {
	return Outcome{Step: Grant, AMR: []string{"pwd"}, ACR: domain.AssuranceOne}
}

func enroll() Outcome {
	return Outcome{Step: Enroll, AMR: []string{"pwd"}, ACR: domain.AssuranceOne}
}

func refuse(k domain.Kind, c domain.Code) Outcome {
	return Outcome{Step: Refuse, Refusal: domain.Refuse(k, c)}
}
