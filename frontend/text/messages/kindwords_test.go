package messages

import (
	"testing"

	"twofold/frontend/text"
)

// TestEveryKindHasAName: the lists of messages and of their wordings call a kind
// by its name, and never by what it is called in code.
func TestEveryKindHasAName(t *testing.T) {
	for _, kind := range Kinds {
		if !text.Has("en", "messages.kind."+kind) {
			t.Errorf("no text messages.kind.%s", kind)
		}
	}
}
