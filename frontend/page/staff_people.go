package page

import (
	"net/url"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/part"
)

// staff is the table of the company's own people.
type staff struct {
	d      *desk
	list   remote[wire.StaffList]
	rows   []wire.StaffRow
	cursor string
	menu   string // id of the row whose menu is open
	notice string // what a reset has done
}

func newStaff(d *desk) panel { return &staff{d: d} }

func (s *staff) open(*url.URL) { s.load("") }

func (s *staff) load(cursor string) {
	q := wire.OrganizationsQuery{Cursor: cursor}
	s.list.load(s.d, call{to: wire.ListStaff, query: q.Values()}, func() {
		if cursor == "" {
			s.rows = nil
		}
		s.rows, s.cursor = append(s.rows, s.list.value.Data...), s.list.value.NextCursor
	})
}

func (s *staff) draw(v part.View) part.Shell {
	return part.Shell{Title: v.T("staff.title"),
		Head: []app.UI{v.Act(part.Act{Key: "staff-add", Kind: part.Primary, Label: v.T("staff.add"), Press: s.add})},
		Body: []app.UI{s.told(v), s.list.draw(v, "staff", 6, func() { s.load("") }, func(wire.StaffList) app.UI { return s.table(v) })}}
}

func (s *staff) told(v part.View) app.UI {
	if s.notice == "" {
		return part.Group()
	}
	return v.Callout("ok", s.notice)
}

func (s *staff) table(v part.View) app.UI {
	if len(s.rows) == 0 {
		return v.Empty(v.T("staff.none"), part.Group())
	}
	columns := []part.Column{{Label: v.T("staff.name")}, {Label: v.T("staff.role")}, {Label: v.T("staff.state")}, {Label: v.T("staff.signin")}, {Label: v.T("actions"), Hidden: true}}
	var rows [][]app.UI
	for _, r := range s.rows {
		var last app.UI = part.Plainly("–")
		if !r.LastSignInAt.IsZero() {
			last = v.Stamp(r.LastSignInAt)
		}
		rows = append(rows, []app.UI{v.Person(r.Name, r.Email, ""), part.Plainly(v.T("role." + string(r.Role))), staffState(v, r), last, s.menuOf(v, r)})
	}
	return part.Group(v.Table(v.T("staff.title"), columns, rows), more(v, s.cursor, s.list.loading, func() { s.load(s.cursor) }))
}

func staffState(v part.View, r wire.StaffRow) app.UI {
	switch {
	case r.Status == domain.UserInvited:
		return v.Tag("gray", "mail", v.T("filter.status.invited"))
	case r.Status == domain.UserSuspended:
		return v.Tag("danger", "alert", v.T("filter.status.suspended"))
	case r.TwoStep != domain.TwoStepOn:
		return v.Tag("warn", "alert", v.T("staff.state.setup"))
	}
	return v.Tag("ok", "check", v.T("staff.state.on"))
}

// menuOf is what can be done to a colleague, by the dialogs that administrators
// have for their people.
func (s *staff) menuOf(v part.View, r wire.StaffRow) app.UI {
	if r.Me {
		return part.Group()
	}
	key := "acts-" + r.ID
	menu := part.Menu{Key: key, Label: v.T("people.acts", "name", or(r.Name, r.Email)), Open: s.menu == r.ID}
	menu.Flip = func() {
		if s.menu == r.ID {
			s.menu = ""
			return
		}
		s.menu = r.ID
	}
	if menu.Open {
		a := newActs(s.d, "-"+r.ID, func() wire.PersonRow { return personOf(s.row(r)) }, func() { s.load("") }, func(words string) { s.notice = words })
		a.to = onStaff()
		a.close = func() {
			part.Focus(key)
			s.menu = ""
		}
		if r.Status == domain.UserActive {
			menu.Items = append(a.resetAct(v, part.LinkLike), a.unlockAct(v, part.LinkLike))
		}
		menu.Items = append(menu.Items, a.further(v)...)
	}
	return v.Menu(menu)
}

// onStaff are the operations on colleagues.
func onStaff() actsTo {
	return actsTo{wire.ReadStaff, wire.ResetStaff, wire.SendStaffResetCode, wire.UnlockStaff, wire.ChangeStaffRole, wire.SuspendStaff, wire.ResumeStaff, wire.EndStaffSessions,
		wire.ResendStaff, wire.RevokeStaff}
}

// row is the row as it is now.
func (s *staff) row(r wire.StaffRow) wire.StaffRow {
	for _, now := range s.rows {
		if now.ID == r.ID {
			return now
		}
	}
	return r
}

func personOf(r wire.StaffRow) wire.PersonRow {
	return wire.PersonRow{ID: r.ID, Name: r.Name, Email: r.Email, Role: r.Role, Status: r.Status, TwoStep: r.TwoStep, LastSignInAt: r.LastSignInAt, Me: r.Me, May: r.May}
}

func newStaffAudit(d *desk) panel { return &audit{d: d, to: wire.ReadStaffAudit, path: "/audit"} }

func (s *staff) add() {
	v := s.d.view()
	f := &sheet{d: s.d, key: "invite", title: v.T("staff.add.title"), verb: v.T("staff.add"), names: []string{"email", "role"}, values: map[string]string{"role": string(domain.RoleSupport)}}
	f.body = func(v part.View, f *sheet) []app.UI {
		var roles []part.Radio
		for _, r := range []domain.Role{domain.RoleSupport, domain.RoleOperator} {
			roles = append(roles, part.Radio{Value: string(r), Label: v.T("role." + string(r)), Note: v.T("role.note." + string(r))})
		}
		return []app.UI{v.Field(part.Field{Name: "email", Label: v.T("staff.email"), Value: f.values["email"], Type: "email", Ltr: true, Autocomplete: "off"}),
			v.RadioCards("role", v.T("staff.role"), f.values["role"], roles)}
	}
	f.call = func(f *sheet) call {
		return call{to: wire.InviteStaff, in: wire.InviteStaffRequest{Email: f.value("email"), Role: domain.Role(f.values["role"])}, why: reason{word: "staff"}}
	}
	f.then = func() {
		s.d.said(s.d.view().T("staff.invited", "name", f.value("email")))
		s.load("")
	}
	f.ask()
}
