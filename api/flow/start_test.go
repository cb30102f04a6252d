package flow_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"twofold/api/flow"
	"twofold/domain"
	"twofold/domain/signin"
	"twofold/tenancy"
)

// fields lists the refusals of a request by field.
func fields(err error) map[string]domain.Code {
	out := map[string]domain.Code{}
	var e *domain.Error
	if errors.As(err, &e) {
		for _, one := range append([]*domain.Error{e}, e.More...) {
			out[one.Field] = one.Code
		}
	}
	return out
}

func TestStartRefusesEveryField(t *testing.T) {
	inHouses(t, func(h *house) {
		_, err := h.start(northwind, "b1")
		h.must(err)
		cases := []struct {
			change func(in *flow.StartInput)
			field  string
			code   domain.Code
		}{
			{func(in *flow.StartInput) { in.Organization = " " }, "organization", domain.CodeRequiredOrganization},
			{func(in *flow.StartInput) { in.Organization = strings.Repeat("x", 101) }, "organization", domain.CodeNameLong},
			{func(in *flow.StartInput) { in.Organization = "a\nBcc: x@y.example" }, "organization", domain.CodeNameLong},
			{func(in *flow.StartInput) { in.Short = "" }, "short", domain.CodeRequiredShort},
			{func(in *flow.StartInput) { in.Short = "No Way" }, "short", domain.CodeShortNameFormat},
			{func(in *flow.StartInput) { in.Short = "adrnin" }, "short", domain.CodeShortNameReserved},
			{func(in *flow.StartInput) { in.Short = "northwind" }, "short", domain.CodeShortNameTaken},
			{func(in *flow.StartInput) { in.Short = "north-wind" }, "short", domain.CodeShortNameAlike},
			{func(in *flow.StartInput) { in.Short = "n0rthw1nd" }, "short", domain.CodeShortNameAlike},
			{func(in *flow.StartInput) { in.Short = "northwlnd" }, "short", domain.CodeShortNameAlike},
			{func(in *flow.StartInput) { in.Name = "" }, "name", domain.CodeRequiredName},
			{func(in *flow.StartInput) { in.Email = "ida" }, "email", domain.CodeEmailFormat},
			{func(in *flow.StartInput) { in.Email = "ida@x.example\r\nBcc: y@z.example" }, "email", domain.CodeEmailFormat},
			{func(in *flow.StartInput) { in.Password = "" }, "password", domain.CodeRequiredPassword},
			{func(in *flow.StartInput) { in.Password = "fourteen chars" }, "password", domain.CodePasswordShort},
			{func(in *flow.StartInput) { in.Password = "southwind-ida-olsen" }, "password", domain.CodePasswordContext},
		}
		for _, one := range cases {
			in := northwind
			in.Organization, in.Short = "Southwind", "southwind"
			one.change(&in)
			_, err := h.start(in, "b1")
			if got := fields(err); len(got) != 1 || got[one.field] != one.code {
				h.Errorf("%q: got %v, want %s of %s", in, got, one.code, one.field)
			}
		}
		_, err = h.start(flow.StartInput{}, "b1")
		if got := fields(err); len(got) != 5 {
			h.Errorf("an empty form is refused for %v", got)
		}
	})
}

func TestStartSuggestsAFreeName(t *testing.T) {
	inHouses(t, func(h *house) {
		long := strings.Repeat("n", 40)
		for _, short := range []string{"northwind", long} {
			in := northwind
			in.Short = short
			_, err := h.start(in, "b1")
			h.must(err)
			_, err = h.start(in, "b1")
			h.refused(err, domain.CodeShortNameTaken)
			var e *domain.Error
			errors.As(err, &e)
			in.Short, _ = e.Args["suggestion"].(string)
			if _, err := h.start(in, "b1"); err != nil {
				h.Errorf("suggested %q: %v", in.Short, err)
			}
			if e.Args["name"] != short || strings.Contains(e.Error(), "@") {
				h.Errorf("refusal %+v", e)
			}
		}
	})
}

func TestStartOfOneNameAtOnce(t *testing.T) {
	inHouses(t, func(h *house) {
		alike := []string{"northwind", "north-wind", "n0rthwind", "northw1nd"}
		fine := h.together(8, func(i int) error {
			in := northwind
			in.Short = alike[i%len(alike)]
			_, err := h.start(in, "b1")
			return err
		})
		if fine != 1 {
			h.Fatalf("%d of 8 got one name", fine)
		}
	})
}

func TestStartLimit(t *testing.T) {
	inHouses(t, func(h *house) {
		try := func(n int) error {
			in := northwind
			in.Short = "org-" + strings.Repeat("abcdefghkm"[n%10:n%10+1], 3+n/10)
			_, err := h.start(in, "b1")
			return err
		}
		for n := range flow.StartsPerNetwork {
			h.must(try(n))
		}
		err := try(10)
		h.refused(err, domain.CodeRateLimited)
		var e *domain.Error
		if errors.As(err, &e); e.RetryAfter != time.Hour {
			h.Fatalf("wait %s", e.RetryAfter)
		}
		r := h.request(tenancy.Scope{}, "b1")
		r.Network = "198.51.100.0/24"
		in := northwind
		_, err = h.flows.StartOrganization(ctx, r, in)
		h.must(err)
		h.Pass(time.Hour)
		h.must(try(10))
	})
}

func TestStartIsRefusedWhenClosed(t *testing.T) {
	inHouses(t, func(h *house) {
		h.closeSignUp()
		_, err := h.start(northwind, "b1")
		h.refused(err, domain.CodeSignUpClosed)
		if domain.KindOf(err) != domain.Forbidden {
			h.Fatal("sign-up closed is not forbidden")
		}
	})
}

func TestCreateTenant(t *testing.T) {
	inHouses(t, func(h *house) {
		h.closeSignUp()
		made, err := h.flows.CreateTenant(ctx, h.request(tenancy.Scope{}, ""), flow.NewTenant{Organization: "Northwind", Short: "northwind", Name: "Ida Olsen", Email: "ida@x.example"})
		h.must(err)
		o := h.at("northwind")
		token := h.lastLink("ida@x.example")
		if o.State != domain.TenantActive || made.Link != "https://id.example/t/northwind/invite/"+token {
			h.Fatalf("made %+v", made)
		}
		entry, err := h.flows.AcceptInvitation(ctx, o.ask(), token, "Ida", strong)
		h.must(err)
		if entry.Step != signin.Grant || entry.Person.Role != domain.RoleOwner || !o.alive(entry.Token) {
			h.Fatalf("entered %+v", entry)
		}
		_, err = h.flows.CreateTenant(ctx, h.request(tenancy.Scope{}, ""), flow.NewTenant{Organization: "Northwind", Short: "north-wind", Name: "Ida", Email: "ida@x.example"})
		h.refused(err, domain.CodeShortNameAlike)
	})
}
