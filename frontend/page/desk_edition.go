package page

import (
	"context"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/frontend/client"
	"twofold/frontend/part"
)

// edition watches which build of the service answers. Once it is another than
// the one this page came with, the person is offered to load the page anew: on
// the next screen they turn to, never in the middle of something.
type edition struct {
	newer   bool
	fresh   bool // nothing was pressed on this screen yet
	offered bool
}

// hear is a transport that notes the build of each answer.
func (e *edition) hear(send client.Transport, build *string) client.Transport {
	return func(ctx context.Context, r client.Request) (client.Response, error) {
		a, err := send(ctx, r)
		*build = a.Header[client.BuildHeader]
		return a, err
	}
}

func (e *edition) heard(d *desk, build string) {
	if build == "" || d.page.Assets.Build == "" || build == d.page.Assets.Build {
		return
	}
	e.newer = true
	e.offer(d)
}

// turned notes that another screen is shown.
func (e *edition) turned(d *desk) {
	e.fresh = true
	e.offer(d)
}

func (e *edition) offer(d *desk) {
	if e.newer && e.fresh && !e.offered {
		e.offered = true
		part.Say(d.view().T("edition"))
	}
}

func (e *edition) draw(d *desk, v part.View) app.UI {
	return v.Toast("info", v.T("edition"), func(app.Context, app.Event) { e.offered, e.fresh = false, false },
		v.Act(part.Act{Key: "edition-reload", Kind: part.LinkLike, Label: v.T("edition.reload"), Press: func() { d.leave(d.address) }}))
}
