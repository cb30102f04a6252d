package part

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Number is a field for a whole number between least and most.
func (v View) Number(f Field, least, most int) app.UI {
	f.Type, f.Mode, f.Ltr = "number", "numeric", true
	as := v.inputAttrs(f, "c-input c-number")
	as["min"], as["max"], as["step"] = itoa(least), itoa(most), "1"
	return box("c-field", v.label(f), v.hint(f), v.fieldError(f.Name), void("input", as))
}

// FieldError is the error of a field that is not one input.
func (v View) FieldError(name string) app.UI {
	return v.fieldError(name)
}

// Small is an Act in the size of words.
func (v View) Small(a Act) app.UI {
	a.Kind = LinkLike
	return v.Act(a)
}

// If is what draw gives if shown, and an empty place otherwise, so that what
// follows keeps its own.
func If(shown bool, draw func() app.UI) app.UI {
	if !shown {
		return Group()
	}
	return Group(draw())
}

// Aside is a main part with a second one beside it where there is room.
func Aside(main, aside app.UI) app.UI {
	return box("c-aside", box("c-group", main), el("aside", attrs{"class": "c-group"}, aside))
}
