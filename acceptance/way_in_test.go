package acceptance_test

import (
	"testing"
	"time"

	"twofold/api/wire"
	"twofold/tenancy/scoped"
	"twofold/tenancy/store/storetest"
)

func TestWayIn(t *testing.T) {
	storetest.Both(t, func(t *testing.T, c scoped.Config) {
		h := open(t, c)
		owner := h.browser(t)
		owner.open("/").wants("/", "Where do you sign in?")
		owner.open("/start").send("/start", "organization", "Northwind", "short", "northwind", "name", "Olga Owner", "email", "olga@nortwind.example", "password", password)
		owner.wants("/start", "olga@nortwind.example", "Use a different address")
		if in := screen[wire.Start](h.browser(t).open("/start?again=1")); in.Short != "" || in.Email != "" {
			t.Errorf("another browser is shown %+v", in)
		}
		in := screen[wire.Start](owner.open("/start?again=1"))
		if in.Organization != "Northwind" || in.Short != "northwind" || in.Name != "Olga Owner" || in.Email != "olga@nortwind.example" || !in.Again {
			t.Errorf("the form begins with %+v", in)
		}
		owner.send("/start", "organization", in.Organization, "short", in.Short, "name", in.Name, "email", "olga@northwind.example", "password", password, "again", "1")
		owner.wants("/start", "olga@northwind.example")
		link := h.mail(t, "olga@northwind.example").Args["link"]
		owner.open(h.path(link)).wants("/t/northwind/confirm-email", "Northwind")
		owner.send("/t/northwind/confirm-email").wants("/t/northwind/admin")
		owner.open("/t/northwind/setup").wants("/t/northwind/confirm", "Confirm it's you")
		owner.send("/t/northwind/confirm?reason=set_up", "method", "password", "password", "wrong password here", "next", "/t/northwind/setup").wants("/t/northwind/confirm", "not correct")
		owner.send("/t/northwind/confirm?reason=set_up", "method", "password", "password", password, "next", "/t/northwind/setup").wants("/t/northwind/setup", "How do you want to verify?")
		owner.send("/t/northwind/setup", "method", "app").wants("/t/northwind/setup/app", "Authy")
		owner.send("/t/northwind/setup/app", "action", "choose", "app", "Authy").wants("/t/northwind/setup/app", "olga@northwind.example")
		k := owner.secretOf()
		owner.open("/t/northwind/setup/code").wants("/t/northwind/setup/code")
		owner.send("/t/northwind/setup/code", "code", code(t, k, h.now()), "name", "Pixel").wants("/t/northwind/setup/codes")
		owner.send("/t/northwind/setup/codes").wants("/t/northwind/setup/codes", "Tick the box")
		owner.send("/t/northwind/setup/codes", "saved", "1").wants("/t/northwind/setup/done", "Pixel")
		owner.open("/t/northwind/setup/app").send("/t/northwind/sign-out").wants("/t/northwind/signed-out")
		owner.open("/t/northwind/sign-in").send("/t/northwind/sign-in", "username", "olga@northwind.example", "password", password).wants("/t/northwind/sign-in/verify", "6 digits")
		owner.send("/t/northwind/sign-in/verify", "code", code(t, k, h.now())).wants("/t/northwind/sign-in/verify", "already used")
		h.pass(time.Minute)
		owner.send("/t/northwind/sign-in/verify", "code", code(t, k, h.now())[:3]+" "+code(t, k, h.now())[3:]).wants("/t/northwind/admin")
	})
}
