package part

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// attrs are the attributes of one element by name. Strings keep their value
// exactly; true writes a bare attribute; false, nil and "" leave it out.
type attrs map[string]any

// el is an element with children.
func el(tag string, as attrs, body ...app.UI) app.HTMLElem {
	e := app.Elem(tag)
	for name, value := range as {
		if v := Attr(value); v != nil {
			e.Attr(name, v)
		}
	}
	return e.Body(body...)
}

// void is an element that can't have children.
func void(tag string, as attrs) app.HTMLElemSelfClosing {
	e := app.ElemSelfClosing(tag)
	for name, value := range as {
		if v := Attr(value); v != nil {
			e.Attr(name, v)
		}
	}
	return e
}

// box is a div with a class.
func box(class string, body ...app.UI) app.UI {
	return el("div", attrs{"class": class}, body...)
}

// Aimed is body in a box of that id, which the focus can be given to.
func Aimed(id string, body app.UI) app.UI {
	return el("div", attrs{"id": id, "tabindex": "-1"}, body)
}

// para is a paragraph of plain text.
func para(class, s string) app.UI {
	return el("p", attrs{"class": class}, Text(s))
}

// Attr prepares the value of an attribute for go-app. On the server, where
// app.HTMLString quotes attributes like a Go string and drops the word "true",
// it writes the characters this breaks as numeric references; in the browser,
// where attributes are set on the element, strings pass unchanged. Values that
// leave the attribute out give nil.
func Attr(value any) any {
	switch v := value.(type) {
	case nil:
		return nil
	case bool:
		if !v {
			return nil
		}
		return v
	case string:
		if v == "" {
			return nil
		}
		if app.IsServer {
			return reference(Clean(v))
		}
		return v
	default:
		return v
	}
}

// Text is a text node.
func Text(s string) app.UI { return app.Text(Clean(s)) }

// Clean replaces what HTML can't hold (NUL, the C1 controls, broken UTF-8) by
// U+FFFD, and carriage returns by line feeds as a parser does.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r == 0, r >= 0x7f && r < 0xa0:
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// reference writes as numeric references all that strconv.Quote would change,
// all that HTML would read as markup, outer spaces, and the word true.
func reference(s string) string {
	if s == "true" {
		return "&#116;rue"
	}
	var b strings.Builder
	for i, r := range s {
		outer := r == ' ' && (i == 0 || i == len(s)-1)
		if outer || strings.ContainsRune("&<>'\"\\", r) || !strconv.IsPrint(r) {
			b.WriteString("&#" + strconv.Itoa(int(r)) + ";")
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
