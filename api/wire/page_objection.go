package wire

import "time"

// Objection is the page a "this wasn't me" link leads to. Its one button posts
// to "/objection"; opening it changes nothing. Kind is of the notice: text
// objection.about.<kind>.
type Objection struct {
	Kind string    `json:"kind"`
	At   time.Time `json:"at"`
}

// ObjectionDone is the page after it.
type ObjectionDone struct {
	Undone bool   `json:"undone,omitempty"` // something was changed back
	SignIn string `json:"sign_in"`          // leads to a new password
}

// Screen names the page.
func (Objection) Screen() string { return "objection" }

// Screen names the page.
func (ObjectionDone) Screen() string { return "objection-done" }
