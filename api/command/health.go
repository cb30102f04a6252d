package command

import (
	"context"
	"net/http"
	"strings"
	"time"

	"twofold/api/door"
	"twofold/policies"
)

// patience is how long the readiness question may take.
const patience = 2 * time.Second

// mountHealth adds /livez, whether the process answers at all, and /readyz,
// whether requests may be sent to it. With ?verbose each lists its checks.
func (a *App) mountHealth() {
	a.door.Mount(policies.Public, http.MethodGet, "/livez", func(c *door.Call) error {
		return health(c, []check{{"process", nil}})
	})
	a.door.Mount(policies.Public, http.MethodGet, "/readyz", func(c *door.Call) error {
		return health(c, a.checks(c))
	})
}

type check struct {
	name string
	err  error
}

func (a *App) checks(ctx context.Context) []check {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var leaving error
	if a.leaving.Load() {
		leaving = errLeaving
	}
	// The schema was current at the start and only grows, so a database that is
	// still the same one has it.
	return []check{{"serving", leaving}, {"database", a.store.Ping(ctx)}}
}

var errLeaving = &Refusal{What: "the service is stopping"}

// health answers in plain text. Why something fails is for the log alone.
func health(c *door.Call, checks []check) error {
	status, word := http.StatusOK, "ok"
	var b strings.Builder
	for _, one := range checks {
		line := "[+]" + one.name + " ok\n"
		if one.err != nil {
			status, word, line = http.StatusServiceUnavailable, "not ready", "[-]"+one.name+" failed\n"
		}
		b.WriteString(line)
	}
	text := word + "\n"
	if _, verbose := c.Gin.GetQuery("verbose"); verbose {
		text = b.String() + text
	}
	c.Gin.String(status, "%s", text)
	return nil
}
