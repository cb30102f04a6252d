package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"twofold/domain/factor"
)

func newKeys() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "Make the data key; rotate the keys of tokens or the data key",
		Long: `There are two kinds of keys.

The data key lies in a file and seals what lies in the database: authenticator
keys, messages, the private halves of signing keys. It also peppers passwords.
Without it the database is worthless; keep a copy apart from the database's.

The signing keys lie in the database, sealed. They sign the tokens for the
product, which learns the public halves at /.well-known/jwks.json.`,
		Args: noSuchCommand,
		RunE: showHelp,
	}
	cmd.AddCommand(newKeysCreate(), newKeysRotate())
	return cmd
}

func newKeysCreate() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "create",
		Short: "Make the data key of a new installation",
		Long: `Writes a new data key to the keys file (keys.json in the data folder), readable
for its owner only. It never touches a file that is there.`,
		Example: `  twofold keys create
  twofold keys create --keys-file /etc/twofold/keys.json`,
		Args: noArgs,
	}
	settings := withConfig(cmd, "data", "keys-file")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		c, err := settings()
		if err != nil {
			return err
		}
		path := c.keysPath()
		if _, err := createKeys(path); err != nil {
			if errors.Is(err, fs.ErrExist) {
				return &Refusal{Exit: ExitKeys, What: "there is a data key already", Where: path,
					Fix: "keep it: what it sealed is lost without it (twofold keys rotate --data-key adds a newer one to it)"}
			}
			return err
		}
		fmt.Fprintf(cmd.OutOrStdout(), "Data key  %s\nKeep a copy of it apart from the database's backup: neither is worth anything without the other.\n", path)
		return nil
	}
	return cmd
}

func newKeysRotate() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rotate",
		Short: "Begin to use new keys; the ones before stay good for what they made",
		Long: `Makes the next signing key. It is published at once, signs after 10 minutes, and
the key before stays published until its last token has ended: no verifier
notices. Running servers take it up by themselves.

With --data-key it is the data key that gets a newer one: what is sealed from then on
uses it, passwords move to it as people sign in, and the older ones in the same
file still open what they sealed. Give the file to every instance and restart
them together: one with the old file can't open what one with the new one seals,
and doesn't start any more.`,
		Example: `  twofold keys rotate
  twofold keys rotate --data-key --keys-file /etc/twofold/keys.json`,
		Args: noArgs,
	}
	settings := withConfig(cmd, coreSettings...)
	data := cmd.Flags().Bool("data-key", false, "rotate the data key in the place of the signing keys")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if *data {
			return rotateData(cmd, settings)
		}
		return withCore(cmd, settings, func(ctx context.Context, o *core) error {
			kid, from, err := o.ring.Rotate(ctx, o.flows.Now())
			if err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "Signing key  %s\nSigns from   %s\n", kid, from.Format(time.RFC3339))
			return nil
		})
	}
	return cmd
}

func rotateData(cmd *cobra.Command, settings func() (*Config, error)) error {
	c, err := settings()
	if err != nil {
		return err
	}
	if c.Keys != "" {
		return &Refusal{Exit: ExitUsage, What: "the data key is no file that could be written", Where: c.where("keys"), Fix: "give it as keys_file for this command"}
	}
	old, err := readKeys(c, true, newLog(cmd.ErrOrStderr(), slog.LevelWarn.String()))
	if err != nil {
		return err
	}
	next, err := old.Rotate()
	if err != nil {
		return err
	}
	if err := replaceKeys(c.keysPath(), next); err != nil {
		return unwritable(c.keysPath(), err)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "Data key  %s\nSeals with key %d; %d older ones still open what they sealed. Back it up, give it to every instance and restart them.\n",
		c.keysPath(), next.SealingKey(), len(next.SealingKeys())-1)
	return nil
}

// replaceKeys puts a new file in the place of the old one, whole or not at all.
func replaceKeys(path string, keys *factor.Keys) error {
	content, err := keys.Encode()
	if err != nil {
		return err
	}
	part := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".new")
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := writeNew(part, content); err != nil {
		return err
	}
	return os.Rename(part, path)
}
