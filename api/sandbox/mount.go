//go:build sandbox

package sandbox

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"twofold/api/door"
	"twofold/policies"
	"twofold/tenancy/store"
)

// site is the pages of the sandbox.
type site struct {
	clock *Clock
	db    *store.DB
	door  *door.Door
	cross *http.CrossOriginProtection
}

// Mount adds the outbox and the clock to the service. Both are public: what
// they show is invented.
func Mount(d *door.Door, db *store.DB, clock *Clock) {
	s := &site{clock: clock, db: db, door: d, cross: http.NewCrossOriginProtection()}
	s.get("/sandbox", func(g *gin.Context) { g.Redirect(http.StatusSeeOther, "/sandbox/outbox") })
	s.get("/sandbox/outbox", s.outbox)
	s.get("/sandbox/outbox/:id", s.mailHTML)
	s.get("/sandbox/clock", s.readClock)
	s.get("/sandbox/style.css", file("text/css; charset=utf-8", styleSheet()))
	s.get("/sandbox/outbox.js", file("text/javascript; charset=utf-8", script))
	// The door's own guard would ask for a page's token, which tests don't
	// have; moveClock keeps other sites out by itself.
	d.Guard(policies.Public, http.MethodPost, "/sandbox/clock")
	d.Engine().POST("/sandbox/clock", s.moveClock)
}

func (s *site) get(path string, h gin.HandlerFunc) {
	s.door.Mount(policies.Public, http.MethodGet, path, func(c *door.Call) error {
		h(c.Gin)
		return nil
	})
}

func file(kind string, content []byte) gin.HandlerFunc {
	return func(g *gin.Context) { g.Data(http.StatusOK, kind, content) }
}
