package signin

import "twofold/domain"

// forgotten is what the link of a forgotten password leads to, which is never
// a session (A19, A29-A32). The link proves the mailbox, so nothing else that
// comes through it counts where two-step is on.
func forgotten(f Facts) Outcome {
	f.ByMail = true
	switch f.Person.TwoStep {
	case domain.TwoStepOn:
		return proven(f)
	case domain.TwoStepNever:
		if f.Policy.WaysBack.SecondFactor == domain.ResetVerifiedMethod && len(f.ways()) > 0 {
			return proven(f)
		}
		return Outcome{Step: Choose}
	case domain.TwoStepOff, domain.TwoStepReset:
		if f.Disabled {
			return refuse(domain.Forbidden, domain.CodeMethodDisabled)
		}
		if f.shown(MailCode) || f.Policy.WaysBack.CodeAfterOff == domain.CodeAfterOffNone {
			return Outcome{Step: Choose}
		}
		return Outcome{Step: Challenge, Methods: []domain.Method{domain.MethodMailCode}}
	}
	return refuse(domain.Unauthenticated, domain.CodeBadCredentials)
}

// proven asks for a verified method, or a recovery code, beside the link.
func proven(f Facts) Outcome {
	ways := f.ways()
	if own := f.own(); own != "" && has(ways, methodOf[own]) {
		return Outcome{Step: Choose}
	}
	codes := f.Policy.Accepts(domain.MethodRecovery) && f.Person.TwoStep == domain.TwoStepOn
	if codes && f.shown(Recovery) {
		return Outcome{Step: Choose}
	}
	if codes {
		ways = append(ways[:len(ways):len(ways)], domain.MethodRecovery)
	}
	switch {
	case len(ways) > 0:
		return Outcome{Step: Challenge, Methods: ways}
	case f.Disabled:
		return refuse(domain.Forbidden, domain.CodeMethodDisabled)
	}
	return refuse(domain.Forbidden, domain.CodeMethodNotAccepted)
}

// ways are the methods that help back in: those accepted as second step and
// those kept for recovery, else whatever was verified once; never the mailbox.
func (f Facts) ways() []domain.Method {
	var kept, any []domain.Method
	for _, m := range f.Methods {
		if !m.Primary() || m == domain.MethodEmail {
			continue
		}
		any = append(any, m)
		if f.Policy.MayVerify(m) {
			kept = append(kept, m)
		}
	}
	if len(kept) == 0 {
		return any
	}
	return kept
}

// afterReset is what a password leads to once a second step was taken away.
// With an access code given, the password alone sets none up.
func afterReset(f Facts) Outcome {
	if f.Person.NeedsCode && !f.shown(AccessCode) {
		return Outcome{Step: Challenge, Methods: []domain.Method{domain.MethodAccessCode}}
	}
	return enroll()
}

// unlocked is what support's mail leads to: a new password, and with it the
// set-up (A21, A28).
func unlocked(f Facts) Outcome {
	if f.shown(Password) {
		return enroll()
	}
	return Outcome{Step: Choose}
}

// textGranted reports whether support let a text message stand in for a lost
// device (O17-O23).
func (f Facts) textGranted() bool {
	return f.shown(Password) && f.Now.Before(f.Person.TextUntil) && has(f.Methods, domain.MethodText) && !f.Policy.PasskeysOnly()
}
