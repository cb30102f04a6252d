package part

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/frontend/text"
)

// Notice is the page's own notice of something just done, as a box in the
// card.
func (v View) Notice() app.UI {
	words := v.NoticeText()
	if words == "" {
		return nil
	}
	return v.Callout("ok", words)
}

// NoticeText is the notice in words, empty without one.
func (v View) NoticeText() string {
	m := v.Page.Notice
	if m == nil || !text.Has(v.Page.Lang, "notice."+m.Code) {
		return ""
	}
	return text.T(v.Page.Lang, "notice."+m.Code, text.Args(m.Args).With("org", v.Site()))
}

// Callout is a box with an icon and words. Kind is ok, info, warn or danger.
func (v View) Callout(kind, words string) app.UI {
	return v.CalloutWith(kind, el("p", nil, Text(words)))
}

// CalloutWith is a Callout with a body of its own.
func (v View) CalloutWith(kind string, body ...app.UI) app.UI {
	return el("div", attrs{"class": "c-callout c-" + kind}, v.Icon(kindIcon(kind)), box("c-callout-text", body...))
}

func kindIcon(kind string) string {
	switch kind {
	case "ok":
		return "check"
	case "warn", "danger":
		return "alert"
	}
	return "info"
}

// Banner is the page's banner under the top bar.
func (v View) Banner() app.UI {
	b := v.Page.Banner
	if b == nil {
		return nil
	}
	args := text.Args(b.Args).With("org", v.Site())
	var link app.UI
	if b.Href != "" {
		link = v.Link(text.T(v.Page.Lang, "banner."+b.Code+".action", args), b.Href)
	}
	return el("section", attrs{"class": "c-banner c-" + b.Kind, "aria-label": v.T("toast")}, v.Icon(kindIcon(b.Kind)),
		el("p", nil, Text(text.T(v.Page.Lang, "banner."+b.Code, args))), link)
}

// Strip is a line across the page that comes and goes by itself, with what can
// be done about it.
func (v View) Strip(kind, words string, actions ...app.UI) app.UI {
	return el("section", attrs{"class": "c-banner c-" + kind, "aria-label": v.T("toast")}, append([]app.UI{v.Icon(kindIcon(kind)), el("p", nil, Text(words))}, actions...)...)
}

// Toast says that something worked which is not otherwise visible; or news,
// with buttons for what can be done about it.
func (v View) Toast(icon, words string, dismiss app.EventHandler, actions ...app.UI) app.UI {
	body := append([]app.UI{v.Icon(icon), el("p", nil, Text(words))}, actions...)
	return el("section", attrs{"class": "c-toast", "id": toastID, "aria-label": v.T("toast")}, append(body,
		el("button", attrs{"type": "button", "class": "c-btn-quiet", "aria-label": v.T("dismiss")}, v.Icon("x")).On("click", dismiss))...)
}

const toastID = "toast"

// ToastHeld tells whether somebody points at the toast, or has the focus in it.
func ToastHeld() bool {
	e := app.Window().GetElementByID(toastID)
	return e.Truthy() && e.Call("matches", ":hover, :focus-within").Bool()
}
