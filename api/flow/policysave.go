package flow

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// PolicySave is a draft to put in force. IfMatch is the version it was made
// from; with Email the people it affects are told by mail.
type PolicySave struct {
	IfMatch int64
	Draft   domain.Policy
	Reason  string
	Email   bool
	Numbers bool // text messages may be allowed although not everybody's number is ready (M4)
}

// SavePolicy puts a draft in force at once, for every open session too. When
// somebody saved since IfMatch it refuses with precondition_failed and
// returns the policy now in force. A draft that changes nothing is not saved.
func (f *Flows) SavePolicy(ctx context.Context, r Request, v *Visit, in PolicySave) (PolicyView, error) {
	c := ctxt{ctx, r}
	in.Reason = strings.TrimSpace(in.Reason)
	if in.IfMatch <= 0 {
		return PolicyView{}, domain.Refuse(domain.PreconditionRequired, domain.CodePreconditionRequired)
	}
	if err := f.checkDraft(in.Draft); err != nil {
		return PolicyView{}, err
	}
	if err := checkReason(in.Reason); err != nil {
		return PolicyView{}, err
	}
	var out PolicyView
	err := f.administer(c, v, mayWritePolicy, string(domain.EventPolicyChanged), func(tx *store.Tx) (err error) {
		if out, err = readPolicy(tx, c); err != nil {
			return err
		}
		if out.Version != in.IfMatch {
			return conflict(out)
		}
		if err := f.replacePolicy(tx, c, v, out, in); err != nil {
			return err
		}
		out, err = readPolicy(tx, c)
		return err
	})
	if err != nil && domain.KindOf(err) != domain.PreconditionFailed {
		return PolicyView{}, err
	}
	return out, err
}

// checkDraft refuses a document with a value out of its range, and one that
// nobody could follow here: a number as backup takes somebody who sends text
// messages.
func (f *Flows) checkDraft(draft domain.Policy) error {
	for _, country := range draft.Countries {
		if !factor.KnownCountry(country) {
			return domain.RefuseField(domain.Invalid, domain.CodeOutOfRange, "countries")
		}
	}
	if draft.Backup == domain.BackupPhone && !slices.Contains(f.Offered(), domain.MethodText) {
		return domain.RefuseField(domain.Invalid, domain.CodeBackupText, "backup")
	}
	return draft.Check()
}

// conflict says who saved meanwhile, and when.
func conflict(now PolicyView) error {
	last := now.History[0]
	return domain.Refuse(domain.PreconditionFailed, domain.CodeConflict).With("name", last.ByName).With("when", last.At).With("version", now.Version)
}

func (f *Flows) replacePolicy(tx *store.Tx, c ctxt, v *Visit, old PolicyView, in PolicySave) error {
	changes := policyChanges(old.Policy, in.Draft)
	if len(changes) == 0 {
		return nil
	}
	next := settled(in.Draft, old.Policy, c.Now)
	if field := next.WaysBack.Unguards(old.Policy.WaysBack); field != "" && !v.Person.Role.Last() {
		return domain.RefuseField(domain.Forbidden, domain.CodePolicyOwner, "ways_back."+field)
	}
	self, err := tx.User(c, v.Person.ID)
	if err != nil {
		return err
	}
	if next.Mode == domain.ModeRequired && !ready(next, self.User, self.Methods) {
		return domain.Refuse(domain.Conflict, domain.CodePolicySelf)
	}
	if err := numbersReady(tx, c, old.Policy, next, in.Numbers); err != nil {
		return err
	}
	saved, err := tx.SavePolicy(c, store.PolicyChange{Version: old.Version + 1, Policy: next, Reason: in.Reason, ByID: v.Person.ID, ByName: v.Person.Name, At: c.Now})
	if err != nil {
		return err
	}
	if !saved {
		return errMoved
	}
	if err := shortenTrusts(tx, c, old.Policy, next); err != nil {
		return err
	}
	if next.WaysBack.Questions == domain.QuestionsOff && old.Policy.WaysBack.Questions != domain.QuestionsOff {
		// What nobody may ask is not kept.
		if err := tx.ForgetAnswers(c); err != nil {
			return err
		}
	}
	if err := f.recordPolicy(tx, c, v, old.Version+1, changes, in.Reason); err != nil {
		return err
	}
	if !in.Email || !bites(old.Policy, next) {
		return nil
	}
	return f.queueAnnouncement(tx, c, old.Version+1)
}

// shortenTrusts ends the browsers that fewer days no longer trust, for good: days
// that are given back later bring none of them back.
func shortenTrusts(tx *store.Tx, c ctxt, old, next domain.Policy) error {
	if next.TrustDays >= old.TrustDays {
		return nil
	}
	_, err := tx.EndTrustsBefore(c, daysBefore(c.Now, next.TrustDays), c.Now)
	return err
}

// bites reports whether the change can send people to set-up who weren't
// before: required is new, accepts less, or no longer takes profiles' numbers.
func bites(old, next domain.Policy) bool {
	if next.Mode != domain.ModeRequired {
		return false
	}
	return old.Mode != domain.ModeRequired || old.ProfileNumbers && !next.ProfileNumbers || slices.ContainsFunc(acceptedBy(old), func(m domain.Method) bool { return !next.Accepts(m) })
}

func (f *Flows) recordPolicy(tx *store.Tx, c ctxt, v *Visit, version int64, changes []Change, reason string) error {
	detail := []string{"version", fmt.Sprint(version)}
	for _, ch := range changes {
		detail = append(detail, ch.Setting, ch.From+" → "+ch.To)
	}
	if reason != "" {
		detail = append(detail, "reason", reason)
	}
	return f.recordOn(tx, c, domain.EventPolicyChanged, true, v.Person.User, domain.User{}, detail...)
}

func (f *Flows) queueAnnouncement(tx *store.Tx, c ctxt, version int64) error {
	id, err := f.newID("job")
	if err != nil {
		return err
	}
	payload, err := json.Marshal(announcement{Version: version})
	if err != nil {
		return fmt.Errorf("write announcement: %w", err)
	}
	return tx.QueueJob(c, store.Job{ID: id, Kind: jobAnnounce, Payload: string(payload), CreatedAt: c.Now})
}
