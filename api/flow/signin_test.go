package flow_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"twofold/api/flow"
	"twofold/api/flow/flowtest"
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/domain/signin"
)

// spent is randomness that ends after a first salt.
type spent struct{ left int }

func (s *spent) Read(b []byte) (int, error) {
	if s.left--; s.left < 0 {
		return 0, errors.New("no more randomness")
	}
	return rand.Read(b)
}

// TestSignInOutlivesAFailedRehash: the session is written by then.
func TestSignInOutlivesAFailedRehash(t *testing.T) {
	inHouses(t, func(h *house) {
		o := h.org("northwind")
		ida := o.person(domain.RoleUser)
		dearer := flowtest.Cost
		dearer.Memory *= 2
		var log bytes.Buffer
		open := func(salts int) {
			hasher, err := factor.NewHasher(h.keys, &spent{salts}, factor.HasherOptions{Cost: dearer})
			h.must(err)
			h.flows = flow.New(h.db, h.keys, hasher, h.Now, flow.Config{PublicURL: "https://id.example", May: flowtest.May(t), Log: slog.New(slog.NewTextHandler(&log, nil))})
		}
		open(1)
		out, err := h.flows.SignIn(ctx, o.ask(), flow.SignInInput{Email: ida.Email, Password: strong})
		h.must(err)
		if out.Step != signin.Grant || !o.alive(out.Token) {
			t.Fatalf("%+v", out)
		}
		if o.reread(ida).PasswordHash != ida.PasswordHash {
			t.Error("a hash was stored without a salt of its own")
		}
		if got := log.String(); !strings.Contains(got, "no more randomness") || strings.Contains(got, strong) || strings.Contains(got, ida.PasswordHash) || strings.Contains(got, out.Token) {
			t.Errorf("logged: %s", got)
		}
		open(2)
		_, err = h.flows.SignIn(ctx, o.ask(), flow.SignInInput{Email: ida.Email, Password: strong})
		h.must(err)
		if o.reread(ida).PasswordHash == ida.PasswordHash {
			t.Error("the next sign-in didn't store the stronger hash")
		}
	})
}
