package flow

import (
	"context"
	"strconv"
	"strings"
	"time"

	"twofold/tenancy/store"
)

// Installed is what the program knows of its installation beside the database.
type Installed struct {
	Build       string
	Migrations  int // that the program has
	Sandbox     bool
	Mail, Texts bool                                   // a provider is configured
	Disk        func() (free, total uint64, err error) // where the data folder lies, nil where the database is elsewhere
}

// HealthState says how something stands.
type HealthState string

const (
	HealthFine   HealthState = "fine"
	HealthLook   HealthState = "look"   // somebody should look at it
	HealthBroken HealthState = "broken" // it doesn't work
	HealthUnseen HealthState = "unseen" // the service can't know
)

// HealthCheck is one thing that the service needs. Code says in a word why it
// stands as it does; Facts are numbers, versions and times, never a secret, an
// address or a host.
type HealthCheck struct {
	Name  string
	State HealthState
	Code  string
	Facts map[string]string
}

// What makes a check's state.
const (
	slowDatabase = 250 * time.Millisecond
	queueLook    = 5 * time.Minute
	queueBroken  = 30 * time.Minute
	deadFor      = 7 * 24 * time.Hour // that messages are kept
	shareLeast   = 90                 // percent of messages that go out
	diskLook     = 2 << 30
	diskBroken   = 200 << 20
	keyOld       = 400 * 24 * time.Hour
)

// ClockTolerance is how far two clocks may be apart: codes of apps are good for
// half a minute.
const ClockTolerance = 5 * time.Second

// ClockApart is how far the service's clock is from the database's.
func (f *Flows) ClockApart(ctx context.Context, r Request) (time.Duration, error) {
	s, err := f.db.Standing(ctx)
	return r.Now.Sub(s.Now).Abs(), err
}

// Health reads how the installation stands, for operators. It changes nothing
// and asks nobody outside.
func (f *Flows) Health(ctx context.Context, r Request, v *Visit) ([]HealthCheck, error) {
	c := ctxt{ctx, r}
	if err := f.mayServe(c, v, mayReadHealth); err != nil {
		return nil, f.refusedAct(c, v, "health", nil, err)
	}
	standing, err := f.db.Standing(c)
	if err != nil {
		return nil, err
	}
	channels, err := f.db.Channels(c, c.Now.Add(-deadFor))
	if err != nil {
		return nil, err
	}
	queue, err := f.queueHealth(c, channels)
	if err != nil {
		return nil, err
	}
	keys, err := f.keyHealth(c)
	if err != nil {
		return nil, err
	}
	installed := f.config.Installed
	return []HealthCheck{
		databaseHealth(standing), schemaHealth(standing, installed.Migrations), queue,
		senderHealth("mail", store.ChannelMail, channels, installed.Mail, installed.Sandbox),
		senderHealth("texts", store.ChannelText, channels, installed.Texts, installed.Sandbox),
		f.diskHealth(), {Name: "version", State: HealthFine, Code: "ok", Facts: map[string]string{"build": installed.Build}},
		f.certificateHealth(), keys, {Name: "backups", State: HealthUnseen, Code: databaseKind(standing)},
	}, nil
}

func databaseKind(s store.Standing) string {
	if s.Postgres {
		return "postgresql"
	}
	return "sqlite"
}

// databaseHealth tells of latency in classes: the exact one changes with each
// look.
func databaseHealth(s store.Standing) HealthCheck {
	out := HealthCheck{Name: "database", State: HealthFine, Code: "fast", Facts: map[string]string{"kind": databaseKind(s), "version": s.Version}}
	switch {
	case s.Took > slowDatabase:
		out.State, out.Code = HealthLook, "slow"
	case s.Took > 20*time.Millisecond:
		out.Code = "fair"
	}
	return out
}

func schemaHealth(s store.Standing, known int) HealthCheck {
	out := HealthCheck{Name: "migrations", State: HealthFine, Code: "ok", Facts: map[string]string{"applied": count(s.Applied), "pending": count(max(0, known-s.Applied))}}
	switch {
	case s.Applied < known:
		out.State, out.Code = HealthBroken, "pending"
	case s.Applied > known:
		out.State, out.Code = HealthLook, "newer"
	}
	return out
}

