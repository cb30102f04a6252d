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
		Body: []app.UI{s.list.draw(v, "staff", 6, func() { s.load("") }, func(wire.StaffList) app.UI { return s.table(v) })}}
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
		rows = append(rows, []app.UI{v.Person(r.Name, r.Email, ""), part.Plainly(v.T("role." + string(r.Role))), staffState(v, r), last, s.act(v, r)})
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

// act is the one thing to do with somebody: to suspend them, to let them in
// again, or to send their invitation once more.
func (s *staff) act(v part.View, r wire.StaffRow) app.UI {
	if r.Me {
		return part.Group()
	}
	verb, to, told := "person.suspend", wire.SuspendStaff, "person.suspended"
	switch r.Status {
	case domain.UserSuspended:
		verb, to, told = "person.resume", wire.ResumeStaff, "person.resumed"
	case domain.UserInvited:
		verb, to, told = "person.resend", wire.ResendStaff, "person.resent"
	}
	key, name := "staff-"+r.ID, or(r.Name, r.Email)
	return s.d.act(v, part.Act{Key: key, Kind: part.LinkLike, Label: v.T(verb), More: " " + name, Why: why(v, r.May.Manage), Press: func() {
		s.d.do(call{to: to, ids: []string{r.ID}, key: key, why: reason{word: "staff"}, done: func(string) {
			s.d.said(s.d.view().T(told, "name", name))
			s.load("")
		}})
	}})
}

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
