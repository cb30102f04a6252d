package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// shared advises somebody whose account looks like a log-in that several
// people share (A15).
func (s *security) shared(v part.View, w wire.Security) app.UI {
	if !w.SharedLogin {
		return part.Group()
	}
	hide := s.d.act(v, part.Act{Key: "shared-hide", Label: v.T("shared.hide"), Press: func() {
		s.d.do(call{to: wire.HideSharedLogin, key: "shared-hide", done: func(string) { s.changed("state", v.T("shared.hidden")) }, fail: func(p *client.Problem) { s.d.tell(p) }})
	}})
	body := []app.UI{part.Line(v.T("shared.private")), part.Line(v.T("shared.own"))}
	if s.d.may(wire.InvitePeople.Permission) {
		body = append(body, part.Actions(v.LinkButton(part.Secondary, v.T("shared.invite"), v.Path("/admin/invite")), hide))
	} else {
		body = append(body, part.Line(v.T("shared.ask")), part.Actions(hide))
	}
	return v.CalloutWith("warn", body...)
}
