//go:build sandbox

package sandbox

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"twofold/domain/factor"
)

// Kept is what the demo remembers in the data folder, beside its database.
type Kept struct {
	Password string `json:"password"` // of all demo people
}

// KeptIn reads what the demo remembers in a file, or draws it on the first
// run, with the password given where one is.
func KeptIn(path, password string) (Kept, error) {
	var k Kept
	text, err := os.ReadFile(path)
	if err == nil {
		if err := json.Unmarshal(text, &k); err != nil {
			return k, fmt.Errorf("read %s: %w", path, err)
		}
		return k, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return k, err
	}
	if k.Password = password; password == "" {
		codes, err := factor.NewRecoverySet(rand.Reader, 1)
		if err != nil {
			return k, err
		}
		k.Password = codes[0][:14]
	}
	if text, err = json.MarshalIndent(k, "", "  "); err != nil {
		return k, err
	}
	return k, os.WriteFile(path, append(text, '\n'), 0o600)
}
