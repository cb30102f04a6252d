package page

import (
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/domain"
	"twofold/frontend/part"
)

// form is every setting with a line of help. Who may only read gets the same
// as a list of facts.
func (p *policy) form(v part.View) app.UI {
	if p.readOnly() {
		var facts []part.Fact
		for _, s := range settings() {
			facts = append(facts, part.Fact{Name: v.T("policy." + s.key), Value: p.inWords(v, s, p.draft)})
		}
		return part.Anchor("settings", v.T("policy.settings"), v.Facts(facts...))
	}
	fields := part.Group(
		part.Anchor("who", v.T("policy.section.mode"), p.modes(v)),
		part.Anchor("accepted", v.T("policy.section.methods"), p.accepted(v)),
		part.Anchor("setup", v.T("policy.section.setup"), p.setup(v)),
		part.Anchor("trust", v.T("policy.section.trust"), p.trust(v)),
		part.Anchor("wrong", v.T("policy.section.lock"), part.Beside(
			v.Number(part.Field{Name: "lock_attempts", Label: v.T("policy.lock_attempts"), Hint: v.T("policy.lock_attempts.hint"), Value: itoa(p.draft.LockAttempts)}, 3, 10),
			v.Number(part.Field{Name: "lock_minutes", Label: v.T("policy.lock_minutes"), Hint: v.T("policy.lock_minutes.hint"), Value: itoa(p.draft.LockMinutes)}, 1, 1440)),
			p.radios(v, "lock_scope", string(p.draft.LockScope), []string{"second_step", "account"}),
			v.Check("codes_wait", v.T("policy.codes_wait"), v.T("policy.codes_wait.hint"), p.draft.CodesWait)),
		part.If(p.sends(), func() app.UI {
			return part.Anchor("sent", v.T("policy.section.sent"), part.Beside(
				v.Number(part.Field{Name: "code_minutes", Label: v.T("policy.code_minutes"), Hint: v.T("policy.code_minutes.hint"), Value: itoa(p.draft.CodeMinutes)}, 5, 30),
				v.Number(part.Field{Name: "resend_seconds", Label: v.T("policy.resend_seconds"), Hint: v.T("policy.resend_seconds.hint"), Value: itoa(p.draft.ResendSeconds)}, 30, 900)),
				v.Check("auto_send", v.T("policy.auto_send"), v.T("policy.auto_send.hint"), p.draft.AutoSend),
				v.Check("earlier_codes", v.T("policy.earlier_codes"), v.T("policy.earlier_codes.hint"), p.draft.EarlierCodes))
		}),
		part.If(slices.Contains(p.draft.Methods, domain.MethodText), func() app.UI { return p.countries(v) }),
		part.Anchor("own", v.T("policy.section.own"),
			v.Check("user_may_disable", v.T("policy.user_may_disable"), v.T("policy.user_may_disable.hint"), p.draft.UserMayDisable),
			p.radios(v, "reauth", string(p.draft.Reauth), []string{"password_or_factor", "password", "none"})),
		p.gettingBack(v))
	return part.Group(v.Live(part.Live{Key: "policy-form", Set: p.set}, part.Fresh(strconv.Itoa(p.round), fields)), p.apps(v))
}

// sends reports whether the draft accepts codes that are sent.
func (p *policy) sends() bool {
	return slices.Contains(p.draft.Methods, domain.MethodText) || slices.Contains(p.draft.Methods, domain.MethodEmail)
}

func (p *policy) radios(v part.View, name, chosen string, values []string) app.UI {
	var cards []part.Radio
	for _, value := range values {
		cards = append(cards, part.Radio{Value: value, Label: v.T("policy." + name + "." + value), Note: v.T("policy." + name + "." + value + ".hint")})
	}
	return v.RadioCards(name, v.T("policy."+name), chosen, cards)
}

func (p *policy) modes(v part.View) app.UI {
	return part.Group(p.radios(v, "mode", string(p.draft.Mode), []string{"off", "optional", "required"}),
		part.If(p.draft.Mode == domain.ModeRequired, func() app.UI {
			return p.radios(v, "start", string(p.draft.Start), []string{"next_sign_in", "at_once"})
		}))
}

// accepted lists the methods this service offers; the others stay in the
// document as they are.
func (p *policy) accepted(v part.View) app.UI {
	body := []app.UI{p.radios(v, "picked_by", string(p.draft.PickedBy), []string{"user", "admin"})}
	if p.draft.PickedBy == domain.PickedByAdmin {
		body = append(body, p.pickOne(v))
	}
	for _, m := range p.saved.value.Offered {
		if p.draft.PickedBy != domain.PickedByAdmin || !m.Primary() {
			body = append(body, v.Check("method-"+string(m), v.T("methods."+string(m)), v.T("policy.methods."+string(m)+".hint"), slices.Contains(p.draft.Methods, m)))
		}
	}
	// What a tick brings stands after the list: nothing in it moves under the hand.
	body = append(body, v.FieldError("methods"),
		part.If(slices.Contains(p.draft.Methods, domain.MethodText), func() app.UI {
			return v.Check("profile_numbers", v.T("policy.profile_numbers"), v.T("policy.profile_numbers.hint"), p.draft.ProfileNumbers)
		}), p.recoveryOnly(v),
		v.Number(part.Field{Name: "recovery_codes", Label: v.T("policy.recovery_codes"), Hint: v.T("policy.recovery_codes.hint"), Value: itoa(p.draft.RecoveryCodes)}, 0, 16))
	return part.Group(body...)
}

