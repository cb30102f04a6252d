package part

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
)

// Card is a page of the Card layout.
type Card struct {
	Title string // key of the h1 and of the document's title
	Args  []Arg
	Words string // a title that isn't in the catalog as such, instead of Title
	Step  wire.Step
	Back  string // address of the link above the heading
	Wide  bool   // for lists and the wizard's QR page
	Lean  bool   // a single-field page: the field takes the focus, not the h1
	// Problem is the key of the error summary's title where a single field in
	// error asks for one too. Fields is the order of the fields.
	Problem string
	Fields  []string
	// NoHelp leaves out "Can't sign in?" where the page itself is the answer.
	NoHelp bool
	Body   []app.UI
}

// DocumentTitle is "Page – Organization", with "Error: " before it on a page
// that answers a form with errors.
func (v View) DocumentTitle(words string) string {
	title := v.T("title", "page", words, "org", v.Site())
	if v.Failed() {
		return v.T("title.error", "title", title)
	}
	return title
}

// Card draws the page and gives its document title.
func (v View) Card(c Card) (app.UI, string) {
	class := "c-card"
	if c.Wide {
		class = "c-card c-card-wide"
	}
	var back app.UI
	if c.Back != "" {
		back = v.BackLink(c.Back)
	}
	main := append([]app.UI{back, v.Stepper(c.Step.At, c.Step.Of), v.heading(c), v.summary(c.Problem, v.refused(c), c.Fields), v.Notice()}, c.Body...)
	main = append(main, v.helpBlock(c.NoHelp))
	words := or(c.Words, v.plain(c.Title, c.Args))
	return el("div", attrs{"class": "c-page c-page-card", "id": "page-root"},
		v.skip(), v.sandbox(), v.cardBrand(), v.line(),
		el("main", attrs{"id": "main", "class": class}, main...),
		v.footer()), v.DocumentTitle(words)
}

// refused is true where the summary takes the focus: it says several things, or
// one that isn't a field's on a page without a field to take it.
func (v View) refused(c Card) bool {
	n := len(v.Page.Summary)
	return n > 1 || n == 1 && !c.Lean && len(v.Page.Errors) == 0
}

func (v View) heading(c Card) app.UI {
	focus := !c.Lean && !v.Failed()
	if c.Words != "" {
		return el("h1", attrs{"tabindex": "-1", "id": "title", "autofocus": focus}, Text(c.Words))
	}
	marks := `id="title" tabindex="-1"`
	if focus {
		marks += " autofocus"
	}
	return v.rich("h1", marks, c.Title, c.Args)
}

func (v View) cardBrand() app.UI {
	return el("header", attrs{"class": "c-brand"},
		el("a", attrs{"href": v.Home(), "class": "c-brand-link"}, v.icon("mark", "c-mark"), el("bdi", nil, Text(v.Site()))))
}

// line says that the connection is down, and that it is back: the script that
// loads the page watches it and shows one of the two, so that it is told
// without WebAssembly as well.
func (v View) line() app.UI {
	return box("c-lines", v.strip("off", "warn", "offline"), v.strip("back", "ok", "offline.back"),
		el("p", attrs{"id": "line-why", "hidden": true}, Text(v.T("offline.button"))))
}

func (v View) strip(state, kind, key string) app.UI {
	return el("section", attrs{"class": "c-banner c-line c-" + kind, "data-when": state, "aria-label": v.T("toast")}, v.Icon(kindIcon(kind)), para("", v.T(key)))
}

func (v View) skip() app.UI {
	return el("a", attrs{"href": "#main", "class": "c-skip"}, Text(v.T("skip")))
}

func (v View) sandbox() app.UI {
	if !v.Page.Sandbox {
		return nil
	}
	return el("aside", attrs{"class": "c-sandbox", "aria-label": v.T("sandbox.name")}, el("p", nil, Text(v.T("sandbox"))))
}
