package command

import (
	"context"
	"encoding/base64"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"twofold/domain/factor"
	"twofold/tenancy/store"
)

// dataKeyFact is where a database keeps the proof of the key it belongs to.
const dataKeyFact = "data_key"

// openKeys reads the data key and proves that it is the one of this database.
// A new database is bound to the key here. The service never goes on with
// another key, and none is made for a database that has one: everything sealed
// would be lost behind it.
func openKeys(ctx context.Context, c *Config, db *store.DB, log *slog.Logger) (*factor.Keys, error) {
	stored, err := db.Fact(ctx, dataKeyFact)
	if err != nil {
		return nil, err
	}
	keys, err := readKeys(c, stored != "", log)
	if err != nil {
		return nil, err
	}
	if stored == "" {
		if stored, err = bind(ctx, db, keys); err != nil {
			return nil, err
		}
	}
	for {
		proof, err := base64.StdEncoding.DecodeString(stored)
		if err == nil {
			err = keys.CheckSentinel(proof)
		}
		if err != nil {
			return nil, c.wrongKeys(err)
		}
		now, err := renewed(ctx, db, keys, stored, proof)
		if err != nil || now == stored {
			return keys, err
		}
		stored = now
	}
}

func (c *Config) wrongKeys(err error) error {
	r := &Refusal{Exit: ExitKeys, What: "the data key is the wrong one", Where: c.keysWhere(),
		Fix: "use the key this database was made with, from your backup; a new one can't read what is there", Cause: err}
	if errors.Is(err, factor.ErrUnknownKey) {
		r.What += ", or from before its last rotation"
		r.Fix = "use the newest file of this database, as keys rotate --data-key left it, or your backup of it; a new one can't read what is there"
	}
	return r
}

// renewed seals a database's proof anew with the newest key of the file: from
// then on a file from before its rotation, which couldn't open what this
// service seals, isn't taken for the right one any more. It returns the proof
// in force, another instance's when that was first.
func renewed(ctx context.Context, db *store.DB, keys *factor.Keys, stored string, proof []byte) (string, error) {
	if by, err := factor.SealedBy(proof); err != nil || by == keys.SealingKey() {
		return stored, err
	}
	proof, err := keys.Sentinel()
	if err != nil {
		return "", err
	}
	next := base64.StdEncoding.EncodeToString(proof)
	changed, err := db.ChangeFact(ctx, dataKeyFact, stored, next)
	if err != nil || changed {
		return next, err
	}
	return db.Fact(ctx, dataKeyFact)
}

func bind(ctx context.Context, db *store.DB, keys *factor.Keys) (string, error) {
	proof, err := keys.Sentinel()
	if err != nil {
		return "", err
	}
	return db.SetFactOnce(ctx, dataKeyFact, base64.StdEncoding.EncodeToString(proof))
}

func (c *Config) keysWhere() string {
	if c.Keys != "" {
		return c.where("keys")
	}
	if _, set := c.from["keys_file"]; set {
		return c.KeysFile + " (" + c.where("keys_file") + ")"
	}
	return c.keysPath()
}

// readKeys reads the data key. bound says that the database has one already.
func readKeys(c *Config, bound bool, log *slog.Logger) (*factor.Keys, error) {
	content := []byte(c.Keys)
	if c.Keys == "" {
		var err error
		content, err = os.ReadFile(c.keysPath())
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return c.withoutKeys(bound)
		case err != nil:
			return nil, &Refusal{Exit: ExitKeys, What: "the data key can't be read", Where: c.keysWhere(), Fix: "make the file readable for the service", Cause: err}
		}
		warnReadable(c.keysPath(), log)
	}
	keys, err := factor.ParseKeys(content)
	if err != nil {
		return nil, &Refusal{Exit: ExitKeys, What: "the data key is damaged", Where: c.keysWhere(), Fix: "restore it from your backup", Cause: err}
	}
	return keys, nil
}

func (c *Config) withoutKeys(bound bool) (*factor.Keys, error) {
	r := &Refusal{Exit: ExitKeys, What: "there is no data key", Where: c.keysWhere(),
		Fix: "make one with: twofold keys create, keep a copy of it apart from the database's, and start again"}
	if bound {
		r.What = "the data key of this database is missing"
		r.Fix = "restore it from your backup; don't make a new one, it can't read what is there"
		return nil, r
	}
	if !Sandbox {
		return nil, r
	}
	return createKeys(c.keysPath())
}

// createKeys makes a data key in a new file that only its owner can read.
func createKeys(path string) (*factor.Keys, error) {
	keys, err := factor.CreateKeys()
	if err != nil {
		return nil, err
	}
	content, err := keys.Encode()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, unwritable(path, err)
	}
	if err := writeNew(path, content); err != nil {
		return nil, unwritable(path, err)
	}
	return keys, nil
}

func unwritable(path string, err error) error {
	return &Refusal{Exit: ExitData, What: "the file can't be written", Where: path, Fix: "let the service write to the folder, or choose another with --data", Cause: err}
}

// writeNew writes a file that must not be there yet, and has it on the disk
// when it returns.
func writeNew(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Sync(), f.Close())
}

func warnReadable(path string, log *slog.Logger) {
	info, err := os.Stat(path)
	if err == nil && info.Mode().Perm()&0o077 != 0 {
		log.Warn("others on this machine may read the data key", "file", path, "mode", info.Mode().Perm().String(), "fix", "chmod 600")
	}
}
