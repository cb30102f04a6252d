package part

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/frontend/text"
)

// Field is one labelled input of a form. Its id is its name; the error is the
// page's error of that name.
type Field struct {
	Name         string
	Label        string
	Hint         string
	Value        string
	Type         string // text when empty
	Autocomplete string // off when empty
	Mode         string // inputmode
	Ltr          bool   // addresses, codes, keys
	Lang         string // of the value, where it is not the page's
	Focus        bool   // takes the focus when the page opens, unless another field is in error
	Optional     bool
	MaxLength    int
	Fixed        bool // shown, sent and not to be changed
}

// Field draws label, hint, error and input, in that order.
func (v View) Field(f Field) app.UI {
	return box("c-field", v.label(f), v.hint(f), v.fieldError(f.Name), void("input", v.inputAttrs(f, "c-input")))
}

func (v View) label(f Field) app.UI {
	return el("label", attrs{"for": f.Name, "class": "c-label"}, Text(f.Label))
}

func (v View) hint(f Field) app.UI {
	if f.Hint == "" {
		return nil
	}
	return el("p", attrs{"id": f.Name + "-hint", "class": "c-hint"}, Text(f.Hint))
}

// fieldError keeps its place where there is none: an error that came between
// the label and the input of a screen in the browser would make a new input of
// it, and take the focus away from who is typing.
func (v View) fieldError(name string) app.UI {
	m, broken := v.Page.Errors[name]
	if !broken {
		return box("c-slot")
	}
	return box("c-slot", el("p", attrs{"id": name + "-error", "class": "c-error"}, v.Icon("alert"), el("span", nil, Text(v.Problem(m)))))
}

func (v View) inputAttrs(f Field, class string) attrs {
	as := attrs{
		"class": class, "id": f.Name, "name": f.Name, "type": or(f.Type, "text"), "value": f.Value,
		"autocomplete": or(f.Autocomplete, "off"), "inputmode": f.Mode,
		"required": !f.Optional, "readonly": f.Fixed,
		"aria-describedby": v.describedBy(f), "autofocus": v.takesFocus(f),
	}
	if f.Ltr {
		as["dir"] = "ltr"
	}
	if f.Lang != "" {
		as["lang"], as["dir"] = f.Lang, text.Dir(f.Lang)
	}
	if f.MaxLength > 0 {
		as["maxlength"] = strconv.Itoa(f.MaxLength)
	}
	if v.Broken(f.Name) {
		as["aria-invalid"] = "true"
	}
	if f.Type != "" && f.Type != "text" || f.Ltr {
		as["autocapitalize"], as["autocorrect"], as["spellcheck"] = "off", "off", "false"
	}
	return as
}

func (v View) describedBy(f Field) string {
	hint, problem := "", ""
	if f.Hint != "" {
		hint = f.Name + "-hint"
	}
	if v.Broken(f.Name) {
		problem = f.Name + "-error"
	}
	if f.Focus && len(v.Page.Summary) > 0 {
		problem = join("summary", problem)
	}
	return join(hint, problem)
}

// takesFocus gives the focus to the field in error when there is one, to the
// error summary when there are more, and else to the field that asks for it.
func (v View) takesFocus(f Field) bool {
	if len(v.Page.Errors) == 0 {
		return f.Focus && (len(v.Page.Summary) == 0 || len(v.Page.Summary) == 1)
	}
	return len(v.Page.Errors) == 1 && v.Broken(f.Name)
}

func or(s, other string) string {
	if s != "" {
		return s
	}
	return other
}

func itoa(n int) string { return strconv.Itoa(n) }
