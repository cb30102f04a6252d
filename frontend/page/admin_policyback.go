package page

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/domain"
	"twofold/frontend/part"
)

// back begins the names of the settings about getting back in, which are the
// names of their fields too.
const back = "ways_back."

// gettingBack is what the organization settled about getting back in.
func (p *policy) gettingBack(v part.View) app.UI {
	w := p.draft.WaysBack
	return part.Anchor("back", v.T("policy.section.back"),
		p.radios(v, back+"second_factor", string(w.SecondFactor), []string{"required", "verified_method"}),
		p.radios(v, back+"code_after_off", string(w.CodeAfterOff), []string{"email", "none"}),
		p.ladder(v), p.support(v), p.admins(v), p.resets(v), p.questions(v),
		part.Beside(p.backNumber(v, "text_hours", w.TextHours, 1, 72), p.backNumber(v, "text_uses", w.TextUses, 1, 5)),
		part.Beside(p.backNumber(v, "support_hours", w.SupportHours, 1, 168), p.backNumber(v, "cooldown_hours", w.CooldownHours, 0, 168)),
		p.noCode(v))
}

func (p *policy) backNumber(v part.View, name string, n, least, most int) app.UI {
	key := "policy." + back + name
	return v.Number(part.Field{Name: back + name, Label: v.T(key), Hint: v.T(key + ".hint"), Value: itoa(n)}, least, most)
}

func (p *policy) backLine(v part.View, name, value string) app.UI {
	return v.Field(part.Field{Name: back + name, Label: v.T("policy." + back + name), Value: value, Optional: true})
}

func (p *policy) backTick(v part.View, name string, on bool) app.UI {
	return v.Check(back+name, v.T("policy."+back+name), v.T("policy."+back+name+".hint"), on)
}

// backBoxes are tick boxes of one list.
func (p *policy) backBoxes(v part.View, name string, boxes ...app.UI) app.UI {
	key := "policy." + back + name
	return v.Checks(part.Field{Name: back + name, Label: v.T(key), Hint: v.T(key + ".hint")}, boxes...)
}

// ladder are the ways out of a lost second step: those that are ticked in the
// order they are offered, then the others.
func (p *policy) ladder(v part.View) app.UI {
	list := p.draft.WaysBack.Ladder
	var items, others []app.UI
	for i, r := range list {
		items = append(items, p.rung(v, r, i))
	}
	for _, r := range domain.Rungs {
		if !slices.Contains(list, r) {
			others = append(others, p.rung(v, r, -1))
		}
	}
	return p.backBoxes(v, "ladder", part.Fresh(strings.Join(stringsOf(list), " "), part.Group(part.Steps(items...), part.Group(others...))))
}

func (p *policy) rung(v part.View, r domain.Rung, at int) app.UI {
	name, last := v.T("policy."+back+"ladder."+string(r)), len(p.draft.WaysBack.Ladder)-1
	var acts []app.UI
	move := func(key, label string, to int) {
		acts = append(acts, v.Small(part.Act{Key: "rung-" + key + "-" + string(r), Label: v.T(label), More: name, Press: func() { p.moveRung(at, to, key) }}))
	}
	if at > 0 {
		move("up", "policy.apps.up", at-1)
	}
	if at >= 0 && at < last {
		move("down", "policy.apps.down", at+1)
	}
	box := v.Check("rung-"+string(r), name, "", at >= 0)
	if len(acts) == 0 {
		return box
	}
	return part.Group(box, part.Actions(acts...))
}

// moveRung leaves the focus on the button that was pressed, or at the end of
// the list on its opposite.
func (p *policy) moveRung(from, to int, way string) {
	list := slices.Clone(p.draft.WaysBack.Ladder)
	list[from], list[to] = list[to], list[from]
	p.draft.WaysBack.Ladder = list
	v := p.d.view()
	part.Say(v.T("policy.apps.moved", "name", v.T("policy."+back+"ladder."+string(list[to])), "place", itoa(to+1)))
	switch to {
	case 0:
		way = "down"
	case len(list) - 1:
		way = "up"
	}
	delete(p.errors, back+"ladder")
	p.rearranged("rung-" + way + "-" + string(list[to]))
}

