package part

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Stepper is "Step 2 of 4" over a bar of as many segments.
func (v View) Stepper(at, of int) app.UI {
	if of == 0 {
		return nil
	}
	var segments []app.UI
	for i := 1; i <= of; i++ {
		class := "c-segment"
		if i <= at {
			class = "c-segment c-segment-done"
		}
		segments = append(segments, el("span", attrs{"class": class}))
	}
	return box("c-stepper", para("c-muted", v.T("step", "at", itoa(at), "of", itoa(of))),
		el("div", attrs{"class": "c-segments", "aria-hidden": "true"}, segments...))
}
