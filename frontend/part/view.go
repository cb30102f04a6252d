package part

import (
	"strconv"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/text"
)

// View is what parts know of the page they stand on.
type View struct {
	Page *wire.Page // never nil; not to be changed, other views share it
	// Turn counts how often a screen that lives in the browser was drawn. It is
	// part of the scope of every handler, because go-app takes two handlers of
	// the same code for the same one, whatever they hold.
	Turn int
	// Off says why nothing can be sent now, empty where it can.
	Off string
}

// Of is a view of p.
func Of(p wire.Page) View { return View{Page: &p} }

// Failing is the view of the same page with other errors: those of fields, and
// those of a form as a whole.
func (v View) Failing(fields wire.FieldError, whole ...wire.Message) View {
	p := *v.Page
	p.Errors, p.Summary = fields, whole
	v.Page = &p
	return v
}

// T is the text of key in the page's language; kv are placeholders and values
// by turns.
func (v View) T(key string, kv ...string) string {
	return text.T(v.Page.Lang, key, pairs(kv))
}

// N is T for a text that counts n.
func (v View) N(key string, n int, kv ...string) string {
	return text.N(v.Page.Lang, key, n, pairs(kv))
}

// Path is an address inside the page's organization.
func (v View) Path(path string) string { return v.Page.Org.Base + path }

// Site is the name of the organization, or of the service where there is none.
func (v View) Site() string {
	if v.Page.Org.Name != "" {
		return v.Page.Org.Name
	}
	return v.T("product")
}

// Home is where the name in the top bar leads.
func (v View) Home() string {
	switch {
	case v.Page.Org.Base == "":
		return "/"
	case v.Page.Layout == wire.LayoutAdmin:
		return v.Path(wire.AdminStart(v.Page.Me))
	case v.Page.Layout == wire.LayoutAccount:
		return v.Path("/me/security")
	}
	return v.Path("/sign-in")
}

// Dir is the page's writing direction.
func (v View) Dir() string {
	if v.Page.Dir != "" {
		return v.Page.Dir
	}
	return text.Dir(v.Page.Lang)
}

// Problem is the text of an error, the one for unknown errors where the code
// has none.
func (v View) Problem(m wire.Message) string {
	key := "error." + m.Code
	if offered := key + ".reset"; m.Args["reset"] == "true" && text.Has(v.Page.Lang, offered) {
		key = offered
	}
	if !text.Has(v.Page.Lang, key) {
		return v.T("error.unknown", "id", v.Page.RequestID)
	}
	if n, err := strconv.Atoi(m.Args["s"]); err == nil { // of seconds that wait
		if counted := key + "." + text.Category(v.Page.Lang, n); text.Has(v.Page.Lang, counted) {
			key = counted
		}
	}
	args := text.Args(m.Args)
	if args["org"] == "" {
		args = args.With("org", v.Site())
	}
	if args["method"] == "" {
		args = args.With("method", "this")
	}
	for name, value := range args {
		if way := "error.way." + value; name == "method" && text.Has(v.Page.Lang, way) {
			args = args.With(name, v.T(way))
		}
		if t, err := time.Parse(time.RFC3339, value); err == nil {
			switch name {
			case "time":
				args = args.With(name, v.clock(t))
			case "date":
				args = args.With(name, v.Day(t))
			}
		}
	}
	return text.T(v.Page.Lang, key, args)
}

// Broken tells whether the field called name is in error.
func (v View) Broken(name string) bool {
	_, ok := v.Page.Errors[name]
	return ok
}

// Failed tells whether the page answers a form with errors.
func (v View) Failed() bool { return len(v.Page.Errors)+len(v.Page.Summary) > 0 }

// Ago is a time in words from the page's now: "3 days ago".
func (v View) Ago(t time.Time) string {
	switch d := v.Page.Now.Sub(t); {
	case d < time.Minute:
		return v.T("time.now")
	case d < time.Hour:
		return v.N("time.ago.minutes", int(d/time.Minute))
	case d < 48*time.Hour:
		return v.N("time.ago.hours", int(d/time.Hour))
	default:
		return v.N("time.ago.days", int(d/(24*time.Hour)))
	}
}

// Wait is a span in words: seconds up to two minutes, else minutes, rounded up.
func (v View) Wait(d time.Duration) string {
	d = max(d, 0)
	if d <= 2*time.Minute {
		return v.N("time.seconds", int((d+time.Second-1)/time.Second))
	}
	return v.N("time.minutes", int((d+time.Minute-1)/time.Minute))
}

// clock is the time of day, in the browser's zone, or in UTC on the server,
// which doesn't know the zone.
func (v View) clock(t time.Time) string {
	if app.IsServer {
		return v.T("time.utc", "time", t.UTC().Format("15:04"))
	}
	return t.Local().Format("15:04")
}

func pairs(kv []string) text.Args {
	args := make(text.Args, len(kv)/2)
	for i := 0; i+1 < len(kv); i += 2 {
		args[kv[i]] = kv[i+1]
	}
	return args
}

// join is the class names that are not empty, in order.
func join(names ...string) string {
	return strings.Join(strings.Fields(strings.Join(names, " ")), " ")
}
