package part

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
)

// topBar is the first line of the Account and Admin layouts.
func (v View) topBar(menu app.UI) app.UI {
	return el("header", attrs{"class": "c-topbar"},
		menu,
		el("a", attrs{"href": v.Home(), "class": "c-brand-link"}, v.icon("mark", "c-mark"), el("bdi", nil, Text(v.Site()))),
		v.accountMenu())
}

// ChecklistAsked is the query of Home's address that shows the set-up checklist
// where it was put away.
const ChecklistAsked = "checklist"

// accountMenu is a native disclosure, so that Sign out works without a script.
func (v View) accountMenu() app.UI {
	me := v.Page.Me
	if me == nil {
		return nil
	}
	items := []app.UI{
		el("li", attrs{"class": "c-menu-me"}, el("bdi", attrs{"class": "c-strong"}, Text(me.Name)), el("bdi", attrs{"dir": "ltr", "class": "c-muted"}, Text(me.Email))),
		el("li", nil, v.Link(v.T("menu.security"), v.Path("/me/security"))),
	}
	if start := wire.AdminStart(me); me.Admin {
		items = append(items, el("li", nil, v.Link(v.T("menu.admin"), v.Path(start))))
		if start == "/admin" {
			items = append(items, el("li", nil, v.Link(v.T("menu.checklist"), v.Path(start+"?"+ChecklistAsked+"=1"))))
		}
	}
	items = append(items,
		el("li", nil, v.Link(v.T("menu.switch"), v.Path("/sign-in/organization"))),
		el("li", nil, v.appearance()),
		el("li", nil, v.InlineForm(v.Path("/sign-out"), v.Submit(LinkLike, v.T("menu.signout")))))
	return el("details", attrs{"class": "c-menu"},
		el("summary", attrs{"class": "c-menu-button"}, v.Icon("user"), el("span", nil, Text(v.T("menu.account")))),
		el("ul", attrs{"class": "c-menu-list"}, items...))
}

// appearance posts a choice to /appearance, which sets the cookie and returns.
// Whether codes wait is asked only where the policy leaves it open.
func (v View) appearance() app.UI {
	body := v.pick("appearance", or(v.Page.Appearance, "system"), "system", "light", "dark")
	if v.Page.CodesWait != wire.CodesWaitForOrg {
		chosen := "at_once"
		if v.Page.CodesWait == wire.CodesWaitForPerson {
			chosen = "wait"
		}
		body = append(body, v.pick("codes", chosen, "at_once", "wait")...)
	}
	return v.InlineForm(v.Path("/appearance"), body...)
}

// pick is a button for each value that name can have; the chosen one is pressed.
func (v View) pick(name, chosen string, values ...string) []app.UI {
	out := []app.UI{el("span", attrs{"class": "c-muted", "id": "menu-" + name}, Text(v.T("menu."+name)))}
	for _, value := range values {
		pressed := "false"
		if value == chosen {
			pressed = "true"
		}
		out = append(out, el("button", attrs{"type": "submit", "class": LinkLike, "name": name, "value": value, "aria-pressed": pressed, "aria-describedby": "menu-" + name},
			Text(v.T("menu."+name+"."+value))))
	}
	return out
}
