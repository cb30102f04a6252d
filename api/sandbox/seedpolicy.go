//go:build sandbox

package sandbox

import (
	"fmt"
	"time"

	"twofold/api/flow"
	"twofold/domain"
	"twofold/tenancy/store"
)

// writePolicies lets the owner have changed the policy over time: off at
// first, then optional, then required where the demo says so.
func (s *seeding) writePolicies(tx *store.Tx) error {
	if s.tenant.ID == domain.StaffTenant {
		return nil // theirs is part of the program
	}
	p := domain.DefaultPolicy()
	p.Mode = domain.ModeOptional
	if err := s.savePolicy(tx, 2, p, s.now.Add(-80*24*time.Hour), "Let people try it", "mode", "off → optional"); err != nil {
		return err
	}
	if s.demo.Mode != domain.ModeRequired {
		return nil
	}
	at := s.now.Add(-30 * 24 * time.Hour)
	p.Mode, p.TrustDays, p.RequiredSince = domain.ModeRequired, 30, at
	return s.savePolicy(tx, 3, p, at, "Asked for by our insurer", "mode", "optional → required", "trust_days", "0 → 30")
}

func (s *seeding) savePolicy(tx *store.Tx, version int64, p domain.Policy, at time.Time, reason string, changes ...string) error {
	owner := s.people[0]
	saved, err := tx.SavePolicy(s, store.PolicyChange{Version: version, Policy: p, Reason: reason, ByID: owner.ID, ByName: owner.Person.Name, At: at})
	if err != nil {
		return err
	}
	if !saved {
		return fmt.Errorf("policy %d is not the next version", version)
	}
	detail := map[string]string{"version": fmt.Sprint(version), "reason": reason}
	for i := 0; i+1 < len(changes); i += 2 {
		detail[changes[i]] = changes[i+1]
	}
	s.story.add(domain.Event{At: at, Kind: domain.EventPolicyChanged, OK: true, ActorID: owner.ID, ActorName: owner.Person.Name, IP: owner.place.ip, Browser: owner.place.browser, Detail: detail})
	return nil
}

// openOwner opens a session of the owner, under which the invitations are
// sent the way an owner sends them.
func (s *seeding) openOwner(tx *store.Tx) error {
	owner := s.people[0]
	return tx.OpenSession(s, store.NewSession{Session: domain.Session{ID: id("ses"), UserID: owner.ID, SecurityVersion: 1, AMR: []string{"pwd", "otp", "mfa"},
		ACR: domain.AssuranceTwo, AuthAt: s.now, StepUpAt: s.now, StartedAt: s.now, SeenAt: s.now, IP: owner.place.ip, Browser: owner.place.browser},
		TokenHash: s.ownerHash, BrowserHash: []byte{}})
}

// demoNumbers are the numbers on the profiles of some people who never set up
// a second step, one of them a landline.
var demoNumbers = map[string]string{"lee": "+44 7700 900145", "fatima": "+44 20 7946 0018"}

// personOf is the id of the organization's person with a local name.
func (s *seeding) personOf(local string) (string, bool) {
	for _, p := range s.people {
		if p.Local == local {
			return p.ID, true
		}
	}
	return "", false
}

// invite notes numbers on profiles, sends the invitations and ends the
// owner's session.
func (s *seeding) invite(token string) error {
	owner := s.people[0]
	r := flow.Request{Scope: s.scope(), IP: owner.place.ip, Network: owner.place.ip, Browser: owner.place.browser, RequestID: "demo", Now: s.now}
	visit, err := s.Flows.Visit(s, r, token)
	if err != nil {
		return err
	}
	for local, phone := range demoNumbers {
		if p, found := s.personOf(local); found {
			if _, _, err := s.Flows.PersonNumber(s, r, visit, p, flow.NumberInput{Phone: phone}); err != nil {
				return err
			}
		}
	}
	for _, p := range s.demo.People {
		if p.State != Invited {
			continue
		}
		if _, err := s.Flows.Invite(s, r, visit, []string{s.demo.Address(p)}, p.Role, flow.NumberInput{}); err != nil {
			return err
		}
	}
	return s.Flows.SignOut(s, r, visit)
}
