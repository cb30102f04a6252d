package page

import (
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/part"
)

func system(v part.View, d wire.System) (app.UI, string) {
	home := d.Home
	if home == "" {
		home = v.Home()
	}
	title := "system." + d.Kind
	button := v.LinkButton(part.Primary, v.T("system.home"), home)
	body := []app.UI{v.Text(title + ".text"), part.Actions(button)}
	switch d.Kind {
	case wire.KindForbidden:
		body[0] = forbidden(v, d)
	case wire.KindTooMany, wire.KindUnavailable:
		body = []app.UI{&part.Countdown{Seconds: d.Wait, Said: v.T("system.now"), Draw: func(left int) app.UI {
			if left <= 0 {
				return v.Text("system.now")
			}
			wait := v.Wait(time.Duration(left) * time.Second)
			return v.Sentence(title+".text", part.Plain("s", wait))
		}}, part.Actions(v.LinkButton(part.Primary, v.T("system.again"), home))}
	}
	return v.Card(part.Card{Title: title, Body: body})
}

func forbidden(v part.View, d wire.System) app.UI {
	if len(d.People) == 0 {
		return v.Text("system.forbidden.text.none")
	}
	return v.Sentence("system.forbidden.text", part.Name("names", strings.Join(d.People, ", ")))
}
