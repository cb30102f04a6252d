//go:build sandbox

package sandbox

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

// clockNow is the answer of the clock's address.
type clockNow struct {
	Now time.Time `json:"now"`
}

// moved is what the clock's address takes: one of the two.
type moved struct {
	Advance string    `json:"advance"`
	Set     time.Time `json:"set"`
}

func (s *site) readClock(g *gin.Context) { g.JSON(http.StatusOK, clockNow{s.clock.Now().UTC()}) }

// moveClock takes {"advance":"31m"} or {"set":"2026-03-01T09:00:00Z"}. It asks
// for no token, since tests call it from outside any page, but for a content
// type that no form of another site can send.
func (s *site) moveClock(g *gin.Context) {
	if err := s.cross.Check(g.Request); err != nil || g.ContentType() != "application/json" {
		refuse(g, http.StatusForbidden, "send JSON, and not from another site")
		return
	}
	var in moved
	strict := json.NewDecoder(g.Request.Body)
	strict.DisallowUnknownFields()
	if err := strict.Decode(&in); err != nil && !errors.Is(err, io.EOF) {
		refuse(g, http.StatusBadRequest, err.Error())
		return
	}
	if err := s.apply(in); err != nil {
		refuse(g, http.StatusBadRequest, err.Error())
		return
	}
	s.readClock(g)
}

var errOneOf = errors.New(`give {"advance":"31m"} or {"set":"2026-03-01T09:00:00Z"}`)

func (s *site) apply(in moved) error {
	switch {
	case (in.Advance == "") == in.Set.IsZero():
		return errOneOf
	case in.Advance == "":
		return s.clock.Set(in.Set)
	}
	d, err := time.ParseDuration(in.Advance)
	if err != nil {
		return err
	}
	return s.clock.Advance(d)
}

func refuse(g *gin.Context, status int, why string) {
	g.JSON(status, gin.H{"detail": why})
}
