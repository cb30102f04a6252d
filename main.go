// Command twofold serves sign-in and two-step verification.
package main

import (
	"os"

	"twofold/api/command"
)

func main() { os.Exit(command.Main(os.Args[1:], os.Stdout, os.Stderr)) }