// support is whom people reach when nothing else helps.
func (p *policy) support(v part.View) app.UI {
	s := p.draft.WaysBack.Support
	return part.Group(part.Line(v.T("policy."+back+"support.hint")), v.FieldError(back+"support"),
		part.Beside(p.backLine(v, "support-who", s.Who), p.backLine(v, "support-hours", s.Hours)),
		part.Beside(
			v.Field(part.Field{Name: back + "support-phone", Label: v.T("policy." + back + "support-phone"), Value: s.Phone, Type: "tel", Ltr: true, Optional: true}),
			v.Field(part.Field{Name: back + "support-email", Label: v.T("policy." + back + "support-email"), Value: s.Email, Type: "email", Ltr: true, Optional: true})))
}

// admins is what a locked-out person is told of the administrators.
func (p *policy) admins(v part.View) app.UI {
	w := p.draft.WaysBack
	return part.Group(p.radios(v, back+"admins_shown", string(w.AdminsShown), []string{"names", "text"}),
		part.If(w.AdminsShown == domain.AdminsByText, func() app.UI { return p.backLine(v, "admins_text", w.AdminsText) }))
}

// resets is what an administrator can do for a person.
func (p *policy) resets(v part.View) app.UI {
	w := p.draft.WaysBack
	return part.Group(p.backTick(v, "admins_reset", w.AdminsReset),
		p.radios(v, back+"effect", string(w.Effect), []string{"must_enroll_now", "may_sign_in_then_enroll"}),
		p.radios(v, back+"access_code", string(w.AccessCode), []string{"offered", "required"}),
		p.approve(v), p.backNumber(v, "wait_hours", w.WaitHours, 0, 72))
}

// approve are the roles whose reset takes a second administrator; nobody resets
// owners.
func (p *policy) approve(v part.View) app.UI {
	var boxes []app.UI
	for _, r := range domain.Roles[1:] {
		boxes = append(boxes, v.Check(back+"approve-"+string(r), v.T("role."+string(r)), "", slices.Contains(p.draft.WaysBack.Approve, r)))
	}
	return p.backBoxes(v, "approve", boxes...)
}

// questions are for the support desk's check of a caller. They come with what
// they cost.
func (p *policy) questions(v part.View) app.UI {
	w := p.draft.WaysBack
	return part.Group(p.radios(v, back+"questions", string(w.Questions), []string{"off", "offered", "required"}),
		part.If(w.Questions != domain.QuestionsOff, func() app.UI {
			return part.Group(v.Callout("warn", v.T("policy."+back+"questions.warning")),
				p.backNumber(v, "question_count", w.QuestionCount, 2, 6),
				v.Area(part.Field{Name: back + "question_list", Label: v.T("policy." + back + "question_list"), Hint: v.T("policy." + back + "question_list.hint"),
					Value: strings.Join(w.QuestionList, "\n"), Optional: true}, 6))
		}))
}

// noCode is what the link to the recovery codes says, by language.
func (p *policy) noCode(v part.View) app.UI {
	body := []app.UI{part.Line(v.T("policy." + back + "no_code.hint")), v.FieldError(back + "no_code")}
	for _, lang := range domain.Languages {
		body = append(body, v.Field(part.Field{Name: back + "no_code-" + lang, Label: v.T("policy."+back+"no_code.in", "language", v.T("language."+lang)),
			Value: p.draft.WaysBack.NoCode[lang], Lang: lang, MaxLength: 40, Optional: true}))
	}
	return part.Group(body...)
}

func stringsOf[T ~string](list []T) (out []string) {
	for _, x := range list {
		out = append(out, string(x))
	}
	return out
}
