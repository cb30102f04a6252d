//go:build !(js && wasm)

// Command frontend runs in browsers only. Build it with GOOS=js GOARCH=wasm.
package main

func main() {}
