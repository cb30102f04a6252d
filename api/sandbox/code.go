//go:build sandbox

package sandbox

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"twofold/domain"
	"twofold/domain/enroll"
	"twofold/domain/factor"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// AppCode is what somebody's authenticator app shows now.
type AppCode struct {
	Who    string
	Digits string
	Left   time.Duration
	SetUp  bool // of the key that is being set up
}

// Errors of Code.
var (
	ErrNobody = errors.New("nobody of this name")
	ErrNoApp  = errors.New("no authenticator app is set up, and none is being set up")
)

// Code stands in for a person's phone. name is an address, or the part of it
// before the @; the demo's own organizations are looked at first. It knows the
// key that is being set up, too, so that the wizard can be tried without a
// phone.
func (k Kit) Code(ctx context.Context, name string) (AppCode, error) {
	tenants, err := k.DB.Tenants(ctx)
	if err != nil {
		return AppCode{}, err
	}
	for _, address := range addresses(name) {
		for _, t := range tenants {
			out, err := k.codeIn(ctx, t, address)
			if !store.Missing(err) {
				return out, err
			}
		}
	}
	return AppCode{}, fmt.Errorf("%w: %s", ErrNobody, name)
}

func addresses(name string) []string {
	if strings.Contains(name, "@") {
		return []string{name}
	}
	var out []string
	for _, d := range Demos {
		out = append(out, name+"@"+d.Domain)
	}
	return out
}

func (k Kit) codeIn(ctx context.Context, t domain.Tenant, address string) (AppCode, error) {
	now := k.Flows.Now()
	out := AppCode{Who: address}
	var key factor.Key
	err := k.DB.View(ctx, tenancy.Of(t.ID), func(tx *store.Tx) error {
		p, err := tx.UserByEmail(ctx, address)
		if err != nil {
			return err
		}
		key, out.SetUp, err = k.keyOf(ctx, tx, t, p.ID, now)
		return err
	})
	if err != nil {
		return out, err
	}
	if key == nil {
		return out, fmt.Errorf("%s: %w", address, ErrNoApp)
	}
	end := time.Unix((factor.Step(now)+1)*factor.Period, 0)
	out.Left = end.Sub(now)
	out.Digits, err = key.Code(factor.Step(now))
	return out, err
}

// keyOf is the key that is being set up, or that of the newest app.
func (k Kit) keyOf(ctx context.Context, tx *store.Tx, t domain.Tenant, userID string, now time.Time) (key factor.Key, setUp bool, err error) {
	e, err := tx.Enrollment(ctx, userID)
	if err != nil && !store.Missing(err) {
		return nil, false, err
	}
	if err == nil && len(e.Secret) > 0 && enroll.Live(e.CreatedAt, e.ConfirmedAt, now) {
		raw, err := k.Keys.Open(e.Secret, factor.Bind("setup", t.ID, e.ID))
		return raw, true, err
	}
	all, err := tx.Factors(ctx, userID)
	all = slices.DeleteFunc(all, func(x store.Factor) bool { return x.Method != domain.MethodApp })
	if err != nil || len(all) == 0 {
		return nil, false, err
	}
	last := all[len(all)-1]
	raw, err := k.Keys.Open(last.Secret, factor.BindFactor(t.ID, userID, last.ID, last.SecretVersion))
	return raw, false, err
}

// String writes the code as the app does, with how long it is shown.
func (c AppCode) String() string {
	return fmt.Sprintf("%s %s (%d s left)", c.Digits[:3], c.Digits[3:], int((c.Left+time.Second-1)/time.Second))
}
