package part

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Link is a plain link: the browser follows it, with every key and button it
// knows.
func (v View) Link(label, href string) app.UI {
	return el("a", attrs{"href": href, "class": "c-link"}, Text(label))
}

// LinkButton is a link that looks like a button of a kind.
func (v View) LinkButton(kind, label, href string) app.UI {
	return el("a", attrs{"href": href, "class": kind}, Text(label))
}

// LinkMore is a LinkButton with words after its label that only screen readers
// need.
func (v View) LinkMore(kind, label, more, href string) app.UI {
	return el("a", attrs{"href": href, "class": kind}, el("span", nil, Text(label)), el("span", attrs{"class": "u-hidden"}, Text(more)))
}

// Away is a link to another site, which learns nothing of this one.
func (v View) Away(label, href string) app.UI {
	return el("a", attrs{"href": href, "class": "c-link", "rel": "noopener noreferrer"}, Text(label))
}

// Download is a link to an address that answers with an attachment, whose name
// wins over the attribute. The attribute keeps the page from being left.
func (v View) Download(kind, label, href string) app.UI {
	return el("a", attrs{"href": href, "class": kind, "download": true}, v.Icon("download"), el("span", nil, Text(label)))
}

// BackLink stands above a heading.
func (v View) BackLink(href string) app.UI {
	return el("a", attrs{"href": href, "class": "c-back"}, v.icon("arrow-back", "c-icon c-flip"), el("span", nil, Text(v.T("back"))))
}

// BackTo is a BackLink that names where it leads.
func (v View) BackTo(label, href string) app.UI {
	return el("a", attrs{"href": href, "class": "c-back"}, v.icon("arrow-back", "c-icon c-flip"), el("span", nil, Text(label)))
}

// Email is an address, read from left to right on every page.
func Email(address string) app.UI { return el("bdi", attrs{"dir": "ltr"}, Text(address)) }

// Links is a list of links below a form.
func Links(links ...app.UI) app.UI {
	var items []app.UI
	for _, l := range links {
		if l != nil {
			items = append(items, el("li", nil, l))
		}
	}
	if len(items) == 0 {
		return nil
	}
	return el("ul", attrs{"class": "c-links"}, items...)
}
