package command

import (
	"errors"
	"fmt"
	"strings"
)

// Exit is what the program ends with. The numbers are a promise to scripts.
type Exit int

const (
	ExitOK       Exit = 0
	ExitFault    Exit = 1 // something failed that is no mistake in the set-up
	ExitUsage    Exit = 2 // the command line or the configuration is wrong
	ExitListen   Exit = 3 // the address can't be listened on
	ExitData     Exit = 4 // the data folder or the database file can't be used
	ExitKeys     Exit = 5 // the data key is missing or is not this database's
	ExitDatabase Exit = 6 // the database can't be reached, or its role may too much
	ExitSchema   Exit = 7 // the database lacks migrations
)

const exitCodes = `  0  done, or stopped as asked
  1  a fault, or not healthy
  2  the command line or the configuration is wrong
  3  the address can't be listened on
  4  the data folder or the database file can't be used
  5  the data key is missing, or is not the one of this database
  6  the database can't be reached, or the role may too much in it
  7  the database lacks migrations: run "twofold migrate"`

// Refusal is a start or command that was refused for a reason somebody can
// mend.
type Refusal struct {
	Exit  Exit
	What  string
	Where string // the setting, file and line, or folder
	Fix   string
	Cause error
}

func (r *Refusal) Error() string {
	if r.Cause != nil {
		return r.What + ": " + r.Cause.Error()
	}
	return r.What
}

func (r *Refusal) Unwrap() error { return r.Cause }

// text is the refusal as people read it.
func (r *Refusal) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "twofold: %s\n", oneLine(r.Error()))
	if r.Where != "" {
		fmt.Fprintf(&b, "  where:  %s\n", r.Where)
	}
	if r.Fix != "" {
		fmt.Fprintf(&b, "  to fix: %s\n", r.Fix)
	}
	fmt.Fprintf(&b, "  more:   twofold help exit-codes (this is %d)\n", r.Exit)
	return b.String()
}

// oneLine joins the lines of an error: the driver tells each address it tried
// on one of its own.
func oneLine(words string) string {
	return strings.ReplaceAll(strings.ReplaceAll(words, ":\n\t", ": "), "\n\t", "; ")
}

// explain writes an error for a person and says what to exit with.
func explain(err error) (string, Exit) {
	var r *Refusal
	if errors.As(err, &r) {
		return r.text(), r.Exit
	}
	var all Problems
	if errors.As(err, &all) {
		return all.text(), ExitUsage
	}
	var input badInput
	if errors.As(err, &input) {
		return input.all.lines("the command can't be run like this"), ExitUsage
	}
	var u usageError
	if errors.As(err, &u) {
		return fmt.Sprintf("twofold: %v\n", u.error), ExitUsage
	}
	return fmt.Sprintf("twofold: %v\n", err), ExitFault
}

// usageError is a mistake on the command line itself.
type usageError struct{ error }
