package flow_test

import (
	"testing"

	"twofold/api/flow"
	"twofold/domain"
	"twofold/domain/signin"
)

// TestAHalfSignInIsOfItsKind takes one to where it doesn't belong: another
// browser, a client, a browser without a cookie, another organization.
func TestAHalfSignInIsOfItsKind(t *testing.T) {
	inHouses(t, func(h *house) {
		o, other := h.org("northwind"), h.org("southwind")
		p := o.secure(o.person(domain.RoleUser))
		browser := h.request(o.scope, "mine")
		client := browser
		client.Bearer, client.BrowserHash = true, nil
		bare := browser
		bare.BrowserHash = nil
		away := browser
		away.Scope = other.scope
		for name, c := range map[string]struct {
			from flow.Request
			to   []flow.Request
		}{
			"a browser's": {browser, []flow.Request{client, bare, away, h.request(o.scope, "another")}},
			"a client's":  {client, []flow.Request{browser, bare}},
		} {
			half, err := o.flows.SignIn(ctx, c.from, flow.SignInInput{Email: p.Email, Password: strong})
			h.must(err)
			if half.Step != signin.Challenge {
				h.Fatalf("%s password led to %s", name, half.Step)
			}
			for i, r := range c.to {
				_, err := o.flows.Half(ctx, r, half.Token)
				if domain.CodeOf(err) != domain.CodeAttemptExpired {
					h.Errorf("%s, shown in place %d: %v", name, i, err)
				}
				_, err = o.flows.VerifyCode(ctx, r, flow.VerifyInput{Half: half.Token, Code: "123456"})
				if domain.CodeOf(err) != domain.CodeAttemptExpired {
					h.Errorf("%s, used in place %d: %v", name, i, err)
				}
				h.must(o.flows.CancelHalf(ctx, r, half.Token))
			}
			if _, err := o.flows.Half(ctx, c.from, half.Token); err != nil {
				h.Errorf("%s was given up from elsewhere: %v", name, err)
			}
		}
	})
}
