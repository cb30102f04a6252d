package page

import (
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/domain"
	"twofold/frontend/part"
)

const appsMost = 12

// apps edits the ordered list of authenticator apps; the first is the
// recommended one.
func (p *policy) apps(v part.View) app.UI {
	var items []app.UI
	for i, a := range p.draft.Apps {
		items = append(items, p.app(v, i, a))
	}
	whyAdd := ""
	if len(p.draft.Apps) >= appsMost {
		whyAdd = v.T("policy.apps.most", "n", itoa(appsMost))
	}
	form := v.Live(part.Live{Key: "apps-form", Set: p.setApp}, part.Fresh(strconv.Itoa(p.round), part.Steps(items...)))
	return part.Anchor("apps", v.T("policy.apps"), part.Line(v.T("policy.apps.hint")), v.FieldError("apps"), form,
		part.Actions(v.Act(part.Act{Key: "app-add", Icon: "plus", Label: v.T("policy.apps.add"), Why: whyAdd, Press: func() {
			p.draft.Apps = append(slices.Clone(p.draft.Apps), domain.App{})
			p.rearranged("app-name-" + itoa(len(p.draft.Apps)-1))
		}})))
}

func (p *policy) app(v part.View, i int, a domain.App) app.UI {
	n := itoa(i)
	name := or(a.Name, v.T("policy.apps.new"))
	var acts []app.UI
	if i > 0 {
		acts = append(acts, v.Small(part.Act{Key: "app-up-" + n, Label: v.T("policy.apps.up"), More: name, Press: func() { p.move(i, i-1, "up", "down") }}))
	}
	if i < len(p.draft.Apps)-1 {
		acts = append(acts, v.Small(part.Act{Key: "app-down-" + n, Label: v.T("policy.apps.down"), More: name, Press: func() { p.move(i, i+1, "down", "up") }}))
	}
	if len(p.draft.Apps) > 1 {
		acts = append(acts, v.Small(part.Act{Key: "app-remove-" + n, Label: v.T("remove"), More: name, Press: func() {
			p.draft.Apps = slices.Delete(slices.Clone(p.draft.Apps), i, i+1)
			p.rearranged("apps-title")
		}}))
	}
	return part.Group(
		part.Fold(name,
			v.Field(part.Field{Name: "app-name-" + n, Label: v.T("policy.apps.name"), Value: a.Name}),
			v.Field(part.Field{Name: "app-note-" + n, Label: v.T("policy.apps.note"), Value: a.Note, Optional: true}),
			v.Field(part.Field{Name: "app-android-" + n, Label: v.T("policy.apps.android"), Hint: v.T("policy.apps.link"), Value: a.Android, Type: "url", Ltr: true, Optional: true}),
			v.Field(part.Field{Name: "app-apple-" + n, Label: v.T("policy.apps.apple"), Hint: v.T("policy.apps.link"), Value: a.Apple, Type: "url", Ltr: true, Optional: true}),
			v.Field(part.Field{Name: "app-help-" + n, Label: v.T("policy.apps.help"), Hint: v.T("policy.apps.help.hint"), Value: a.Help, Type: "url", Ltr: true, Optional: true})),
		part.Actions(acts...))
}

// move leaves the focus on the button that was pressed, or at the end of the
// list on its opposite.
func (p *policy) move(from, to int, way, back string) {
	apps := slices.Clone(p.draft.Apps)
	apps[from], apps[to] = apps[to], apps[from]
	p.draft.Apps = apps
	part.Say(p.d.view().T("policy.apps.moved", "name", apps[to].Name, "place", itoa(to+1)))
	if to == 0 || to == len(apps)-1 {
		way = back
	}
	p.rearranged("app-" + way + "-" + itoa(to))
}

// rearranged draws the list anew and leaves the focus where the hand was.
func (p *policy) rearranged(focus string) {
	p.round++
	p.touched()
	p.d.next(func() { part.Focus(focus) })
}

func (p *policy) setApp(name, value string) {
	rest, found := strings.CutPrefix(name, "app-")
	field, index, _ := strings.Cut(rest, "-")
	i, err := strconv.Atoi(index)
	if !found || err != nil || i >= len(p.draft.Apps) {
		return
	}
	apps := slices.Clone(p.draft.Apps)
	switch field {
	case "name":
		apps[i].Name = value
	case "note":
		apps[i].Note = value
	case "android":
		apps[i].Android = value
	case "apple":
		apps[i].Apple = value
	case "help":
		apps[i].Help = value
	}
	p.draft.Apps = apps
	delete(p.errors, "apps")
	p.touched()
}
