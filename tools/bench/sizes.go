package main

import (
	"context"
	"fmt"
	"os"
)

const (
	wasmFile = "api/site/static/app.wasm.br"
	wasmMost = 1.9 // MB
)

// measureSizes reads how big the program is and what of it every new browser
// fetches once.
func measureSizes(_ context.Context, r *run) error {
	program, err := os.Stat(r.binary)
	if err != nil {
		return fmt.Errorf("find the program: %w", err)
	}
	wasm, err := os.Stat(wasmFile)
	if err != nil {
		return fmt.Errorf("find the WebAssembly: %w", err)
	}
	r.report.add(row{What: "program", Value: plain(float64(program.Size())/1e6) + " MB"})
	r.report.add(atMost("app.wasm.br", "", float64(wasm.Size())/1e6, wasmMost, " MB"))
	return nil
}
