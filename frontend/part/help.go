package part

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// helpBlock is the last thing of every card: where to go, whom to ask, the
// request's reference, and that nobody asks for codes.
func (v View) helpBlock(noLink bool) app.UI {
	var link app.UI
	if !noLink && v.Page.Org.Base != "" {
		link = v.helpLink()
	}
	return el("section", attrs{"class": "c-help", "aria-labelledby": "needhelp"},
		el("h2", attrs{"id": "needhelp"}, Text(v.T("needhelp"))),
		link, v.contact(),
		para("", v.T("needhelp.never")),
		v.reference())
}

func (v View) helpLink() app.UI {
	if v.Page.Me != nil {
		return el("p", nil, v.Link(v.T("needhelp.help"), v.Path("/help")))
	}
	return el("p", nil, v.Link(v.T("needhelp.signin"), v.Path("/help/sign-in")))
}

// Contact is how to reach the organization's helpers, nil when it says
// nothing.
func (v View) Contact() app.UI { return v.contact() }

func (v View) contact() app.UI {
	c := v.Page.Org.Contact
	var lines []app.UI
	if c.Name != "" {
		lines = append(lines, el("li", nil, el("bdi", nil, Text(c.Name))))
	}
	if c.Email != "" {
		lines = append(lines, el("li", nil, el("a", attrs{"href": "mailto:" + c.Email, "class": "c-link", "dir": "ltr"}, Text(c.Email))))
	}
	if c.Phone != "" {
		lines = append(lines, el("li", nil, el("bdi", attrs{"dir": "ltr"}, Text(c.Phone))))
	}
	if c.Hours != "" {
		lines = append(lines, el("li", nil, Text(c.Hours)))
	}
	if len(lines) == 0 {
		return nil
	}
	return box("", v.Sentence("needhelp.contact", Name("org", v.Site())), el("ul", attrs{"class": "c-plain"}, lines...))
}

func (v View) reference() app.UI {
	if v.Page.RequestID == "" {
		return nil
	}
	return v.rich("p", "c-reference", "reference", []Arg{Ltr("id", v.Page.RequestID)})
}

func (v View) footer() app.UI {
	l := v.Page.Links
	var help app.UI
	if v.Page.Org.Base != "" {
		help = v.Link(v.T("footer.help"), v.Path("/help"))
	}
	links := []app.UI{help}
	for _, f := range []struct{ key, href string }{
		{"footer.privacy", l.Privacy}, {"footer.terms", l.Terms}, {"footer.status", l.Status},
	} {
		if f.href != "" {
			links = append(links, v.Away(v.T(f.key), f.href))
		}
	}
	links = append(links, el("span", nil, Text(v.T("footer.language"))))
	return el("footer", attrs{"class": "c-footer", "aria-label": v.T("footer")}, Links(links...))
}
