package page

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

// anything is the choice of a filter that doesn't narrow.
const anything = "any"

// filterField begins the names of the fields of filters: "status" alone is the
// id of the live region.
const filterField = "by_"

// choices of the filters, as the API names them.
var filterChoices = []struct {
	name   string
	values []string
}{
	{"two_step", []string{"on", "not_set_up", "locked"}},
	{"method", []string{"passkey", "app", "text", "email"}},
	{"role", []string{"owner", "admin", "helpdesk", "auditor", "user"}},
	{"status", []string{"active", "invited", "suspended"}},
	{"last_sign_in", []string{"never", "30", "90"}},
}

// choiceWord is a choice of a filter in words; methods have theirs everywhere.
func choiceWord(v part.View, filter, value string) string {
	if filter == "method" {
		return v.T("methods." + value)
	}
	return v.T("filter." + filter + "." + value)
}

func (p *people) fields(v part.View) app.UI {
	fields := []app.UI{v.Field(part.Field{Name: "q", Label: v.T("people.search"), Value: p.query.Q, Type: "search", Optional: true})}
	for _, f := range filterChoices {
		chosen := *p.filters()[f.name]
		options := []part.Option{{Value: anything, Label: v.T("filter.any")}}
		for _, value := range f.values {
			options = append(options, part.Option{Value: value, Label: choiceWord(v, f.name, value)})
		}
		fields = append(fields, v.Select(part.Field{Name: filterField + f.name, Label: v.T("filter." + f.name), Value: or(chosen, anything)}, options))
	}
	fields = append(fields, v.Check("few_codes", v.T("filter.few_codes"), "", p.query.FewCodes), part.Narrow(p.order(v)))
	return part.Filters(fields...)
}

// chips are the filters that are on, each with a button that takes it off.
func (p *people) chips(v part.View) app.UI {
	var chips []app.UI
	if p.query.Q != "" {
		chips = append(chips, v.Chip("chip-q", v.T("people.search")+": "+p.query.Q, func() { p.clear("q") }))
	}
	for _, f := range filterChoices {
		if value := *p.filters()[f.name]; value != "" {
			words := v.T("filter."+f.name) + ": " + choiceWord(v, f.name, value)
			chips = append(chips, v.Chip("chip-"+f.name, words, func() { p.clear(f.name) }))
		}
	}
	if p.query.FewCodes {
		chips = append(chips, v.Chip("chip-few_codes", v.T("filter.few_codes"), func() { p.clear("few_codes") }))
	}
	if len(chips) > 1 {
		chips = append(chips, v.Act(part.Act{Key: "clear-all", Kind: part.LinkLike, Label: v.T("filters.clear"), Press: p.clearAll}))
	}
	if len(chips) == 0 {
		return part.Group()
	}
	return part.Tags(chips...)
}

func (p *people) clearAll() {
	p.clear("q", "two_step", "method", "role", "status", "last_sign_in", "few_codes")
}

func (p *people) row(v part.View, r wire.PersonRow) []app.UI {
	href := v.Path("/admin/people/" + r.ID)
	signedIn := app.UI(part.Plainly(v.T("never")))
	if !r.LastSignInAt.IsZero() {
		signedIn = v.StampShort(r.LastSignInAt)
	}
	return []app.UI{
		p.resets.choice(v, r, v.Person(r.Name, r.Email, href)), p.twoStep(v, r), part.Plainly(methodWords(v, r.Methods)),
		part.Plainly(v.T("role." + string(r.Role))), signedIn,
		part.Inline(v.LinkMore(part.LinkLike, v.T("edit"), or(r.Name, r.Email), href), p.rowMenu(v, r)),
	}
}

// twoStep is the state of a row; one's own row offers to turn it on (O2).
func (p *people) twoStep(v part.View, r wire.PersonRow) app.UI {
	tags := twoStepTags(v, r)
	switch r.Status {
	case domain.UserInvited:
		return statusTag(v, r)
	case domain.UserSuspended:
		tags = append([]app.UI{statusTag(v, r)}, tags...)
	}
	if r.Me && r.TwoStep != domain.TwoStepOn {
		tags = append(tags, v.Act(part.Act{Key: "turn-on", Label: v.T("turn.on"), Press: func() { p.d.ask(p.d.turnOn) }}))
	}
	return part.Tags(tags...)
}

// turnOn is the pop-up before one's own set-up.
func (d *desk) turnOn(v part.View) part.Dialog {
	return part.Dialog{ID: "turn-on-dialog", Title: v.T("turnon.title"), Close: d.shut,
		Body: []app.UI{part.Line(v.T("turnon.text")), part.Line(v.T("turnon.need"))},
		Actions: []app.UI{v.Act(part.Act{Key: "turn-on-go", Kind: part.Primary, Label: v.T("turn.on"), Press: func() {
			d.leave(v.Path("/setup"))
		}})}}
}

// twoStepTags are the states that a person has.
func twoStepTags(v part.View, r wire.PersonRow) []app.UI {
	tag := v.Tag("warn", "shield-alert", v.T("state.notsetup"))
	switch {
	case r.TwoStep == domain.TwoStepOn:
		tag = v.Tag("ok", "shield-check", v.T("state.on"))
	case r.TwoStep == domain.TwoStepReset:
		tag = v.Tag("warn", "clock", v.T("state.must"))
	case r.TwoStep == domain.TwoStepOff:
		tag = v.Tag("gray", "shield-off", v.T("state.off"))
	}
	tags := []app.UI{tag}
	if r.SharedLogin {
		tags = append(tags, v.Tag("warn", "users", v.T("shared.tag")))
	}
	if r.LockedUntil.After(v.Page.Now) {
		tags = append(tags, v.Tag("danger", "lock", v.T("state.locked", "time", v.Time(r.LockedUntil))))
	}
	return tags
}

func statusTag(v part.View, w wire.PersonRow) app.UI {
	if w.Frozen {
		return v.Tag("danger", "lock", v.T("frozen.status"))
	}
	switch w.Status {
	case domain.UserInvited:
		return v.Tag("info", "mail", v.T("filter.status.invited"))
	case domain.UserSuspended:
		return v.Tag("gray", "ban", v.T("filter.status.suspended"))
	}
	return v.Tag("gray", "user", v.T("filter.status.active"))
}

func methodWords(v part.View, methods []domain.Method) string {
	var words []string
	for _, m := range methods {
		words = append(words, v.T("methods."+string(m)))
	}
	if len(words) == 0 {
		return "–"
	}
	return strings.Join(words, ", ")
}
