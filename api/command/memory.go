package command

import (
	"context"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"time"
)

// A password hash takes 19 MiB for some 15 ms, and the rest of the service
// lives in a few. So nearly all of the heap is hashes, and its size is what the
// collector is told to leave lying about:
//
//   - While nobody types a password, few MiB are live. At the usual 100 percent
//     reads alone would make the collector run twenty times a second for them,
//     a sixth of all they cost.
//   - Hashes, and a thousand waiting sign-ins, are live too and would be
//     multiplied as well. The limit makes the collector run more often instead,
//     at about two hashes a processor. It is soft: past it sign-ins get slower,
//     not refused.
const (
	gcPercent = 200
	limitBase = 46 << 20
	limitHash = 24 << 20 // one hash and the garbage of part of another
)

// Heap is how far the heap may grow.
type Heap struct {
	Percent int   // as of GOGC
	Limit   int64 // as of GOMEMLIMIT, in bytes
}

// TuneMemory sets how the heap grows with a number of hashes at once, one a
// processor when it is 0, and tells what is in force. GOGC and GOMEMLIMIT of
// the environment win.
func TuneMemory(hashSlots int) Heap {
	if hashSlots == 0 {
		hashSlots = runtime.GOMAXPROCS(0)
	}
	h := Heap{gcPercent, limitBase + int64(hashSlots)*limitHash}
	if given := os.Getenv("GOGC"); given == "" {
		debug.SetGCPercent(h.Percent)
	} else {
		h.Percent, _ = strconv.Atoi(given)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(h.Limit)
	}
	h.Limit = debug.SetMemoryLimit(-1)
	return h
}

const (
	firstReclaim = 2 * time.Second
	reclaimEvery = 10 * time.Second
	quiet        = 4 << 20 // bytes between two looks that still are quiet
	worth        = 1 << 20 // bytes since the last time that are worth it
)

// reclaim gives memory back to the machine while nothing happens: the
// collector runs when the heap grows, so the garbage of the start, or of the
// last busy minute, would lie there for good.
func (a *App) reclaim(ctx context.Context) {
	timer := time.NewTimer(firstReclaim)
	defer timer.Stop()
	var freedAt uint64
	every := firstReclaim // until the start is cleared away
	last := allocated()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		now := allocated()
		if now-last < quiet && now-freedAt > worth {
			a.rest(ctx)
			// Twice: what pools hold survives one collection.
			runtime.GC()
			debug.FreeOSMemory()
			forgetProgram()
			freedAt, every = now, reclaimEvery
		}
		last = now
		timer.Reset(every)
	}
}

// rest lets the database give its memory back, unless it is busy for longer
// than until the next look.
func (a *App) rest(ctx context.Context) {
	bounded, cancel := context.WithTimeout(ctx, reclaimEvery)
	defer cancel()
	if err := a.store.Rest(bounded); err != nil && ctx.Err() == nil {
		a.log.Warn("the database did not give its memory back", "error", err)
	}
}

// allocated is how many bytes the heap has given out since the start.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
