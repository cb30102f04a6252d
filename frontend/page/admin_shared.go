package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// sharing is the advice about accounts that look like log-ins that several
// people share, for who may invite (A15, A16).
type sharing struct {
	d    *desk
	list remote[wire.SharedLogins]
}

func (s *sharing) refresh() { s.list.load(s.d, call{to: wire.ListSharedLogins}, nil) }

func (s *sharing) draw(v part.View) app.UI {
	w := s.list.value
	if len(w.Data) == 0 || !s.d.may(wire.InvitePeople.Permission) {
		return part.Group()
	}
	var names []string
	for _, p := range w.Data {
		names = append(names, p.Name)
	}
	return v.CalloutWith("warn", part.Line(v.N("shared.accounts", int(w.Total))), v.Sentence("preview.names", part.Name("names", listed(names))), part.Line(v.T("shared.separate")),
		part.Actions(v.LinkButton(part.Secondary, v.T("shared.invite.admin"), v.Path("/admin/invite")),
			s.d.act(v, part.Act{Key: "shared-hide", Label: v.T("shared.hide"), Press: s.hide})))
}

func (s *sharing) hide() {
	s.d.do(call{to: wire.HideSharedLogins, key: "shared-hide", fail: func(p *client.Problem) { s.d.tell(p) }, done: func(string) {
		s.d.said(s.d.view().T("shared.hidden"))
		s.refresh()
		s.d.next(func() { part.Focus("title") })
	}})
}
