//go:build sandbox

package sandbox

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"twofold/api/flow"
	"twofold/domain"
	"twofold/domain/signin"
	"twofold/tenancy"
	"twofold/tenancy/store"
)

// person reads a demo person and their invitation's state.
func (h *house) person(t domain.Tenant, email string) (p store.Person, invited bool) {
	h.Helper()
	h.must(h.DB.View(h.Context(), tenancy.Of(t.ID), func(tx *store.Tx) (err error) {
		if p, err = tx.UserByEmail(h.Context(), email); err != nil {
			return err
		}
		l, err := tx.OpenInvitation(h.Context(), p.ID)
		if store.Missing(err) {
			return nil
		}
		invited = l.UsedAt.IsZero() && l.RevokedAt.IsZero()
		return err
	}))
	return p, invited
}

func (h *house) tenants() map[string]domain.Tenant {
	h.Helper()
	all, err := h.DB.Tenants(h.Context())
	h.must(err)
	out := map[string]domain.Tenant{}
	for _, t := range all {
		out[t.ShortName] = t
	}
	return out
}

func TestSeedMakesEveryState(t *testing.T) {
	inHouses(t, func(h *house) {
		did, err := h.Seed(h.Context(), "demo password 1")
		h.must(err)
		h.must(h.Relock(h.Context()))
		tenants, shown, people, german, arabic := h.tenants(), map[State]int{}, 0, 0, 0
		if !did || len(tenants) != len(Demos) {
			t.Fatalf("made %d organizations", len(tenants))
		}
		for _, d := range Demos {
			for _, one := range d.People {
				p, invited := h.person(tenants[d.Short], d.Address(one))
				if got := state(p, invited, h.Flows.Now()); got != one.State || p.Role != one.Role || p.Name != one.Name {
					h.Errorf("%s: %s %q, %s, want %s", d.Address(one), p.Role, p.Name, got, one.State)
				}
				shown[one.State]++
				people++
				if strings.ContainsAny(one.Name, "äöüß") {
					german++
				}
				if strings.ContainsFunc(one.Name, func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) {
					arabic++
				}
			}
		}
		if people != 63 || len(shown) != 7 || german < 5 || arabic < 5 {
			h.Errorf("%d people in %v, %d with umlauts, %d in Arabic", people, shown, german, arabic)
		}
		policy := map[string]domain.Mode{}
		for short, one := range tenants {
			_, p, err := h.Flows.Organization(h.Context(), tenancy.Of(one.ID))
			h.must(err)
			policy[short] = p.Mode
		}
		if policy["northwind"] != domain.ModeRequired || policy["blue-heron"] != domain.ModeOptional || policy["staff"] != domain.ModeRequired {
			h.Errorf("policies are %v", policy)
		}
	})
}

// state is what a person's row shows.
func state(p store.Person, invited bool, now time.Time) State {
	has := slices.Contains(p.Methods, domain.MethodApp)
	switch {
	case p.State == domain.UserInvited && invited:
		return Invited
	case p.State == domain.UserSuspended:
		return Suspended
	case p.TwoStep == domain.TwoStepOn && has && p.Lock.Locked(now):
		return Locked
	case p.TwoStep == domain.TwoStepOn && has:
		return On
	case p.TwoStep == domain.TwoStepReset && !has:
		return Reset
	case p.TwoStep == domain.TwoStepOff && !has:
		return TurnedOff
	case p.TwoStep == domain.TwoStepNever && !has:
		return NotSetUp
	}
	return "none"
}

// TestRestartsKeepTheDemo signs the same person in by the same password before
// and after a restart, which changes nothing.
func TestRestartsKeepTheDemo(t *testing.T) {
	inHouses(t, func(h *house) {
		path := filepath.Join(h.dir, "demo.json")
		first, err := KeptIn(path, "")
		h.must(err)
		_, err = h.Seed(h.Context(), first.Password)
		h.must(err)
		h.entersAs(first.Password)
		again, err := KeptIn(path, "")
		h.must(err)
		if len(first.Password) < 12 || again != first {
			h.Fatalf("the password was %q and is %q", first.Password, again.Password)
		}
		before, _ := h.person(h.tenants()["northwind"], "lee@northwind.example")
		if did, err := h.Seed(h.Context(), again.Password); did || err != nil {
			h.Fatalf("a restart did something: %v, %v", did, err)
		}
		after, _ := h.person(h.tenants()["northwind"], "lee@northwind.example")
		if before.ID != after.ID || before.PasswordHash != after.PasswordHash {
			h.Error("a restart made people anew")
		}
		h.move(`{"advance":"31s"}`)
		h.entersAs(again.Password)
		// A lock lasts half an hour only, and is there again.
		h.move(`{"advance":"31m"}`)
		h.must(h.Relock(h.Context()))
		if jonas, _ := h.person(h.tenants()["northwind"], "jonas@northwind.example"); !jonas.Lock.Locked(h.Flows.Now()) {
			h.Error("nobody is locked after a while")
		}
	})
}

// entersAs signs maria in by password and the code that stands in for her
// phone.
func (h *house) entersAs(password string) {
	h.Helper()
	t := h.tenants()["northwind"]
	r := flow.Request{Scope: tenancy.Of(t.ID), Network: "192.0.2.0/24", BrowserHash: []byte("browser"), RequestID: "test", Now: h.Flows.Now()}
	half, err := h.Flows.SignIn(h.Context(), r, flow.SignInInput{Email: "maria@northwind.example", Password: password})
	h.must(err)
	code, err := h.Code(h.Context(), "maria")
	h.must(err)
	if code.SetUp || code.Left <= 0 || code.Left > 30*time.Second || !strings.Contains(code.String(), code.Digits[:3]+" "+code.Digits[3:]) {
		h.Errorf("the phone shows %+v", code)
	}
	in, err := h.Flows.VerifyCode(h.Context(), r, flow.VerifyInput{Half: half.Token, Code: code.Digits})
	h.must(err)
	if half.Step != signin.Challenge || in.Step != signin.Grant {
		h.Fatalf("the password led to %s, the code to %s", half.Step, in.Step)
	}
}

func TestThePhoneOfNobody(t *testing.T) {
	inHouses(t, func(h *house) {
		_, err := h.Seed(h.Context(), "demo password 1")
		h.must(err)
		for name, want := range map[string]error{"nobody": ErrNobody, "nobody@northwind.example": ErrNobody, "lee": ErrNoApp} {
			if _, err := h.Code(h.Context(), name); !errors.Is(err, want) {
				h.Errorf("%s: %v, want %v", name, err, want)
			}
		}
	})
}

func TestSeedLeavesOthersAlone(t *testing.T) {
	inHouses(t, func(h *house) {
		h.founded("northwind", "Northwind", "nora@northwind.example")
		if did, err := h.Seed(h.Context(), "demo password 1"); did || !errors.Is(err, ErrOthers) {
			h.Errorf("seeded over somebody's data: %v, %v", did, err)
		}
	})
}

func TestKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "demo.json")
	given, err := KeptIn(path, "my own password")
	if err != nil || given.Password != "my own password" {
		t.Fatalf("%+v, %v", given, err)
	}
	if again, err := KeptIn(path, "another"); err != nil || again != given {
		t.Errorf("%+v, %v", again, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := KeptIn(path, ""); err == nil {
		t.Error("a broken file is taken as it is")
	}
}
