package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

// ask opens a danger dialog: the title names the person, lines say what it
// will do.
func (a *acts) ask(key, verb string, lines []string, press func()) {
	a.d.ask(func(v part.View) part.Dialog {
		var told []string
		for _, l := range lines {
			told = append(told, v.T(l))
		}
		return part.Dialog{ID: key + "-dialog", Title: v.T(verb+".title", "name", a.name()), Danger: true, Close: a.d.shut,
			Body:    []app.UI{part.Consequences(told...)},
			Actions: []app.UI{a.d.act(v, part.Act{Key: key + "-go", Kind: part.Danger, Label: v.T(verb), Press: press})}}
	})
}

// whyRole is the reason against another role.
func (a *acts) whyRole(v part.View) string {
	m := a.row().May
	switch {
	case len(m.Roles) > 0:
		return ""
	case m.Manage != "":
		return why(v, m.Manage)
	}
	return v.T("error.forbidden")
}

func (a *acts) askRole() {
	a.role = a.row().Role
	a.d.ask(func(v part.View) part.Dialog {
		w := a.row()
		var roles []part.Radio
		for _, r := range w.May.Roles {
			roles = append(roles, part.Radio{Value: string(r), Label: v.T("role." + string(r)), Note: v.T("role.note." + string(r))})
		}
		save := func() {
			a.do(call{to: a.to.role, in: wire.RoleRequest{Role: a.role}, key: "role-go"}, "person.role.changed")
		}
		return part.Dialog{ID: "role-dialog", Title: v.T("person.role.title", "name", a.name()), Close: a.d.shut, Submit: save,
			Set:     func(_, value string) { a.role = domain.Role(value) },
			Body:    []app.UI{v.RadioCards("role", v.T("people.role"), string(w.Role), roles), part.Line(v.T("person.role.text"))},
			Actions: []app.UI{v.Send(part.Primary, "role-go", v.T("person.role"), a.d.busy["role-go"])}}
	})
}

// myRole is the role of the person who looks.
func (d *desk) myRole() domain.Role {
	if d.page.Me != nil {
		return domain.Role(d.page.Me.Role)
	}
	return domain.Role(d.session.Person.Role)
}
