package part

import (
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// RecoveryCodes is a block of the codes, and the buttons Download
// (an address that answers with the file), Print and Copy. Printing shows
// nothing else of the page.
func (v View) RecoveryCodes(codes []string, account string, made time.Time, download string) app.UI {
	var items []app.UI
	for _, c := range codes {
		items = append(items, el("li", nil,
			el("code", attrs{"dir": "ltr", "aria-hidden": "true"}, Text(c)),
			el("span", attrs{"class": "u-hidden"}, Text(spell(c)))))
	}
	return box("c-recovery",
		box("c-paper",
			el("p", attrs{"class": "c-paper-title"}, Text(v.T("codes.paper", "org", v.Site()))),
			el("p", nil, Text(v.T("codes.paper.account", "account", mask(account)))),
			el("p", nil, Text(v.T("codes.paper.made", "date", v.Day(made))))),
		el("ol", attrs{"class": "c-codes", "id": "codes", "aria-label": v.T("codes.list")}, items...),
		box("c-paper", el("p", nil, Text(v.T("codes.paper.keep")))),
		Actions(
			v.Download(Secondary, v.T("codes.download"), download),
			v.Button(Secondary, v.T("codes.print"), func(app.Context, app.Event) { app.Window().Call("print") }),
			v.Copy(strings.Join(codes, "\n"), "codes")))
}

// AccessCode is a code to read to somebody, large, with a button that copies
// it.
func (v View) AccessCode(digits string) app.UI {
	return box("c-secret",
		el("p", nil, el("code", attrs{"class": "c-key c-digits", "id": "access-code", "dir": "ltr", "aria-hidden": "true"}, Text(digits[:4]+" "+digits[4:])),
			el("span", attrs{"class": "u-hidden"}, Text(spell(digits)))),
		v.Copy(digits, "access-code"))
}

// spell writes a code letter by letter, for screen readers.
func spell(code string) string {
	var groups []string
	for _, g := range strings.Split(code, "-") {
		groups = append(groups, strings.Join(strings.Split(g, ""), " "))
	}
	return strings.Join(groups, ", ")
}

// mask hides all of an address but its first letter and its host.
func mask(email string) string {
	name, host, found := strings.Cut(email, "@")
	if !found || name == "" {
		return "•••"
	}
	first := []rune(name)[0]
	return string(first) + "•••@" + host
}
