// Command build makes the WebAssembly that the browser runs and, with -server,
// the program that serves it, and prints progress while a cold build is busy.
//
//	go run ./tools/build                            the WebAssembly alone
//	go run ./tools/build -tags sandbox -server FILE for run and test
//	go run ./tools/build -release -server FILE      for production
//
// A release takes 30 seconds longer for a WebAssembly smaller by an eighth, and
// names no path of this machine; without, the server shares what it compiles
// with go test.
//
// The browser's part is compiled without what nothing calls in go-app (goapp.go).
//
// It is run from the top folder and needs nothing but Go. The results lie in
// api/site/static, which is embedded: app.wasm.br with the screens of the way in
// and the account, admin.wasm.br with those of the administration, staff.wasm.br
// with those of the company's own staff, the hash of each as it is unpacked
// (app.wasm.sum), and the wasm_exec.js of the Go that compiled them. There is no
// second, uncompressed copy: a client that doesn't accept Brotli is sent the same
// file unpacked by the server.
package main
