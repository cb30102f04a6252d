package main

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"

	"github.com/gin-gonic/gin"
)

// serveBare serves a Gin handler that does nothing but answer, at the path of
// the product's read. What it answers comes on its input; where it listens
// goes to its output. It ends with its input.
func serveBare(in io.Reader, out io.Writer) error {
	orders := json.NewDecoder(in)
	var answer []byte
	if err := orders.Decode(&answer); err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.GET("/t/:org/api/v1/session", func(g *gin.Context) { g.Data(http.StatusOK, "application/json", answer) })
	failed := make(chan error, 1)
	go func() { failed <- http.Serve(l, engine) }()
	if err := json.NewEncoder(out).Encode("http://" + l.Addr().String()); err != nil {
		return err
	}
	go func() { failed <- orders.Decode(&answer) }()
	if err := <-failed; !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}