// recoveryOnly takes accepted methods out of the second step.
func (p *policy) recoveryOnly(v part.View) app.UI {
	var boxes []app.UI
	for _, m := range p.saved.value.Offered {
		if m.Primary() && p.mayBeKept(m) {
			boxes = append(boxes, v.Check("recovery_only-"+string(m), v.T("methods."+string(m)), "", slices.Contains(p.draft.RecoveryOnly, m)))
		}
	}
	return part.If(len(boxes) > 0, func() app.UI {
		return v.Checks(part.Field{Name: "recovery_only", Label: v.T("policy.recovery_only"), Hint: v.T("policy.recovery_only.hint")},
			part.Fresh(string(p.picked())+strings.Join(methodNames(p.draft.Methods), " "), part.Group(boxes...)))
	})
}

func methodNames(list []domain.Method) (names []string) {
	for _, m := range list {
		names = append(names, string(m))
	}
	return names
}

// setup is what the set-up asks for beside the method, and in which order. A
// number can only be asked for where texts are sent.
func (p *policy) setup(v part.View) app.UI {
	backups := []string{"none", "phone", "any_second_method"}
	if !slices.Contains(p.saved.value.Offered, domain.MethodText) && p.draft.Backup != domain.BackupPhone {
		backups = []string{"none", "any_second_method"}
	}
	return part.Group(p.radios(v, "backup", string(p.draft.Backup), backups),
		v.Check("methods_first", v.T("policy.methods_first"), v.T("policy.methods_first.hint"), p.draft.MethodsFirst))
}

// trust are the days, with quick choices, and where the box stands.
func (p *policy) trust(v part.View) app.UI {
	var quick []app.UI
	for _, days := range []int{0, 7, 14, 30, 90} {
		label := v.T("policy.off")
		if days > 0 {
			label = v.N("policy.days", days)
		}
		quick = append(quick, v.Act(part.Act{Key: "trust-" + itoa(days), Label: label, On: strconv.FormatBool(p.draft.TrustDays == days), Press: func() {
			p.set("trust_days", itoa(days))
			p.round++
			p.d.next(func() { part.Focus("trust-" + itoa(days)) })
		}}))
	}
	return part.Group(
		v.Number(part.Field{Name: "trust_days", Label: v.T("policy.trust_days"), Hint: v.T("policy.trust_days.hint"), Value: itoa(p.draft.TrustDays)}, 0, 90),
		part.Actions(quick...),
		part.If(p.draft.TrustDays > 0, func() app.UI {
			return p.radios(v, "trust_placement", string(p.draft.TrustPlacement), []string{"code_step", "password_step"})
		}))
}

// set takes a change of the form into the draft.
func (p *policy) set(name, value string) {
	d := &p.draft
	number := func() int { n, _ := strconv.Atoi(strings.TrimSpace(value)); return n }
	switch name {
	case "mode":
		d.Mode = domain.Mode(value)
	case "start":
		d.Start = domain.Start(value)
	case "picked_by":
		p.setPickedBy(domain.PickedBy(value))
	case "method":
		p.pick(domain.Method(value))
		name = "methods"
	case "trust_days":
		d.TrustDays = number()
	case "trust_placement":
		d.TrustPlacement = domain.Placement(value)
	case "lock_attempts":
		d.LockAttempts = number()
	case "lock_minutes":
		d.LockMinutes = number()
	case "lock_scope":
		d.LockScope = domain.LockScope(value)
	case "country":
		p.search(value)
		return
	case "code_minutes":
		d.CodeMinutes = number()
	case "resend_seconds":
		d.ResendSeconds = number()
	case "profile_numbers":
		d.ProfileNumbers = value == "1"
	case "auto_send":
		d.AutoSend = value == "1"
	case "earlier_codes":
		d.EarlierCodes = value == "1"
	case "codes_wait":
		d.CodesWait = value == "1"
	case "user_may_disable":
		d.UserMayDisable = value == "1"
	case "recovery_codes":
		d.RecoveryCodes = number()
	case "backup":
		d.Backup = domain.Backup(value)
	case "methods_first":
		d.MethodsFirst = value == "1"
	case "reauth":
		d.Reauth = domain.Reauth(value)
	default:
		if field, is := strings.CutPrefix(name, back); is {
			name = p.setBack(field, value)
		} else if name = p.tick(name, value == "1"); name == "" {
			return
		}
	}
	delete(p.errors, name)
	p.touched()
}

// tick takes a tick box of a list into the draft and names its setting, empty
// where it is none. A method that isn't accepted helps nobody back in.
func (p *policy) tick(name string, in bool) string {
	d, saved := &p.draft, p.saved.value.Policy
	list, one, _ := strings.Cut(name, "-")
	switch list {
	case "method":
		d.Methods = without(d.Methods, domain.Method(one), in, saved.Methods)
		if !in {
			d.RecoveryOnly = without(d.RecoveryOnly, domain.Method(one), false, saved.RecoveryOnly)
		}
		return "methods"
	case "recovery_only":
		d.RecoveryOnly = without(d.RecoveryOnly, domain.Method(one), in, saved.RecoveryOnly)
		if p.picked() != "" {
			d.Methods = without(d.Methods, domain.Method(one), in, saved.Methods)
		}
		delete(p.errors, "methods")
		return list
	case "rung":
		return p.tickBack(one, in)
	case "countries":
		d.Countries = without(d.Countries, one, in, saved.Countries)
		return list
	}
	return ""
}

// without is the list with m in or out; put back, it takes the place it had,
// so that nothing seems to have changed. It is never nil.
func without[T comparable](list []T, m T, in bool, saved []T) []T {
	out := []T{}
	for _, x := range saved {
		if x == m && in || x != m && slices.Contains(list, x) {
			out = append(out, x)
		}
	}
	for _, x := range list {
		if x != m && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	if in && !slices.Contains(out, m) {
		out = append(out, m)
	}
	return out
}
