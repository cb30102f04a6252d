package part

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// When is a time in words, with the exact one as its tooltip.
func (v View) When(t time.Time) app.UI {
	return el("time", attrs{
		"datetime": t.UTC().Format(time.RFC3339),
		"title":    t.UTC().Format("2 January 2006, 15:04:05 UTC"),
	}, Text(v.Ago(t)))
}
