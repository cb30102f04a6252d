package page

import (
	"net/url"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// inviting sends invitations to one or many addresses and says for each what
// came of it.
type inviting struct {
	d       *desk
	typed   string
	phone   string
	role    domain.Role
	errors  wire.FieldError
	results []wire.Invited
	round   int
}

func newInvite(d *desk) panel { return &inviting{d: d, role: domain.RoleUser} }

func (i *inviting) open(*url.URL) {}

func (i *inviting) unsaved() bool { return strings.TrimSpace(i.typed+i.phone) != "" }

func (i *inviting) draw(v part.View) part.Shell {
	failing := v.Failing(i.errors)
	var roles []part.Radio
	for _, r := range []domain.Role{domain.RoleUser, domain.RoleHelpdesk, domain.RoleAuditor, domain.RoleAdmin, domain.RoleOwner} {
		if r != domain.RoleOwner || i.d.myRole() == domain.RoleOwner {
			roles = append(roles, part.Radio{Value: string(r), Label: v.T("role." + string(r)), Note: v.T("role.note." + string(r))})
		}
	}
	fields := part.Group(
		failing.Area(part.Field{Name: "emails", Label: v.T("invites.emails"), Hint: v.T("invites.emails.hint"), Value: i.typed, Ltr: true}, 4),
		v.RadioCards("role", v.T("invites.role"), string(i.role), roles),
		failing.Field(part.Field{Name: "phone", Label: v.T("number.invite"), Hint: v.T("number.invite.hint"), Type: "tel", Autocomplete: "off", Ltr: true, Value: i.phone}))
	return part.Shell{Title: v.T("invites.title"), Back: v.BackTo(v.T("people.title"), v.Path("/admin/people")), Body: []app.UI{
		i.outcome(v),
		part.Anchor("invitation", v.T("invites.who"), v.Live(part.Live{Key: "invite-form", Set: i.set, Submit: i.send},
			part.Fresh(itoa(i.round), fields),
			part.Line(v.T("invites.text")),
			part.Actions(v.Send(part.Primary, "invite-send", v.T("invites.send"), i.d.busy["invite-send"])))),
	}}
}

// outcome is what came of each address.
func (i *inviting) outcome(v part.View) app.UI {
	if len(i.results) == 0 {
		return part.Group()
	}
	var items []part.Item
	for _, r := range i.results {
		item := part.Item{Icon: "mail", Name: r.Email, Tags: []app.UI{v.Tag("ok", "check", v.T("invites.sent"))}}
		if r.Code != "" {
			item.Tags = []app.UI{v.Tag("danger", "alert", v.T("invites.failed"))}
			item.Lines = []app.UI{part.Note(v.Problem(wire.Message{Code: string(r.Code)}))}
		}
		items = append(items, item)
	}
	return part.Anchor("results", v.T("invites.results"), v.Items(items...))
}

func (i *inviting) set(name, value string) {
	switch name {
	case "emails":
		i.typed = value
	case "phone":
		i.phone = value
	case "role":
		i.role = domain.Role(value)
	}
}

func (i *inviting) send() {
	i.errors, i.results = nil, nil
	emails := addresses(i.typed)
	if len(emails) == 0 {
		i.fail(wire.FieldError{"emails": {Code: "required_emails"}}, "emails")
		return
	}
	var answer wire.Invitations
	i.d.do(call{to: wire.InvitePeople, in: wire.InviteRequest{Emails: emails, Role: i.role, Phone: strings.TrimSpace(i.phone)}, out: &answer, key: "invite-send", why: reason{word: "invite"},
		done: func(string) { i.finish(answer.Data) },
		fail: func(p *client.Problem) {
			for _, field := range []string{"emails", "phone"} {
				if _, wrong := p.Fields()[field]; wrong {
					i.fail(p.Fields(), field)
					return
				}
			}
			i.d.tell(p)
		}})
}

func (i *inviting) fail(errors wire.FieldError, field string) {
	i.errors = errors
	i.d.next(func() { part.Focus(field) })
}

// finish leaves those in the field that could not be invited.
func (i *inviting) finish(results []wire.Invited) {
	var left []string
	for _, r := range results {
		if r.Code != "" {
			left = append(left, r.Email)
		}
	}
	i.results, i.typed = results, strings.Join(left, "\n")
	if len(left) == 0 {
		i.phone = ""
	}
	i.round++
	part.Say(i.d.view().N("invites.done", len(results)-len(left)))
	i.d.next(func() { part.Focus("results-title") })
}

// addresses are the addresses in a text with any separators between them, each
// once. "Maria Lopez <maria@…>" gives the address alone.
func addresses(typed string) []string {
	var out []string
	seen := map[string]bool{}
	for _, line := range strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(",;\r\n\t", r) }) {
		if open, end := strings.LastIndexByte(line, '<'), strings.LastIndexByte(line, '>'); open >= 0 && end > open {
			line = line[open+1 : end]
		}
		for _, a := range strings.Fields(line) {
			if key := domain.EmailKey(a); !seen[key] {
				out, seen[key] = append(out, a), true
			}
		}
	}
	return out
}
