package flow

import (
	"context"
	"slices"
	"strings"

	"twofold/domain"
	"twofold/tenancy/store"
)

// TurnOff turns the person's two-step verification off, where the policy
// lets them: keys, recovery codes and trusted browsers go. Verified numbers
// and addresses stay, they still help somebody back in. The reason may be
// empty.
func (f *Flows) TurnOff(ctx context.Context, r Request, v *Visit, reason string) (string, error) {
	reason = strings.TrimSpace(reason)
	if err := checkReason(reason); err != nil {
		return "", err
	}
	return f.turnOff(ctxt{ctx, r}, v, "", reason)
}

// TurnOffLost is TurnOff in the place of a set-up, in a session that has to
// replace a lost device first (O22).
func (f *Flows) TurnOffLost(ctx context.Context, r Request, v *Visit) (string, error) {
	if !v.Session.LostDevice {
		return "", domain.Refuse(domain.Conflict, domain.CodeGrantOver)
	}
	return f.turnOff(ctxt{ctx, r}, v, "", "")
}

// turnOff removes one method more, where that was asked for.
func (f *Flows) turnOff(c ctxt, v *Visit, remove, reason string) (string, error) {
	switch {
	case v.Policy.Mode == domain.ModeRequired:
		return "", f.refused(c, v, domain.EventTwoStepOff, domain.Refuse(domain.Forbidden, domain.CodeMethodRequired))
	case !v.Policy.MayTurnOff():
		return "", f.refused(c, v, domain.EventTwoStepOff, domain.Refuse(domain.Forbidden, domain.CodeTurnOffNotAllowed))
	case v.Person.TwoStep != domain.TwoStepOn:
		return "", domain.Refuse(domain.Conflict, domain.CodeNothingToReset)
	}
	weaken := f.weaken
	if v.Session.LostDevice {
		weaken = f.weakened // at this gate the sign-in itself counts, as it does for a set-up
	}
	change := store.UserChange{TwoStep: domain.TwoStepOff, Reset: v.Session.LostDevice, ClearLock: true, EndCode: v.Person.NeedsCode, EndText: !v.Person.TextUntil.IsZero()}
	return weaken(c, v, change, func(tx *store.Tx) error {
		if err := endHelp(tx, c, v.Person); err != nil {
			return err
		}
		if err := tx.DeviceReplaced(c, v.Session.ID); err != nil {
			return err
		}
		was, err := remember(tx, c, v.Person.ID)
		if err != nil {
			return err
		}
		was.lost = v.Session.LostDevice
		if err := removeKeys(tx, c, v.Person.ID, remove); err != nil {
			return err
		}
		if err := tx.NoteProof(c, v.Session.ID, singly(v.Session.AMR), domain.AssuranceOne, v.Session.AuthAt, v.Session.StepUpAt); err != nil {
			return err
		}
		var why []string
		if reason != "" {
			why = []string{"reason", reason}
		}
		if err := f.record(tx, c, domain.EventTwoStepOff, true, v.Person.User, why...); err != nil {
			return err
		}
		if err := f.notify(tx, c, v.Tenant, v.Person.User, noticeTurnedOff, map[string]string{"by": v.Person.Name}, was); err != nil {
			return err
		}
		return f.textOldMethod(tx, c, v.Tenant, v.Person.User, was.method(remove), store.Factor{})
	})
}

// singly is what a session says once its person has no second step any more:
// the password, or the passkey that was shown in the place of one.
func singly(amr []string) []string {
	if slices.Contains(amr, "pwd") {
		return []string{"pwd"}
	}
	return slices.DeleteFunc(slices.Clone(amr), func(m string) bool { return m == "mfa" })
}

// removeKeys takes a person's apps, passkeys, codes and pending set-up away,
// and one method of any kind beside them.
func removeKeys(tx *store.Tx, c ctxt, userID, also string) error {
	if err := tx.RemoveKeys(c, userID); err != nil {
		return err
	}
	if _, err := tx.RemoveFactor(c, userID, also); err != nil {
		return err
	}
	if err := tx.ReplaceRecoveryCodes(c, userID, nil); err != nil {
		return err
	}
	return tx.DropEnrollment(c, userID)
}

// removeSecondStep takes a person's methods, codes and pending set-up away.
func removeSecondStep(tx *store.Tx, c ctxt, userID string) error {
	if err := tx.RemoveFactors(c, userID); err != nil {
		return err
	}
	if err := tx.ReplaceRecoveryCodes(c, userID, nil); err != nil {
		return err
	}
	return tx.DropEnrollment(c, userID)
}
