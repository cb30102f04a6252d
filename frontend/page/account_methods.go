package page

import (
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// rename is the name of a way to verify while it is being changed in place.
type rename struct {
	s      *security
	id     string
	before string
	name   string
	errors wire.FieldError
}

// methods are the ways to verify.
func (s *security) methods(v part.View, w wire.Security) app.UI {
	var items []part.Item
	for _, m := range w.Methods {
		items = append(items, s.method(v, w, m))
	}
	var list app.UI = v.Items(items...)
	if len(items) == 0 {
		list = v.Empty(v.T("security.methods.none"), nil)
	}
	var add app.UI = part.Group()
	if w.TwoStep.MaySetUp {
		add = part.Actions(v.LinkButton(part.Secondary, v.T("security.methods.add"), v.Path("/setup")))
	}
	if w.Verified() {
		return part.AnchorWith("methods", v.T("security.methods"), v.Tag("ok", "check", v.T("security.verified")), list, add)
	}
	return part.Anchor("methods", v.T("security.methods"), list, add)
}

func (s *security) method(v part.View, w wire.Security, m wire.OwnMethod) part.Item {
	item := wayItem(v, m)
	if s.rename.id == m.ID {
		item.Edit = s.rename.form(v)
		return item
	}
	why := ""
	if m.Keep != "" {
		why = v.Problem(wire.Message{Code: string(m.Keep)})
	}
	if !m.Primary && !m.Disabled && !m.BackIn && len(w.Methods) > 1 {
		item.Actions = append(item.Actions, s.d.act(v, part.Act{Key: "primary-" + m.ID, Label: v.T("method.make_primary"), More: m.Name, Press: func() { s.makePrimary(m) }}))
	}
	item.Actions = append(item.Actions,
		v.Act(part.Act{Key: "rename-" + m.ID, Label: v.T("rename"), More: m.Name, Press: func() { s.rename.start(m) }}),
		v.LinkMore(part.Secondary, v.T("replace"), m.Name, v.Path("/setup?replace="+escape(m.ID))),
		v.Act(part.Act{Key: "remove-" + m.ID, Label: v.T("remove"), More: m.Name, Why: why, Press: func() { s.remove(w, m) }}))
	return item
}

// makePrimary makes a way to verify the one that is asked first.
func (s *security) makePrimary(m wire.OwnMethod) {
	s.d.do(call{to: wire.MakePrimary, ids: []string{m.ID}, key: "primary-" + m.ID,
		done: func(string) { s.changed("methods", s.d.view().T("method.primary.done")) },
		fail: func(p *client.Problem) { s.d.tell(p) }})
}

// wayItem is a way to verify without what can be done with it.
func wayItem(v part.View, m wire.OwnMethod) part.Item {
	used := v.T("method.unused")
	if !m.LastUsedAt.IsZero() {
		used = v.T("methods.used", "when", v.Ago(m.LastUsedAt))
	}
	item := part.Item{Icon: or(methodIcons[string(m.Kind)], "key"), Name: or(m.Name, v.T("methods."+string(m.Kind))), Lines: []app.UI{
		part.Note(v.T("methods."+string(m.Kind)), m.App),
		part.Note(v.T("method.added", "date", v.Day(m.AddedAt)), used, v.Browser(m.LastUsedOn)),
	}}
	if to := v.T("methods."+string(m.Kind)+".to", "hint", m.Hint); m.Hint != "" {
		if m.Name == "" || strings.TrimPrefix(m.Name, "•••") == m.Hint { // nobody named it yet
			item.Name, to = to, ""
		}
		item.Lines[0] = part.Note(v.T("methods."+string(m.Kind)), to)
	}
	if m.Primary {
		item.Tags = append(item.Tags, v.Tag("ok", "star", v.T("method.primary")))
	}
	if m.BackIn {
		item.Tags = []app.UI{v.Tag("info", "key", v.T("method.back_in"))}
	}
	if m.Kind == domain.MethodPasskey {
		where := "method.device"
		if m.Synced {
			where = "method.synced"
		}
		item.Tags = append(item.Tags, v.Tag("info", "key", v.T(where)))
	}
	if m.Disabled {
		item.Tags = []app.UI{v.Tag("danger", "ban", v.T("method.disabled"))}
		item.Lines = append(item.Lines, part.Note(v.T("method.disabled.text")))
	}
	return item
}

func (r *rename) start(m wire.OwnMethod) {
	*r = rename{s: r.s, id: m.ID, before: m.Name, name: m.Name}
	r.s.d.next(func() { part.Again("name") })
}

func (r *rename) form(v part.View) app.UI {
	v = v.Failing(r.errors)
	return v.Live(part.Live{Key: "rename", Submit: r.save, Set: func(_, value string) { r.name = value }},
		v.Field(part.Field{Name: "name", Label: v.T("method.name"), Hint: v.T("method.name.hint"), Value: r.name}),
		part.Actions(
			v.Send(part.Primary, "rename-save", v.T("save"), r.s.d.busy["rename-save"]),
			v.Act(part.Act{Key: "rename-cancel", Label: v.T("dialog.cancel"), Press: r.end})))
}

func (r *rename) save() {
	r.errors = nil
	r.s.d.do(call{to: wire.RenameMethod, ids: []string{r.id}, in: wire.RenameRequest{Name: r.name}, key: "rename-save", why: reason{word: "rename"},
		done: func(string) { r.end(); r.s.changed("methods", r.s.d.view().T("method.renamed")) },
		fail: func(p *client.Problem) {
			if r.errors = p.Fields(); len(r.errors) == 0 {
				r.errors = wire.FieldError{"name": p.Message()}
			}
			r.s.d.next(func() { part.Again("name") })
		}})
}

func (r *rename) end() {
	id := r.id
	*r = rename{s: r.s}
	r.s.d.next(func() { part.Focus("rename-" + id) })
}

// remove asks before a way to verify is removed. The last one is 2-step
// verification itself.
func (s *security) remove(w wire.Security, m wire.OwnMethod) {
	if len(w.Methods) == 1 && w.TwoStep.State == domain.TwoStepOn {
		s.askTurnOff()
		return
	}
	s.d.ask(func(v part.View) part.Dialog {
		return part.Dialog{ID: "removing", Title: v.T("method.remove.title", "name", m.Name), Danger: true, Close: s.d.shut,
			Body: []app.UI{part.Consequences(removed(v, m.Kind)...)},
			Actions: []app.UI{s.d.act(v, part.Act{Key: "removing-go", Kind: part.Danger, Label: v.T("remove"), Press: func() {
				s.d.do(call{to: wire.RemoveMethod, ids: []string{m.ID}, key: "removing-go", why: reason{word: "remove"},
					done: func(string) { s.d.shut(); s.tellLeft(w, m); s.changed("methods", v.T("method.removed")) },
					fail: func(p *client.Problem) { s.d.shut(); s.d.tell(p) }})
			}})}}
	})
}

// removed is what follows from removing a way to verify of a kind.
func removed(v part.View, kind domain.Method) []string {
	switch {
	case kind == domain.MethodPasskey:
		return []string{v.T("method.remove.passkey"), v.T("method.remove.manager"), v.T("method.remove.trust")}
	case isSent(kind):
		return []string{v.T("method.remove.sent"), v.T("method.remove.trust")}
	}
	return []string{v.T("method.remove.codes"), v.T("method.remove.entry"), v.T("method.remove.trust")}
}

// tellLeft tells the browser's password manager of a passkey that was removed
// by naming those that are left.
func (s *security) tellLeft(w wire.Security, gone wire.OwnMethod) {
	if w.Passkeys == nil || gone.Kind != domain.MethodPasskey {
		return
	}
	var now wire.Security
	s.d.send(call{to: wire.ReadSecurity, out: &now, fail: func(*client.Problem) {}, done: func(string) {
		if now.Passkeys != nil {
			part.TellPasskeys(now.Passkeys.RPID, now.Passkeys.UserID, now.Passkeys.Credentials)
		}
	}})
}
