package part

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Account draws a page of the Account layout and gives its document title:
// top bar, list of sections, one column.
func (v View) Account(title string, body ...app.UI) (app.UI, string) {
	return v.shell("c-page c-page-account", title, body), v.DocumentTitle(title)
}

// Admin draws a page of the Admin layout and gives its document title: top
// bar, side navigation, wide content.
func (v View) Admin(title string, body ...app.UI) (app.UI, string) {
	return v.shell("c-page c-page-admin", title, body), v.DocumentTitle(title)
}

func (v View) shell(class, title string, body []app.UI) app.UI {
	main := append([]app.UI{
		el("h1", attrs{"id": "title", "tabindex": "-1"}, Text(title)),
		v.Summary(""), v.Notice(), v.needsScript(),
	}, body...)
	return el("div", attrs{"class": class, "id": "page-root"},
		v.skip(), v.sandbox(), v.topBar(v.navMenu()), v.Banner(),
		box("c-columns",
			el("nav", attrs{"class": "c-side", "aria-label": v.T("nav")}, v.navList(), v.sideHelp()),
			el("main", attrs{"id": "main", "class": "c-content"}, main...)),
		v.footer())
}

// needsScript is shown by the style sheet where scripts are off, or where
// loading WebAssembly failed.
func (v View) needsScript() app.UI {
	return box("c-fallbacks",
		el("noscript", nil, el("p", attrs{"class": "c-callout c-info"}, Text(v.T("noscript")))),
		el("p", attrs{"class": "c-callout c-info c-fallback"}, Text(v.T("fallback"))))
}

// navMenu is the side navigation as a disclosure, for narrow windows.
func (v View) navMenu() app.UI {
	return el("details", attrs{"class": "c-menu c-nav-menu"},
		el("summary", attrs{"class": "c-menu-button"}, v.Icon("menu"), el("span", nil, Text(v.T("nav.menu")))),
		el("nav", attrs{"class": "c-menu-list", "aria-label": v.T("nav.menu")}, v.navList()))
}

func (v View) navList() app.UI {
	var items []app.UI
	for _, n := range v.Page.Nav {
		as := attrs{"href": n.Href, "class": "c-nav-link"}
		if n.Current {
			as["aria-current"] = "page"
		}
		items = append(items, el("li", nil, el("a", as, Text(v.T("nav."+n.Name)))))
	}
	return el("ul", attrs{"class": "c-nav"}, items...)
}

func (v View) sideHelp() app.UI {
	return el("section", attrs{"class": "c-help", "aria-labelledby": "needhelp"},
		el("h2", attrs{"id": "needhelp"}, Text(v.T("needhelp"))),
		v.helpLink(), v.contact(), para("", v.T("needhelp.never")), v.reference())
}
