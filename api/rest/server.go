package rest

import (
	"github.com/danielgtaylor/huma/v2"

	"twofold/api/door"
	"twofold/api/geoip"
	"twofold/api/token"
)

// Config is what the API needs to know of the installation.
type Config struct {
	Issuer   string      // iss of tokens: the service's public address
	Audience string      // aud of tokens: the product behind the sign-in
	Places   *geoip.File // where addresses are; nil: nobody knows
}

// Server is the API behind a door.
type Server struct {
	door   *door.Door
	ring   *token.Ring
	config Config
	api    huma.API

	problems map[int]*huma.Response // by status, as operations describe them
}

// New registers the API's routes with the door.
func New(d *door.Door, ring *token.Ring, c Config) *Server {
	s := &Server{door: d, ring: ring, config: c, problems: map[int]*huma.Response{}}
	s.api = huma.NewAPI(document(c), s)
	s.routes()
	s.serveDocument()
	return s
}
