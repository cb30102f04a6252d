package page

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// proofs is the checklist: each way in which a caller can show who they are,
// what came of it, and what to do next or why it isn't open.
func (c *deskCase) proofs(v part.View, w wire.CaseView) app.UI {
	var items []part.Item
	for _, way := range w.Ways {
		items = append(items, c.way(v, w, way))
	}
	return part.Anchor("proofs", v.T("desk.proofs"), part.Note(v.T("desk.proofs.text")), v.Items(items...))
}

func (c *deskCase) way(v part.View, w wire.CaseView, way wire.CaseCheck) part.Item {
	word := "desk.way." + string(way.Way)
	name := word
	if way.Hint != "" {
		name += ".to"
	}
	item := part.Item{Icon: wayIcons[way.Way], Name: v.T(name, "hint", way.Hint), Lines: []app.UI{part.Note(v.T(word + ".text"))}}
	var last wire.CaseProof
	for _, p := range w.Proofs {
		if p.Way != way.Way {
			continue
		}
		item.Lines = append(item.Lines, part.Note(v.T("desk.proof."+string(p.Result), "name", p.By, "when", v.Exact(p.At))))
		if last.Result != domain.ProofPassed {
			last = p
		}
	}
	switch last.Result {
	case domain.ProofPassed: // once is enough
		item.Tags = []app.UI{v.Tag("ok", "check", v.T("desk.passed"))}
		return item
	case domain.ProofFailed:
		item.Tags = []app.UI{v.Tag("danger", "alert", v.T("desk.failed"))}
	}
	switch {
	case !w.State.Unsettled():
		return item
	case way.Problem != "":
		item.Lines = append(item.Lines, part.Line(barred(v, way.Problem, way.At, "")))
	default:
		item.Actions = c.check(v, way.Way)
	}
	if last.Result == domain.ProofOpen {
		item.Lines = append(item.Lines, c.code(v, last))
	}
	return item
}

var wayIcons = map[domain.CaseWay]string{domain.WayAnswers: "list", domain.WayMail: "mail", domain.WayPhoneCode: "phone", domain.WayCallBack: "phone", domain.WayOwner: "user"}

func (c *deskCase) check(v part.View, way domain.CaseWay) []app.UI {
	key := "check-" + string(way)
	switch way {
	case domain.WayAnswers:
		return []app.UI{v.Act(part.Act{Key: key, Label: v.T("desk.ask"), Press: c.ask})}
	case domain.WayMail, domain.WayPhoneCode:
		return []app.UI{c.d.act(v, part.Act{Key: key, Label: v.T("desk.send"), More: " " + v.T("desk.send."+string(way)), Press: func() { c.send(way, key) }})}
	case domain.WayCallBack:
		return []app.UI{c.reached(v, true), c.reached(v, false)}
	}
	return nil
}

// send has a code sent, and leaves the focus where what the caller reads out is
// typed in.
func (c *deskCase) send(way domain.CaseWay, key string) {
	var sent wire.CaseSent
	c.do(call{to: wire.SendCaseCode, in: wire.CaseSendRequest{Way: way}, out: &sent, key: key, done: func(string) { c.errors = nil }}, func(v part.View) string { return v.T("desk.sent") })
}

func (c *deskCase) code(v part.View, p wire.CaseProof) app.UI {
	v = v.Failing(c.errors)
	key, name := "code-"+string(p.Way), "read-"+string(p.Way)
	return part.Fresh(p.ID, v.Live(part.Live{Key: key + "-form", Set: func(_, value string) { c.typed[p.ID] = value }, Submit: func() { c.compare(p, key, name) }},
		v.Field(part.Field{Name: name, Label: v.T("desk.code"), Hint: v.T("desk.code.hint"), Value: c.typed[p.ID], Ltr: true, Mode: "numeric"}),
		part.Actions(v.Send(part.Secondary, key, v.T("desk.code.check"), c.d.busy[key]))))
}

func (c *deskCase) compare(p wire.CaseProof, key, name string) {
	var out wire.CasePassed
	c.do(call{to: wire.CheckCaseCode, in: wire.CaseCodeRequest{Proof: p.ID, Code: c.typed[p.ID]}, out: &out, key: key, done: func(string) {
		delete(c.typed, p.ID)
		c.errors = nil
		if out.Passed {
			c.d.next(func() { part.Focus("proofs-title") }) // the field goes, and the focus with it
			return
		}
		c.wrong(name, wire.Message{Code: string(domain.CodeCallerWrong)})
	}, fail: func(p *client.Problem) {
		if m, found := p.Fields()["code"]; found {
			c.wrong(name, m)
			return
		}
		c.d.tell(p)
		c.refresh()
	}}, func(v part.View) string {
		if out.Passed {
			return v.T("desk.code.right")
		}
		return ""
	})
}

func (c *deskCase) wrong(name string, m wire.Message) {
	c.errors = wire.FieldError{name: m}
	c.d.next(func() { part.Again(name) })
}

// reached is the note that the person was, or wasn't, reached by a call to the
// number on file.
func (c *deskCase) reached(v part.View, yes bool) app.UI {
	key, word := "reached", "desk.reached"
	if !yes {
		key, word = "unreached", "desk.unreached"
	}
	return c.d.act(v, part.Act{Key: key, Label: v.T(word), Press: func() {
		c.do(call{to: wire.NoteCallBack, in: wire.CaseCallBackRequest{Reached: yes}, key: key}, func(v part.View) string { return v.T("desk.noted") })
	}})
}

// ask takes the caller's answers to all questions at once. What comes of them
// is told of the set, never of one.
func (c *deskCase) ask() {
	v := c.d.view()
	asked := c.data.value.Questions
	s := &sheet{key: "asking", title: v.T("desk.ask.title"), verb: v.T("desk.ask.check")}
	field := func(i int) string { return "answer-" + strconv.Itoa(i) }
	for i := range asked {
		s.names = append(s.names, field(i))
	}
	s.body = func(v part.View, s *sheet) []app.UI {
		body := []app.UI{part.Note(v.T("desk.ask.text"))}
		for i, words := range asked {
			body = append(body, v.Field(part.Field{Name: field(i), Label: words, Value: s.values[field(i)]}))
		}
		return body
	}
	var out wire.CasePassed
	c.sheet(s, func() call {
		in := wire.CaseAnswersRequest{Answers: []string{}}
		for i := range asked {
			in.Answers = append(in.Answers, s.values[field(i)])
		}
		return call{to: wire.CheckAnswers, in: in, out: &out}
	}, func(v part.View) string {
		s.values = nil
		if out.Passed {
			return v.T("desk.match")
		}
		return v.T("desk.nomatch")
	})
}
