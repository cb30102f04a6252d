package flow

import (
	"context"

	"twofold/domain"
	"twofold/domain/recovery"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// The support desk is where the staff works on cases. The session is of the
// staff's own tenant; what it does happens in the customer's, whose log tells
// it under the agent's name. Neither where the agent works nor on what is that
// tenant's to know.

// DeskCase is a case as an agent sees it: no answer, no code, no whole number.
type DeskCase struct {
	domain.Case
	Org       domain.Tenant
	Person    domain.User
	Questions []domain.Question // to ask the caller, none where there is nothing to check
	Ways      []DeskWay
	Offers    []DeskOffer
	TwoAgents bool // a second agent decides too
	Mine      bool // whoever reads it decided first
	Grants    []GrantRow
}

// deskGrants are what the desk gives by itself. An access code would pass
// through an agent's hands, so it is the administrators' alone.
var deskGrants = []domain.GrantKind{domain.GrantUnlockMail, domain.GrantText}

// atDesk turns the request of somebody of the staff into one of an agent in an
// organization.
func (f *Flows) atDesk(c ctxt, v *Visit, permission, short string) (Request, Agent, domain.Tenant, error) {
	agent := Agent{ID: v.Person.ID, Name: v.Person.Name, Role: v.ActsAs}
	if err := f.mayServe(c, v, permission); err != nil {
		return Request{}, agent, domain.Tenant{}, f.refusedAct(c, v, "desk", nil, err)
	}
	org, err := f.customer(c, short)
	r := c.Request
	r.Scope, r.IP, r.Browser, r.BrowserHash = tenancy.Of(org.ID), "", "", nil
	return r, agent, org, err
}

// DeskQueue lists the unsettled cases of all organizations, the one due first
// first, with the organizations they belong to.
func (f *Flows) DeskQueue(ctx context.Context, r Request, v *Visit) ([]domain.Case, error) {
	c := ctxt{ctx, r}
	if err := f.mayServe(c, v, mayReadCases); err != nil {
		return nil, f.refusedAct(c, v, "desk", nil, err)
	}
	all, err := f.UnsettledCases(ctx, Agent{ID: v.Person.ID, Name: v.Person.Name, Role: v.ActsAs})
	if err != nil || len(all) == 0 {
		return all, err
	}
	names, err := f.db.TenantNames(ctx, tenantsOf(all))
	for i, one := range all {
		all[i].Tenant, all[i].TenantName = names[one.Tenant].ShortName, names[one.Tenant].Name
	}
	return all, err
}

func tenantsOf(all []domain.Case) (ids []string) {
	for _, one := range all {
		ids = append(ids, one.Tenant)
	}
	return ids
}

// DeskOpen opens a case about the person of an organization with an address.
func (f *Flows) DeskOpen(ctx context.Context, r Request, v *Visit, short, email string, in CaseInput) (domain.Case, error) {
	c := ctxt{ctx, r}
	there, agent, _, err := f.atDesk(c, v, mayWriteCases, short)
	if domain.KindOf(err) == domain.NotFound {
		err = domain.RefuseField(domain.NotFound, domain.CodeNotFound, "organization")
	}
	if err != nil {
		return domain.Case{}, err
	}
	err = f.db.View(ctx, there.Scope, func(tx *store.Tx) error {
		p, err := tx.UserByEmail(ctx, email)
		in.PersonID = p.ID
		return err
	})
	if store.Missing(err) {
		return domain.Case{}, domain.RefuseField(domain.NotFound, domain.CodeNotFound, "email")
	}
	if err != nil {
		return domain.Case{}, err
	}
	return f.OpenCase(ctx, there, agent, in)
}

// DeskCase reads a case.
func (f *Flows) DeskCase(ctx context.Context, r Request, v *Visit, short, id string) (out DeskCase, err error) {
	c := ctxt{ctx, r}
	there, agent, org, err := f.atDesk(c, v, mayReadCases, short)
	if err != nil {
		return out, err
	}
	if out.Case, err = f.Case(ctx, there, agent, id); err != nil {
		return out, err
	}
	out.Org = org
	out.Mine = out.FirstBy == agent.ID
	err = f.db.View(ctx, there.Scope, func(tx *store.Tx) error {
		p, err := tx.User(ctx, out.UserID)
		if err != nil {
			return err
		}
		out.Person, out.TwoAgents = p.User, recovery.NeedsSecond(out.Kind, p.User)
		if out.Grants, err = grantRows(tx, ctxt{ctx, there}, p.User); err != nil {
			return err
		}
		return f.askDesk(tx, ctxt{ctx, there}, agent, p, &out)
	})
	return out, err
}

// DeskSend sends a code to the address or number on file.
func (f *Flows) DeskSend(ctx context.Context, r Request, v *Visit, short, id string, way domain.CaseWay) (string, error) {
	there, agent, _, err := f.atDesk(ctxt{ctx, r}, v, mayWriteCases, short)
	if err != nil {
		return "", err
	}
	return f.SendCaseCode(ctx, there, agent, id, way)
}

// DeskCode checks what the caller read out.
func (f *Flows) DeskCode(ctx context.Context, r Request, v *Visit, short, id, proof, code string) (bool, error) {
	there, agent, _, err := f.atDesk(ctxt{ctx, r}, v, mayWriteCases, short)
	if err != nil {
		return false, err
	}
	return f.CheckCaseCode(ctx, there, agent, id, proof, code)
}

// DeskAnswers checks the caller's answers as one set.
func (f *Flows) DeskAnswers(ctx context.Context, r Request, v *Visit, short, id string, answers []string) (bool, error) {
	there, agent, _, err := f.atDesk(ctxt{ctx, r}, v, mayWriteCases, short)
	if err != nil {
		return false, err
	}
	return f.CheckCaseAnswers(ctx, there, agent, id, answers)
}

// DeskCallBack notes a call to the number on file.
func (f *Flows) DeskCallBack(ctx context.Context, r Request, v *Visit, short, id string, reached bool) error {
	there, agent, _, err := f.atDesk(ctxt{ctx, r}, v, mayWriteCases, short)
	if err != nil {
		return err
	}
	return f.NoteCallBack(ctx, there, agent, id, reached)
}

// DeskDecide decides to give something, by an agent who just confirmed that
// it's them.
func (f *Flows) DeskDecide(ctx context.Context, r Request, v *Visit, short, id string, kind domain.GrantKind, reason string) (recovery.Verdict, error) {
	c := ctxt{ctx, r}
	there, agent, _, err := f.atDesk(c, v, mayWriteCases, short)
	if err == nil {
		err = f.requireFresh(c, v)
	}
	if err == nil && !oneOf(kind, deskGrants...) {
		err = domain.RefuseField(domain.Invalid, domain.CodeOutOfRange, "grant")
	}
	if err != nil {
		return "", err
	}
	out, err := f.DecideCase(ctx, there, agent, id, kind, reason)
	return out.Verdict, err
}

// DeskEnd declines or closes a case.
func (f *Flows) DeskEnd(ctx context.Context, r Request, v *Visit, short, id string, state domain.CaseState, reason string) error {
	there, agent, _, err := f.atDesk(ctxt{ctx, r}, v, mayWriteCases, short)
	if err != nil {
		return err
	}
	return f.EndCase(ctx, there, agent, id, state, reason)
}

// DeskStop ends something that was given to the person of a case.
func (f *Flows) DeskStop(ctx context.Context, r Request, v *Visit, short, id, grant string) error {
	c := ctxt{ctx, r}
	there, agent, _, err := f.atDesk(c, v, mayWriteCases, short)
	if err != nil {
		return err
	}
	cs, err := f.Case(ctx, there, agent, id)
	if err != nil {
		return err
	}
	return untilSettled(func() error {
		return f.db.In(ctx, there.Scope, func(tx *store.Tx) error {
			p, err := tx.User(ctx, cs.UserID)
			if err != nil {
				return err
			}
			return f.stopGrant(tx, ctxt{ctx, there}, agent.user(), p, grant)
		})
	})
}
