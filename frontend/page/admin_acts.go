package page

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/domain"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// acts are what an administrator can do to one person, on that person's page
// or in a row of the table.
type acts struct {
	d       *desk
	to      actsTo
	at      string // ends the keys of the buttons
	row     func() wire.PersonRow
	refresh func()       // reads the person again
	tell    func(string) // says what a reset has done
	close   func()       // before an action: folds the menu it stands in
	reset   resetting
	role    domain.Role // chosen in the dialog
	around  string      // heading above what was pressed, until the person was read again
}

// actsTo are the operations that the actions call.
type actsTo struct {
	read, reset, sendCode, unlock, role, suspend, resume, end, resend, revoke wire.Endpoint
}

// onPeople are those on the people of an organization. Tables that are made as
// the program starts would be part of every binary.
func onPeople() actsTo {
	return actsTo{wire.ReadPerson, wire.ResetPerson, wire.SendResetCode, wire.UnlockPerson, wire.ChangeRole, wire.SuspendPerson, wire.ResumePerson, wire.EndPersonSessions,
		wire.ResendInvitation, wire.RevokeInvitation}
}

func newActs(d *desk, at string, row func() wire.PersonRow, refresh func(), tell func(string)) *acts {
	a := &acts{d: d, to: onPeople(), at: at, row: row, refresh: refresh, tell: tell, close: func() {}}
	a.reset.p = a
	return a
}

// why is the reason against an action in words, empty where it may be taken.
func why(v part.View, code domain.Code) string {
	if code == "" {
		return ""
	}
	return v.Problem(wire.Message{Code: string(code)})
}

// name is what the person is called.
func (a *acts) name() string { return or(a.row().Name, a.row().Email) }

// act is a button of a menu.
func (a *acts) act(v part.View, key, word, why string, press func()) app.UI {
	return a.button(v, part.LinkLike, key, word, why, press)
}

func (a *acts) button(v part.View, kind, key, word, why string, press func()) app.UI {
	return a.d.act(v, part.Act{Key: key + a.at, Kind: kind, Label: v.T(word), Why: why, Press: func() {
		a.close()
		press()
	}})
}

// resetAct opens the dialog of a reset, where the reader's role resets at all.
func (a *acts) resetAct(v part.View, kind string) []app.UI {
	if a.d.lacks(a.to.reset) {
		return nil
	}
	return []app.UI{a.button(v, kind, "reset-open", "person.reset", why(v, a.row().May.Reset), a.reset.ask)}
}

// further are the actions beside the reset, none for whom only looks or helps.
func (a *acts) further(v part.View) []app.UI {
	if a.d.lacks(a.to.role) {
		return nil
	}
	w := a.row()
	manage := why(v, w.May.Manage)
	out := []app.UI{
		a.act(v, "role-open", "person.role", a.whyRole(v), a.askRole),
		a.suspendAct(v),
		a.act(v, "end-open", "person.end", manage, a.askEnd),
	}
	if w.Status != domain.UserInvited {
		return out
	}
	return append(out,
		a.act(v, "resend", "person.resend", manage, func() { a.do(call{to: a.to.resend, key: "resend" + a.at}, "person.resent") }),
		a.act(v, "revoke", "person.revoke", manage, func() { a.do(call{to: a.to.revoke, key: "revoke" + a.at}, "person.revoked") }))
}

// do takes an action on the person, says so and reads the person again.
func (a *acts) do(c call, told string) {
	name, around := a.name(), part.Around()
	c.ids = append([]string{a.row().ID}, c.ids...)
	c.why = reason{"people", name}
	c.done = func(string) {
		a.d.shut()
		a.d.said(a.d.view().T(told, "name", name))
		a.around = around
		a.refresh()
	}
	c.fail = func(problem *client.Problem) {
		a.d.shut()
		a.d.tell(problem)
	}
	a.d.do(c)
}

// keepFocus leaves the focus at the heading above what was pressed, where that
// is gone now.
func (a *acts) keepFocus() {
	around := a.around
	if a.around = ""; around == "" {
		return
	}
	a.d.next(func() {
		if part.Lost() {
			part.Focus(around)
		}
	})
}

// unlockAct lets a person enter codes again, which needs no question.
func (a *acts) unlockAct(v part.View, kind string) app.UI {
	return part.If(!a.d.lacks(a.to.unlock), func() app.UI {
		return a.button(v, kind, "unlock", "person.unlock", why(v, a.row().May.Unlock), func() {
			a.do(call{to: a.to.unlock, key: "unlock" + a.at}, "person.unlocked")
		})
	})
}

// suspendAct suspends, or lets in again, which needs no question.
func (a *acts) suspendAct(v part.View) app.UI {
	manage := why(v, a.row().May.Manage)
	if a.row().Status == domain.UserSuspended {
		return a.act(v, "resume", "person.resume", manage, func() { a.do(call{to: a.to.resume, key: "resume" + a.at}, "person.resumed") })
	}
	return a.act(v, "suspend-open", "person.suspend", manage, func() {
		a.ask("suspend", "person.suspend", []string{"person.suspend.out", "person.suspend.in"}, func() {
			a.do(call{to: a.to.suspend, key: "suspend-go"}, "person.suspended")
		})
	})
}

func (a *acts) askEnd() {
	a.ask("end", "person.end", []string{"person.end.text"}, func() {
		a.do(call{to: a.to.end, key: "end-go"}, "person.ended")
	})
}
