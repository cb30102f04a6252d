package domain_test

import (
	"testing"

	"twofold/domain"
)

// TestWhoMayDoWhatToWhom is the whole matrix of O11 and O12 for two people.
func TestWhoMayDoWhatToWhom(t *testing.T) {
	const yes = domain.Code("")
	no, self, owner := domain.CodeForbidden, domain.CodeSelfForbidden, domain.CodeOwnerProtected
	for _, c := range []struct {
		actor, target         domain.Role
		reset, unlock, manage domain.Code
		toUser, toAdmin, toOw domain.Code
	}{
		{domain.RoleOwner, domain.RoleOwner, owner, yes, yes, yes, yes, yes},
		{domain.RoleOwner, domain.RoleAdmin, yes, yes, yes, yes, yes, yes},
		{domain.RoleOwner, domain.RoleUser, yes, yes, yes, yes, yes, yes},
		{domain.RoleAdmin, domain.RoleOwner, owner, owner, owner, owner, owner, owner},
		{domain.RoleAdmin, domain.RoleAdmin, yes, yes, yes, yes, yes, no},
		{domain.RoleAdmin, domain.RoleUser, yes, yes, yes, yes, yes, no},
		{domain.RoleHelpdesk, domain.RoleOwner, owner, no, no, no, no, no},
		{domain.RoleHelpdesk, domain.RoleAdmin, no, no, no, no, no, no},
		{domain.RoleHelpdesk, domain.RoleHelpdesk, no, no, no, no, no, no},
		{domain.RoleHelpdesk, domain.RoleAuditor, no, no, no, no, no, no},
		{domain.RoleHelpdesk, domain.RoleUser, yes, yes, no, no, no, no},
		{domain.RoleAuditor, domain.RoleOwner, owner, no, no, no, no, no},
		{domain.RoleAuditor, domain.RoleAdmin, no, no, no, no, no, no},
		{domain.RoleAuditor, domain.RoleUser, no, no, no, no, no, no},
		{domain.RoleAdmin, domain.RoleHelpdesk, yes, yes, yes, yes, yes, no},
		{domain.RoleAdmin, domain.RoleAuditor, yes, yes, yes, yes, yes, no},
		{domain.RoleUser, domain.RoleOwner, owner, no, no, no, no, no},
		{domain.RoleUser, domain.RoleAdmin, no, no, no, no, no, no},
		{domain.RoleUser, domain.RoleUser, no, no, no, no, no, no},
		{domain.RolePending, domain.RoleUser, no, no, no, no, no, no},
		{"", domain.RoleUser, no, no, no, no, no, no},
		{"root", domain.RoleUser, no, no, no, no, no, no},
	} {
		actor, target := domain.Actor{ID: "usr_a", Role: c.actor}, domain.User{ID: "usr_b", Role: c.target}
		for what, got := range map[string][2]domain.Code{
			"reset":    {code(domain.MayReset(actor, target)), c.reset},
			"unlock":   {code(domain.MayUnlock(actor, target)), c.unlock},
			"manage":   {code(domain.MayManage(actor, target)), c.manage},
			"to user":  {code(domain.MayChangeRole(actor, target, domain.RoleUser)), c.toUser},
			"to admin": {code(domain.MayChangeRole(actor, target, domain.RoleAdmin)), c.toAdmin},
			"to owner": {code(domain.MayChangeRole(actor, target, domain.RoleOwner)), c.toOw},
		} {
			if got[0] != got[1] {
				t.Errorf("%s, %s on %s: %q, want %q", what, c.actor, c.target, got[0], got[1])
			}
		}
		me := domain.User{ID: "usr_a", Role: c.actor}
		if code(domain.MayReset(actor, me)) != self || code(domain.MayUnlock(actor, me)) != self || code(domain.MayManage(actor, me)) != self || code(domain.MayChangeRole(actor, me, domain.RoleUser)) != self {
			t.Errorf("%s acts on themselves", c.actor)
		}
	}
	admin, user := domain.Actor{ID: "usr_a", Role: domain.RoleOwner}, domain.User{ID: "usr_b", Role: domain.RoleUser}
	for _, r := range []domain.Role{"", domain.RolePending, "root"} {
		if code(domain.MayChangeRole(admin, user, r)) != domain.CodeOutOfRange || code(domain.MayInvite(admin, r)) != domain.CodeOutOfRange {
			t.Errorf("role %q can be given", r)
		}
	}
}

func code(err error) domain.Code {
	if err == nil {
		return ""
	}
	return domain.CodeOf(err)
}

func TestWhoMayInviteAsWhat(t *testing.T) {
	for actor, most := range map[domain.Role]int{domain.RoleOwner: 5, domain.RoleAdmin: 4, domain.RoleHelpdesk: 0, domain.RoleAuditor: 0, domain.RoleUser: 0, domain.RolePending: 0, "": 0} {
		may := 0
		for _, r := range domain.Roles {
			if domain.MayInvite(domain.Actor{ID: "usr_a", Role: actor}, r) == nil {
				may++
			}
		}
		if may != most {
			t.Errorf("%s may invite into %d roles, want %d", actor, may, most)
		}
	}
}
