package page

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// codes says how many recovery codes are left. Existing ones can
// never be shown.
func (s *security) codes(v part.View, w wire.Security) app.UI {
	r := w.Recovery
	if !r.Offered || w.TwoStep.State != domain.TwoStepOn {
		key := "security.codes.off"
		if r.Offered {
			key = "security.codes.later"
		}
		return part.Anchor("codes", v.T("security.codes"), v.Sentence(key, part.Name("org", v.Site())))
	}
	return part.Anchor("codes", v.T("security.codes"), codesLeft(v, r),
		part.Line(v.N("security.codes.stop", r.Left)),
		part.Actions(s.d.act(v, part.Act{Key: "new-codes", Label: v.T("security.codes.new"), Press: func() {
			s.d.do(call{to: wire.RenewRecovery, key: "new-codes", why: reason{word: "new_codes"},
				done: func(string) { s.d.leave(v.Path("/setup/codes")) }})
		}})))
}

// codesLeft counts recovery codes in words and as a bar.
func codesLeft(v part.View, r wire.RecoveryState) app.UI {
	kind := "ok"
	switch {
	case r.Left == 0:
		kind = "danger"
	case r.Left <= fewCodes:
		kind = "warn"
	}
	words := v.T("codes.left", "n", itoa(r.Left), "of", itoa(r.Of))
	if !r.MadeAt.IsZero() {
		words += " " + v.T("codes.made", "date", v.Day(r.MadeAt))
	}
	return v.Meter(kind, words, r.Left, r.Of)
}

// trusted are the browsers that are not asked for a code.
func (s *security) trusted(v part.View, w wire.Security) app.UI {
	if w.TrustDays == 0 {
		return part.Anchor("trusted", v.T("security.trusted"), v.Sentence("security.trusted.off", part.Name("org", v.Site())))
	}
	body := []app.UI{v.Empty(v.T("security.trusted.none"), nil)}
	if len(w.TrustedBrowsers) > 0 {
		var items []part.Item
		for _, b := range w.TrustedBrowsers {
			item := trustItem(v, b)
			item.Actions = []app.UI{s.d.act(v, part.Act{Key: "untrust-" + b.ID, Label: v.T("remove"), More: v.Browser(b.Browser), Press: func() { s.untrust(b) }})}
			items = append(items, item)
		}
		body = []app.UI{v.Items(items...), part.Actions(s.d.act(v, part.Act{Key: "untrust-all", Label: v.T("remove.all"), Press: s.untrustAll}))}
	}
	return part.Anchor("trusted", v.T("security.trusted"), append(body, s.sharing(v, w))...)
}

// sharing is the box of a shared computer. A mark of somebody else's is only
// told.
func (s *security) sharing(v part.View, w wire.Security) app.UI {
	if w.SharedByOther {
		return part.Line(v.T("security.shared.other"))
	}
	return v.Live(part.Live{Key: "shared", Set: s.share}, part.Fresh(itoa(s.unshared), v.Check("shared-browser", v.T("security.shared"), v.T("security.shared.text"), w.SharedBrowser)))
}

func trustItem(v part.View, b wire.TrustedBrowser) part.Item {
	item := part.Item{Icon: "browser", Name: or(v.Browser(b.Browser), v.T("browser.unknown")), Lines: []app.UI{
		where(v, b.Place, b.IP), part.Note(v.T("trusted.since", "date", v.Day(b.TrustedAt)), v.T("methods.used", "when", v.Ago(b.UsedAt)), v.T("trusted.until", "when", v.Until(b.ExpiresAt)))}}
	if b.Current {
		item.Tags = []app.UI{v.Tag("info", "check", v.T("browser.this"))}
	}
	return item
}

func (s *security) untrust(b wire.TrustedBrowser) {
	words := s.d.view().T("trusted.removed")
	if b.Current {
		words = s.d.view().T("notice.trust_removed")
	}
	s.d.do(call{to: wire.RemoveTrust, ids: []string{b.ID}, key: "untrust-" + b.ID, why: reason{word: "remove_trust"},
		done: func(string) { s.changed("trusted", words) }})
}

func (s *security) untrustAll() {
	s.d.do(call{to: wire.RemoveTrusts, key: "untrust-all", why: reason{word: "remove_trust"},
		done: func(string) { s.changed("trusted", s.d.view().T("trusted.removed.all")) }})
}

