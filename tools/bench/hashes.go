package main

import (
	"golang.org/x/crypto/argon2"

	"twofold/domain/factor"
)

// hashes is the limit of a sign-in: the hash alone, at the cost the product
// stores passwords with, in a process with the product's heap settings.
func hashes() task {
	salt, cost := []byte("sixteen bytes .."), factor.DefaultCost
	return task{close: func() {}, do: func(int) error {
		argon2.IDKey([]byte(password), salt, cost.Passes, cost.Memory, cost.Threads, 32)
		return nil
	}}
}
