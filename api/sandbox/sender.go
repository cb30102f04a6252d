//go:build sandbox

package sandbox

import (
	"context"

	"twofold/api/deliver"
)

// Sender takes messages and sends them nowhere: the outbox shows them.
type Sender struct{}

// From is the address the sandbox's messages would come from.
const From = "no-reply@sandbox.example"

// Send refuses what a mail server could not be given either.
func (Sender) Send(_ context.Context, m deliver.Message) error {
	_, err := m.Source()
	return err
}
