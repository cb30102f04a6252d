package page

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// resets are the people chosen in the table, and the dialog that resets them:
// who and how many stand there before its button works.
type resets struct {
	p      *people
	chosen []string
	list   wire.ResetMany // what would become of them, then what became
	over   bool
	reason string
	errors wire.FieldError
	wrong  *wire.Message
}

const resetsMost = 50

// choice is a person beside the box that chooses them; nobody resets themselves.
func (r *resets) choice(v part.View, w wire.PersonRow, who app.UI) app.UI {
	if r.p.d.lacks(wire.ResetPeople) {
		return who
	}
	return part.Inline(part.If(!w.Me, func() app.UI {
		return v.Tick("choose-"+w.ID, v.T("resets.choose", "name", or(w.Name, w.Email)), slices.Contains(r.chosen, w.ID), func() { r.flip(w.ID) })
	}), who)
}

func (r *resets) flip(id string) {
	if at := slices.Index(r.chosen, id); at >= 0 {
		r.chosen = slices.Delete(r.chosen, at, at+1)
		return
	}
	r.chosen = append(r.chosen, id)
}

func (r *resets) clear() { r.chosen = nil }

// bar stands at the foot of the window while somebody is chosen.
func (r *resets) bar(v part.View) app.UI {
	if len(r.chosen) == 0 {
		return part.Group()
	}
	why := ""
	if len(r.chosen) > resetsMost {
		why = v.T("resets.most", "n", itoa(resetsMost))
	}
	return v.SaveBar(v.N("resets.chosen", len(r.chosen)),
		r.p.d.act(v, part.Act{Key: "resets-open", Kind: part.Secondary, Label: v.T("person.reset"), Why: why, Press: r.ask}),
		v.Act(part.Act{Key: "resets-clear", Kind: part.LinkLike, Label: v.T("resets.clear"), Press: func() {
			r.clear()
			r.p.d.keep()
		}}))
}

func (r *resets) ask() {
	*r = resets{p: r.p, chosen: r.chosen}
	r.p.d.do(call{to: wire.PreviewResets, in: wire.ResetPreviewRequest{People: r.chosen}, out: &r.list, key: "resets-open",
		done: func(string) { r.p.d.ask(r.draw) }})
}

// touched counts those without a reason against it.
func (r *resets) touched() (n int) {
	for _, one := range r.list.Data {
		if one.Code == "" {
			n++
		}
	}
	return n
}

func (r *resets) draw(v part.View) part.Dialog {
	d := r.p.d
	if r.over {
		return part.Dialog{ID: "resets-dialog", Title: v.N("resets.done", r.touched()), Wide: true, Close: d.shut, Quiet: v.T("reset.close"), Body: []app.UI{r.people(v, "resets.was")}}
	}
	v = v.Failing(r.errors, told(r.wrong)...)
	out := part.Dialog{ID: "resets-dialog", Title: v.N("resets.title", r.touched()), Wide: true, Danger: true, Close: d.shut, Submit: r.send,
		Set: func(name, value string) {
			if name == "reason" {
				r.reason = value
			}
		},
		Body: []app.UI{v.Summary(""), part.Line(v.T("resets.of", "n", itoa(r.touched()), "of", itoa(len(r.list.Data)))), r.people(v, "resets.will")}}
	if r.touched() > 0 {
		out.Body = append(out.Body, part.Consequences(v.T("resets.text"), v.T("resets.mail"), v.T("reset.recorded")),
			v.Field(part.Field{Name: "reason", Label: v.T("resets.reason"), Hint: v.T("resets.reason.hint"), Value: r.reason}))
		out.Actions = []app.UI{v.Send(part.Danger, "resets-go", v.T("reset"), d.busy["resets-go"])}
	}
	return out
}

// people are those of the list, each with what will or did become of them.
func (r *resets) people(v part.View, fine string) app.UI {
	var items []part.Item
	for _, one := range r.list.Data {
		item := part.Item{Icon: "user", Name: or(or(one.Name, one.Email), one.ID), Tags: []app.UI{v.Tag("ok", "check", v.T(fine))}}
		if one.Waits != "" {
			item.Tags = []app.UI{v.Tag("info", "clock", v.T("resets."+string(one.Waits)))}
		}
		if one.Code != "" {
			item.Tags = []app.UI{v.Tag("gray", "ban", v.T("resets.not"))}
			item.Lines = []app.UI{part.Note(v.Problem(wire.Message{Code: string(one.Code)}))}
		}
		items = append(items, item)
	}
	return v.Items(items...)
}

func (r *resets) send() {
	d := r.p.d
	r.errors, r.wrong = nil, nil
	if strings.TrimSpace(r.reason) == "" {
		r.errors = wire.FieldError{"reason": {Code: string(domain.CodeRequiredNote)}}
		d.next(func() { part.Focus("reason") })
		return
	}
	d.do(call{to: wire.ResetPeople, in: wire.ResetManyRequest{People: r.chosen, Reason: strings.TrimSpace(r.reason)}, out: &r.list, key: "resets-go", why: reason{word: "resets"},
		done: func(string) {
			r.over, r.chosen = true, nil
			part.Say(d.view().N("resets.done", r.touched()))
			d.next(func() { part.Focus("resets-dialog-title") })
			r.p.refresh()
		},
		fail: func(p *client.Problem) {
			m := p.Message()
			if r.errors = p.Fields(); len(r.errors) == 0 {
				r.wrong = &m
			}
			d.next(func() { part.Focus("summary") })
		}})
}
