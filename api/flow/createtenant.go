package flow

import (
	"context"

	"twofold/domain"
	"twofold/tenancy/store"
)

// NewTenant is an organization as the operator asks for it.
type NewTenant struct {
	Organization, Short, Name, Email string

	by domain.User // the operator who makes it in a browser, nobody on the command line
}

// CreatedTenant is an organization the operator made. Link invites its owner;
// it is mailed to them too.
type CreatedTenant struct {
	Org   domain.Tenant
	Owner domain.User
	Link  string
}

// CreateTenant makes an organization as the operator, whether or not sign-up
// is open. It is in use at once; its owner chooses a password behind
// the link.
func (f *Flows) CreateTenant(ctx context.Context, r Request, in NewTenant) (CreatedTenant, error) {
	start := StartInput{Organization: in.Organization, Short: in.Short, Name: in.Name, Email: in.Email}.trimmed()
	if err := f.checkStart(ctx, start, ""); err != nil {
		return CreatedTenant{}, err
	}
	n, err := f.newTenant(ctx, r, start, store.LinkInvite, domain.InvitationFor)
	if err != nil {
		return CreatedTenant{}, err
	}
	n.org.State, n.link.ByName, n.by = domain.TenantActive, "Twofold", in.by
	if err := f.foundTenant(n); err != nil {
		return CreatedTenant{}, err
	}
	return CreatedTenant{Org: n.org, Owner: n.owner.User, Link: f.linkAddress(n.org, store.LinkInvite, n.token)}, nil
}
