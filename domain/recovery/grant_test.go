package recovery_test

import (
	"testing"
	"time"

	"twofold/domain"
	"twofold/domain/recovery"
)

var now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func TestLifetimes(t *testing.T) {
	w := domain.DefaultWaysBack()
	for kind, want := range map[domain.GrantKind]time.Duration{domain.GrantAccessCode: 48 * time.Hour, domain.GrantText: 48 * time.Hour, domain.GrantUnlockMail: time.Hour, "other": 0} {
		if got := recovery.Lifetime(kind, w); got != want {
			t.Errorf("%s lasts %s, want %s", kind, got, want)
		}
	}
	w.TextHours, w.TextUses = 6, 2
	if recovery.Lifetime(domain.GrantText, w) != 6*time.Hour || recovery.Uses(domain.GrantText, w) != 2 || recovery.Uses(domain.GrantUnlockMail, w) != 1 {
		t.Error("the tenant's hours and uses are not its own")
	}
}

func TestStates(t *testing.T) {
	open := domain.Grant{Kind: domain.GrantAccessCode, SecurityVersion: 3, UsesLeft: 1, ExpiresAt: now.Add(time.Minute)}
	for name, c := range map[string]struct {
		change func(*domain.Grant)
		want   recovery.State
	}{
		"fresh":                {func(*domain.Grant) {}, recovery.Open},
		"used":                 {func(g *domain.Grant) { g.UsesLeft = 0; g.ExpiresAt = now }, recovery.Used},
		"stopped":              {func(g *domain.Grant) { g.StoppedAt = now }, recovery.Stopped},
		"four wrong":           {func(g *domain.Grant) { g.Tries = 4 }, recovery.Open},
		"five wrong":           {func(g *domain.Grant) { g.Tries = 5 }, recovery.Void},
		"at its end":           {func(g *domain.Grant) { g.ExpiresAt = now }, recovery.Expired},
		"of an older version":  {func(g *domain.Grant) { g.SecurityVersion = 2 }, recovery.Outdated},
		"of a version to come": {func(g *domain.Grant) { g.SecurityVersion = 4 }, recovery.Outdated},
	} {
		g := open
		c.change(&g)
		if got := recovery.StateOf(g, 3, now); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestThreeGrantsAYear(t *testing.T) {
	given := func(staff bool, ago time.Duration) domain.Grant {
		return domain.Grant{ByStaff: staff, CreatedAt: now.Add(-ago)}
	}
	list := []domain.Grant{given(true, time.Hour), given(true, 300*24*time.Hour), given(true, 366*24*time.Hour), given(false, time.Hour), given(false, time.Hour)}
	if !recovery.WithinLimit(list, now) {
		t.Error("two by support within the year use the limit up")
	}
	if recovery.WithinLimit(append(list, given(true, 364*24*time.Hour)), now) {
		t.Error("a fourth within the year is allowed")
	}
}

func TestWhoStopsAGrant(t *testing.T) {
	user, owner := domain.User{ID: "usr_1", Role: domain.RoleUser}, domain.User{ID: "usr_2", Role: domain.RoleOwner}
	for _, c := range []struct {
		actor  domain.Actor
		target domain.User
		may    bool
	}{
		{domain.Actor{ID: "usr_1", Role: domain.RoleUser}, user, true},
		{domain.Actor{ID: "usr_9", Role: domain.RoleUser}, user, false},
		{domain.Actor{ID: "usr_9", Role: domain.RoleAuditor}, user, false},
		{domain.Actor{ID: "usr_9", Role: domain.RoleHelpdesk}, user, true},
		{domain.Actor{ID: "usr_9", Role: domain.RoleHelpdesk}, owner, false},
		{domain.Actor{ID: "usr_9", Role: domain.RoleAdmin}, owner, true},
		{domain.Actor{ID: "usr_9"}, user, false},
	} {
		if got := recovery.MayStop(c.actor, c.target) == nil; got != c.may {
			t.Errorf("%+v stopping one of %s: %v", c.actor, c.target.Role, got)
		}
	}
}
