package part

import (
	"slices"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Countdown counts from Seconds to 0 in the browser and stays on Seconds on
// the server. Draw gives what stands there. Said is announced at 0, and the
// words of Draw are announced every Announce seconds and at AnnounceAt where
// those are set.
type Countdown struct {
	app.Compo
	Seconds    int
	Announce   int
	AnnounceAt []int
	Said       string
	Draw       func(left int) app.UI
	ends       time.Time
	left       int
	ticking    bool
}

// OnMount starts the countdown.
func (c *Countdown) OnMount(ctx app.Context) {
	c.left, c.ticking = c.Seconds, true
	c.ends = time.Now().Add(time.Duration(c.Seconds) * time.Second)
	if c.Seconds > 0 {
		ctx.After(time.Second, c.tick)
	}
}

// Render draws what is left.
func (c *Countdown) Render() app.UI {
	if !c.ticking {
		return c.Draw(c.Seconds)
	}
	return c.Draw(c.left)
}

// tick reads the clock instead of counting its calls, which stop while the
// computer sleeps.
func (c *Countdown) tick(ctx app.Context) {
	if !c.Mounted() {
		return
	}
	before := c.left
	c.left = int((time.Until(c.ends) + time.Second - 1) / time.Second)
	passed := func(at int) bool { return before > at && c.left <= at }
	switch {
	case c.left <= 0:
		c.left = 0
		if c.Said != "" {
			Say(c.Said)
		}
		return
	case c.Announce > 0 && c.left%c.Announce == 0, slices.ContainsFunc(c.AnnounceAt, passed):
		ctx.Defer(func(app.Context) { // with the new words
			if c.Mounted() {
				Say(c.JSValue().Get("textContent").String())
			}
		})
	}
	ctx.After(time.Second, c.tick)
}
