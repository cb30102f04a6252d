package flow

import (
	"context"
	"crypto/rand"
	"fmt"
	"math/big"
	"strings"
	"time"

	"twofold/domain"
	"twofold/tenancy/store"
)

// Agent is somebody of the staff who works on a case. What they do happens in
// the Scope of the customer's tenant and stands in its audit log, under their
// name.
type Agent struct {
	ID, Name string
	Role     domain.Role
}

func (a Agent) user() domain.User { return domain.User{ID: a.ID, Name: a.Name, Role: a.Role} }

// mayHelp refuses whoever is no staff, and staff in their own tenant: nobody
// at the desk decides about a colleague.
func (a Agent) mayHelp(c ctxt) error {
	if a.ID == "" || !a.Role.Platform() || c.Scope.Tenant() == domain.StaffTenant {
		return domain.Refuse(domain.Forbidden, domain.CodeForbidden)
	}
	return nil
}

// CaseInput is what an agent notes when somebody calls.
type CaseInput struct {
	PersonID         string
	Kind             domain.CaseKind
	Caller, CalledBy string
	Reason           string
}

// wordsMost is the longest name of a caller, and of how they called.
const wordsMost = 100

// OpenCase opens a case about a person; it is due when the tenant settled
// (O16). The number is what the caller is told.
func (f *Flows) OpenCase(ctx context.Context, r Request, a Agent, in CaseInput) (domain.Case, error) {
	c := ctxt{ctx, r}
	if err := a.mayHelp(c); err != nil {
		return domain.Case{}, err
	}
	if !in.Kind.Known() {
		return domain.Case{}, domain.RefuseField(domain.Invalid, domain.CodeOutOfRange, "kind")
	}
	err := domain.Collect(domain.CheckName(in.Caller, "caller", domain.CodeRequiredCaller, wordsMost), domain.CheckName(in.CalledBy, "called_by", domain.CodeRequiredCalledBy, wordsMost))
	if err == nil {
		err = checkReason(in.Reason)
	}
	if err != nil {
		return domain.Case{}, err
	}
	var out domain.Case
	err = f.db.In(c, c.Scope, func(tx *store.Tx) error {
		p, err := somebody(tx, c, in.PersonID)
		if err != nil {
			return err
		}
		current, err := tx.CurrentPolicy(c)
		if err != nil {
			return err
		}
		if out, err = f.newCase(c, a, in, current.Policy); err != nil {
			return err
		}
		if err := tx.AddCase(c, out); err != nil {
			return err
		}
		return f.recordOn(tx, c, domain.EventCaseOpened, true, a.user(), called(p.User), "case", out.Number, "kind", string(out.Kind), "caller", out.Caller, "called_by", out.CalledBy, "reason", in.Reason)
	})
	return out, err
}

func (f *Flows) newCase(c ctxt, a Agent, in CaseInput, p domain.Policy) (domain.Case, error) {
	id, err := f.newID("cas")
	if err != nil {
		return domain.Case{}, err
	}
	n, err := rand.Int(f.rand, big.NewInt(900_000))
	if err != nil {
		return domain.Case{}, fmt.Errorf("draw a case's number: %w", err)
	}
	return domain.Case{ID: id, Number: fmt.Sprintf("C-%d", 100_000+n.Int64()), Kind: in.Kind, UserID: in.PersonID, Caller: strings.TrimSpace(in.Caller), CalledBy: strings.TrimSpace(in.CalledBy),
		OpenedBy: a.ID, Opener: a.Name, State: domain.CaseOpen, OpenedAt: c.Now, DueAt: c.Now.Add(time.Duration(p.WaysBack.SupportHours) * time.Hour)}, nil
}

// Case reads a case with its proofs for an agent.
func (f *Flows) Case(ctx context.Context, r Request, a Agent, id string) (out domain.Case, err error) {
	c := ctxt{ctx, r}
	if err := a.mayHelp(c); err != nil {
		return out, err
	}
	err = f.db.View(c, c.Scope, func(tx *store.Tx) error {
		out, err = readCase(tx, c, id)
		return err
	})
	return out, err
}

// UnsettledCases are those of all tenants, the one due first first.
func (f *Flows) UnsettledCases(ctx context.Context, a Agent) ([]domain.Case, error) {
	if a.ID == "" || !a.Role.Platform() {
		return nil, domain.Refuse(domain.Forbidden, domain.CodeForbidden)
	}
	return f.db.UnsettledCases(ctx, 500)
}

// unsettled are the cases about a person that somebody still works on.
func unsettled(tx *store.Tx, c ctxt, personID string) (out []domain.Case, err error) {
	all, err := tx.CasesOf(c, personID)
	for _, one := range all {
		if one.State.Unsettled() {
			out = append(out, one)
		}
	}
	return out, err
}

func readCase(tx *store.Tx, c ctxt, id string) (domain.Case, error) {
	if !idLike(id) {
		return domain.Case{}, domain.Refuse(domain.NotFound, domain.CodeNotFound)
	}
	out, err := tx.Case(c, id)
	if store.Missing(err) {
		err = domain.Refuse(domain.NotFound, domain.CodeNotFound)
	}
	return out, err
}

// onCase runs work on an unsettled case and its person, in one transaction,
// and writes a refusal down in another.
func (f *Flows) onCase(c ctxt, a Agent, id, what string, do func(tx *store.Tx, cs domain.Case, p store.Person) error) error {
	if err := a.mayHelp(c); err != nil {
		return err
	}
	var p store.Person
	err := untilSettled(func() error {
		return f.db.In(c, c.Scope, func(tx *store.Tx) error {
			cs, err := readCase(tx, c, id)
			if err != nil {
				return err
			}
			if p, err = tx.User(c, cs.UserID); err != nil {
				return err
			}
			if !cs.State.Unsettled() {
				return domain.Refuse(domain.Conflict, domain.CodeCaseSettled)
			}
			return do(tx, cs, p)
		})
	})
	if kind := domain.KindOf(err); err == nil || kind != domain.Forbidden && kind != domain.Conflict {
		return err
	}
	writing := f.db.In(c, c.Scope, func(tx *store.Tx) error {
		return f.recordOn(tx, c, domain.EventRefused, false, a.user(), called(p.User), "what", what, "reason", string(domain.CodeOf(err)))
	})
	if writing != nil {
		return writing
	}
	return err
}

// caseOf is readCase of a case about one person.
func caseOf(tx *store.Tx, c ctxt, personID, id string) (domain.Case, error) {
	cs, err := readCase(tx, c, id)
	if err == nil && cs.UserID != personID {
		err = domain.Refuse(domain.NotFound, domain.CodeNotFound)
	}
	return cs, err
}
