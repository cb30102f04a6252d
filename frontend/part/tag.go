package part

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Tag is a state as icon, word and tint. Kind is ok, info, warn, danger or
// gray.
func (v View) Tag(kind, icon, word string) app.UI {
	return el("span", attrs{"class": "c-tag c-" + kind}, v.Icon(icon), el("span", nil, Text(word)))
}

// Empty is what stands where a list has nothing to show.
func (v View) Empty(words string, action app.UI) app.UI {
	return box("c-empty", para("", words), action)
}

// Skeleton is the shape of n rows that are on their way.
func (v View) Skeleton(n int) app.UI {
	body := []app.UI{el("span", attrs{"class": "u-hidden"}, Text(v.T("loading")))}
	for range n {
		body = append(body, el("span", attrs{"class": "c-bone"}))
	}
	return el("div", attrs{"class": "c-skeleton", "aria-busy": "true"}, body...)
}
