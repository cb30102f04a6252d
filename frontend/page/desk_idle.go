package page

import (
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"twofold/api/wire"
	"twofold/frontend/client"
	"twofold/frontend/part"
)

// idle watches the end of a session without activity. A key or a click in any
// tab of this browser keeps it up; two minutes before the end it asks.
type idle struct {
	d       *desk
	length  time.Duration // 0: not known yet
	seen    time.Time     // when the server last heard of any tab
	acted   bool          // something was pressed since
	asking  bool
	ticking bool
	tell    func()
}

const (
	idleWarning = 2 * time.Minute
	idleCheck   = 15 * time.Second
	idleExtend  = time.Minute // no more often than this is activity told to the server
	idleKey     = "idle"
)

func newIdle(d *desk) *idle {
	i := &idle{d: d, seen: d.now()}
	tell, stop := part.Tabs("twofold "+d.page.Org.Base, func() {
		d.ctx.Dispatch(func(app.Context) { i.seen = d.now(); i.shut() })
	})
	i.tell = tell
	act := func(app.Value) { i.acted = true }
	d.stops = append(d.stops, stop, part.Listen("keydown", act), part.Listen("pointerdown", act))
	return i
}

func (i *idle) read(s wire.Session) {
	i.length = time.Duration(s.IdleSeconds) * time.Second
	if !i.ticking && i.length > 0 {
		i.ticking = true
		i.d.later(i.next(), i.check)
	}
}

// next is how long it is to the next check: a quarter of a minute at most, and
// no later than what is to happen next.
func (i *idle) next() time.Duration {
	to := i.left()
	if !i.asking {
		to -= idleWarning
	}
	return min(max(to, time.Second), idleCheck)
}

// heard notes that the server has just answered, which it counts as activity.
func (i *idle) heard() {
	i.seen, i.acted = i.d.now(), false
	i.shut()
	i.tell()
}

// shut takes the question back.
func (i *idle) shut() {
	if i.asking {
		part.CloseDialog(idleKey)
		i.asking = false
	}
}

func (i *idle) check() {
	defer func() { i.d.later(i.next(), i.check) }()
	if i.d.again != nil {
		return
	}
	left := i.left()
	switch {
	case left <= 0 && i.asking:
		i.stay()
	case i.acted && !i.asking && i.d.now().Sub(i.seen) > idleExtend:
		i.stay()
	case left <= idleWarning && !i.asking:
		i.asking, i.acted = true, false
		i.d.next(func() { part.Say(i.words(i.d.view())) })
	}
}

func (i *idle) left() time.Duration { return i.seen.Add(i.length).Sub(i.d.now()) }

// stay asks for the session, which keeps it up, or finds that it has ended.
func (i *idle) stay() { i.d.readSession() }

func (i *idle) draw(v part.View) part.Dialog {
	stay := func() { i.shut(); i.stay() }
	return part.Dialog{ID: idleKey, Title: v.T("idle.title"), Quiet: v.T("idle.leave"), Close: i.leave, Esc: stay,
		Body: []app.UI{&part.Countdown{Seconds: i.seconds(), AnnounceAt: []int{60, 20}, Draw: func(left int) app.UI {
			return v.Sentence("idle.text", part.Plain("time", clock(left)))
		}}},
		Actions: []app.UI{v.Act(part.Act{Key: "idle-stay", Kind: part.Primary, Label: v.T("idle.stay"), Press: stay})}}
}

func (i *idle) words(v part.View) string { return v.T("idle.text", "time", clock(i.seconds())) }

func (i *idle) seconds() int { return max(int((i.left()+time.Second-1)/time.Second), 0) }

func (i *idle) leave() {
	gone := func() { i.d.leave(i.d.page.Org.Base + "/signed-out") }
	i.d.do(call{to: wire.EndSession, key: idleKey, done: func(string) { gone() }, fail: func(*client.Problem) { gone() }})
}

// clock writes seconds as minutes and seconds: "1:05".
func clock(seconds int) string {
	s := strconv.Itoa(seconds % 60)
	if len(s) < 2 {
		s = "0" + s
	}
	return strconv.Itoa(seconds/60) + ":" + s
}
