package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

const (
	static   = "api/site/static"
	wasmMost = 1.9 // MB, each
)

// measureSizes reads how big the program is and what of it every new browser
// fetches once: one file for the way in and the account, one for the
// administration, and one for the company's own staff.
func measureSizes(_ context.Context, r *run) error {
	program, err := os.Stat(r.binary)
	if err != nil {
		return fmt.Errorf("find the program: %w", err)
	}
	r.report.add(row{What: "program", Value: plain(float64(program.Size())/1e6) + " MB"})
	for _, name := range []string{"app.wasm.br", "admin.wasm.br", "staff.wasm.br"} {
		wasm, err := os.Stat(filepath.Join(static, name))
		if err != nil {
			return fmt.Errorf("find the WebAssembly: %w", err)
		}
		r.report.add(atMost(name, "", float64(wasm.Size())/1e6, wasmMost, " MB"))
	}
	return nil
}