func (f *Flows) queueHealth(c ctxt, channels []store.ChannelCount) (HealthCheck, error) {
	var oldest time.Duration
	for _, channel := range []store.Channel{store.ChannelMail, store.ChannelText} {
		due, err := f.db.OldestDue(c, channel, c.Now)
		if err != nil {
			return HealthCheck{}, err
		}
		if !due.IsZero() {
			oldest = max(oldest, c.Now.Sub(due))
		}
	}
	var dead int64
	for _, n := range channels {
		dead += n.Failed
	}
	out := HealthCheck{Name: "queue", State: HealthFine, Code: "ok", Facts: map[string]string{"minutes": count(int(oldest / time.Minute)), "dead": strconv.FormatInt(dead, 10)}}
	switch {
	case oldest > queueBroken:
		out.State, out.Code = HealthBroken, "stuck"
	case oldest > queueLook:
		out.State, out.Code = HealthLook, "late"
	case dead > 0:
		out.State, out.Code = HealthLook, "dead"
	}
	return out, nil
}

func senderHealth(name string, channel store.Channel, all []store.ChannelCount, configured, sandbox bool) HealthCheck {
	out := HealthCheck{Name: name, State: HealthFine, Code: "ok", Facts: map[string]string{}}
	var n store.ChannelCount
	for _, one := range all {
		if one.Channel == channel {
			n = one
		}
	}
	if !n.LastSentAt.Time().IsZero() {
		out.Facts["last"] = n.LastSentAt.Time().Format(time.RFC3339)
	}
	if done := n.Sent + n.Failed; done > 0 {
		out.Facts["share"] = strconv.FormatInt(n.Sent*100/done, 10)
	}
	switch {
	case sandbox:
		out.Code = "sandbox"
	case !configured && channel == store.ChannelText:
		out.Code = "off"
	case !configured:
		out.State, out.Code = HealthBroken, "off"
	case n.Sent+n.Failed == 0:
		out.State, out.Code = HealthUnseen, "unused"
	case n.Sent*100 < (n.Sent+n.Failed)*shareLeast:
		out.State, out.Code = HealthLook, "failing"
	}
	return out
}

func (f *Flows) diskHealth() HealthCheck {
	out := HealthCheck{Name: "disk", State: HealthUnseen, Code: "elsewhere", Facts: map[string]string{}}
	if f.config.Installed.Disk == nil {
		return out
	}
	free, total, err := f.config.Installed.Disk()
	if err != nil {
		out.Code = "unknown"
		return out
	}
	out.State, out.Code = HealthFine, "ok"
	out.Facts["free_mb"], out.Facts["total_mb"] = strconv.FormatUint(free>>20, 10), strconv.FormatUint(total>>20, 10)
	switch {
	case free < diskBroken:
		out.State, out.Code = HealthBroken, "full"
	case free < diskLook:
		out.State, out.Code = HealthLook, "low"
	}
	return out
}

// certificateHealth looks at nothing: what answers to the public address may be
// a proxy that the service can't see.
func (f *Flows) certificateHealth() HealthCheck {
	if strings.HasPrefix(f.config.PublicURL, "https:") {
		return HealthCheck{Name: "certificate", State: HealthUnseen, Code: "elsewhere"}
	}
	return HealthCheck{Name: "certificate", State: HealthFine, Code: "none"}
}

func (f *Flows) keyHealth(c ctxt) (HealthCheck, error) {
	keys, _, err := f.db.SigningKeys(c)
	out := HealthCheck{Name: "keys", State: HealthBroken, Code: "none", Facts: map[string]string{}}
	var newest time.Time
	for _, k := range keys {
		if !k.ActiveFrom.After(c.Now) && k.ActiveFrom.After(newest) {
			newest = k.ActiveFrom
		}
	}
	if err != nil || newest.IsZero() {
		return out, err
	}
	age := c.Now.Sub(newest)
	out.State, out.Code, out.Facts["days"] = HealthFine, "ok", count(int(age/(24*time.Hour)))
	if age > keyOld {
		out.State, out.Code = HealthLook, "old"
	}
	return out, nil
}