// share says whether this browser is shared: then trusting it is not offered.
func (s *security) share(_, value string) {
	shared := value == "1"
	if shared == s.state.value.SharedBrowser {
		return
	}
	s.state.value.SharedBrowser = shared
	words := "security.shared.no"
	if shared {
		words = "security.shared.yes"
	}
	s.d.do(call{to: wire.MarkSharedBrowser, in: wire.SharedBrowserRequest{Shared: shared},
		done: func(string) { s.d.said(s.d.view().T(words)); s.refresh() },
		fail: func(p *client.Problem) {
			s.state.value.SharedBrowser = !shared
			s.unshared++
			s.d.tell(p)
			s.d.next(func() { part.Focus("shared-browser") })
		}})
}

// sessions are the places where the person is signed in.
func (s *security) sessions(v part.View, w wire.Security) app.UI {
	var items []part.Item
	here := slices.IndexFunc(w.Sessions, func(one wire.OwnSession) bool { return one.Current })
	mayClaim := here >= 0 && !w.Sessions[here].NewPlace
	for _, one := range w.Sessions {
		item := sessionItem(v, one)
		item.Actions = s.sessionActs(v, one, mayClaim)
		items = append(items, item)
	}
	var others app.UI = part.Group()
	if len(items) > 1 {
		others = part.Actions(s.d.act(v, part.Act{Key: "end-others", Label: v.T("security.sessions.end"), Press: func() {
			s.d.do(call{to: wire.EndOtherSessions, key: "end-others",
				done: func(string) { s.changed("sessions", v.T("notice.others_signed_out")) }})
		}}))
	}
	return part.Anchor("sessions", v.T("security.sessions"), v.Items(items...), others)
}

// sessionActs are what can be done about a session. One at a new place asks
// whether it was them (ux 6.5); a session that is new itself can't say yes.
func (s *security) sessionActs(v part.View, one wire.OwnSession, mayClaim bool) []app.UI {
	act := func(key, word string, to wire.Endpoint, done func()) app.UI {
		key += "-" + one.ID
		return s.d.act(v, part.Act{Key: key, Label: v.T(word), More: v.Browser(one.Browser), Press: func() {
			s.d.do(call{to: to, ids: []string{one.ID}, key: key, done: func(string) { done() }})
		}})
	}
	end := act("end", "menu.signout", wire.EndOwnSession, func() { s.changed("sessions", v.T("session.ended")) })
	switch {
	case one.Current:
		return []app.UI{v.InlineForm(v.Path("/sign-out"), v.Submit(part.Secondary, v.T("menu.signout")))}
	case !one.NewPlace:
		return []app.UI{end}
	}
	if mayClaim {
		end = act("claim", "session.claim", wire.ClaimSession, func() { s.changed("sessions", v.T("session.claim.done")) })
	}
	return []app.UI{end, act("deny", "session.deny", wire.DenySession, func() {
		s.changed("change-password", v.T("session.deny.done"))
		s.password.start()
	})}
}

func sessionItem(v part.View, s wire.OwnSession) part.Item {
	item := part.Item{Icon: "browser", Name: or(v.Browser(s.Browser), v.T("browser.unknown")), Lines: []app.UI{
		where(v, s.Place, s.IP), part.Note(v.T("session.started", "when", v.Ago(s.StartedAt)), v.T("session.seen", "when", v.Ago(s.SeenAt)), howVerified(v, s.AMR))}}
	if s.Bearer {
		item.Icon = "key"
		item.Tags = append(item.Tags, v.Tag("gray", "key", v.T("session.bearer")))
	}
	if s.NewPlace {
		item.Tags = append(item.Tags, v.Tag("warn", "alert", v.T("session.new")))
	}
	if s.Shared {
		item.Tags = append(item.Tags, v.Tag("gray", "users", v.T("session.shared")))
	}
	if s.Current {
		item.Tags = append(item.Tags, v.Tag("info", "check", v.T("session.this")))
	}
	return item
}

// where is the place of an address, as far as it is known, and the address.
func where(v part.View, place, ip string) app.UI {
	if place == "" {
		return part.Address(ip)
	}
	return part.Group(part.Note(about(v, place)), part.Address(ip))
}

// about is a place in words, empty where none is known.
func about(v part.View, place string) string {
	if place == "" {
		return ""
	}
	return v.T("place.about", "place", place)
}

// howVerified says by what a session was opened (RFC 8176).
func howVerified(v part.View, amr []string) string {
	if slices.Contains(amr, "hwk") || slices.Contains(amr, "swk") {
		if slices.Contains(amr, "pwd") {
			return v.T("session.pwd.passkey")
		}
		return v.T("session.passkey")
	}
	if slices.Contains(amr, "otp") || slices.Contains(amr, "mfa") {
		return v.T("session.two")
	}
	return v.T("session.one")
}
