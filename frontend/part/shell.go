package part

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
)

// Account draws a page of the Account layout and gives its document title:
// top bar, list of sections, one column.
func (v View) Account(title string, body ...app.UI) (app.UI, string) {
	return v.as(wire.LayoutAccount).Shell(Shell{Title: title, Body: body}), v.DocumentTitle(title)
}

// Admin draws a page of the Admin layout and gives its document title: top
// bar, side navigation, wide content.
func (v View) Admin(title string, body ...app.UI) (app.UI, string) {
	return v.as(wire.LayoutAdmin).Shell(Shell{Title: title, Body: body}), v.DocumentTitle(title)
}

func (v View) as(layout wire.Layout) View {
	p := *v.Page
	p.Layout = layout
	v.Page = &p
	return v
}

// Shell is a page of the Account or the Admin layout.
type Shell struct {
	Title string
	Back  app.UI   // the link above the heading
	Head  []app.UI // beside the heading
	// Sections are the parts of the page, listed under its own entry of the
	// navigation: fragment and label.
	Sections []Option
	Above    app.UI // under the top bar
	Body     []app.UI
	Over     []app.UI // above the page: dialogs and toasts
	Asked    bool     // somebody has to sign in again before the page may be used
	Click    app.EventHandler
}

// Shell draws the page around its body.
func (v View) Shell(s Shell) app.UI {
	main := append([]app.UI{
		box("c-slot", s.Back),
		box("c-head", append([]app.UI{el("h1", attrs{"id": "title", "tabindex": "-1", "autofocus": app.IsServer}, el("bdi", nil, Text(s.Title)))}, s.Head...)...),
		box("c-slot", v.Summary(""), v.Notice()), v.needsScript(),
	}, s.Body...)
	class := "c-page c-page-" + string(v.Page.Layout)
	if s.Asked {
		class += " c-asked"
	}
	page := el("div", attrs{"class": class, "id": "page-root"},
		v.skip(), v.sandbox(), v.topBar(v.navMenu(s.Sections)), box("c-slot", v.Banner(), s.Above),
		el("div", attrs{"class": "c-columns", "inert": s.Asked},
			el("nav", attrs{"class": "c-side", "aria-label": v.T("nav")}, v.navList(s.Sections), v.sideHelp()),
			el("main", attrs{"id": "main", "class": "c-content"}, main...)),
		v.footer(), box("c-over", s.Over...))
	return page.On("click", s.Click, app.EventScope(v.Turn))
}

// needsScript is shown by the style sheet where scripts are off, or where
// loading WebAssembly failed, with what can still be done.
func (v View) needsScript() app.UI {
	still := func() app.UI {
		return box("c-links", v.Link(v.T("fallback.setup"), v.Path("/setup")), v.helpLink(),
			v.InlineForm(v.Path("/sign-out"), v.Submit(LinkLike, v.T("menu.signout"))))
	}
	return box("c-fallbacks",
		el("noscript", nil, v.CalloutWith("info", para("", v.T("noscript")), still())),
		box("c-fallback", v.CalloutWith("info", para("", v.T("fallback")), still())))
}

// navMenu is the side navigation as a disclosure, for narrow windows.
func (v View) navMenu(sections []Option) app.UI {
	return el("details", attrs{"class": "c-menu c-nav-menu"},
		el("summary", attrs{"class": "c-menu-button"}, v.Icon("menu"), el("span", nil, Text(v.T("nav.menu")))),
		el("nav", attrs{"class": "c-menu-list", "aria-label": v.T("nav.menu")}, v.navList(sections)))
}

func (v View) navList(sections []Option) app.UI {
	var items []app.UI
	for _, n := range v.Page.Nav {
		as := attrs{"href": n.Href, "class": "c-nav-link"}
		if n.Current {
			as["aria-current"] = "page"
		}
		var under app.UI
		if n.Current && len(sections) > 0 {
			under = v.sections(sections)
		}
		words := v.T("nav." + n.Name)
		if n.Waiting > 0 {
			words = v.N("nav.waiting", int(n.Waiting), "place", words)
		}
		items = append(items, el("li", nil, el("a", as, Text(words)), under))
	}
	return el("ul", attrs{"class": "c-nav"}, items...)
}

func (v View) sections(list []Option) app.UI {
	var items []app.UI
	for _, s := range list {
		items = append(items, el("li", nil, el("a", attrs{"href": s.Value, "class": "c-nav-link"}, Text(s.Label))))
	}
	return el("ul", attrs{"class": "c-nav-under"}, items...)
}

func (v View) sideHelp() app.UI {
	return el("section", attrs{"class": "c-help", "aria-labelledby": "needhelp"},
		el("h2", attrs{"id": "needhelp"}, Text(v.T("needhelp"))),
		v.helpLink(), v.contact(), para("", v.T("needhelp.never")), v.reference())
}
