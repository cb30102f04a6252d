package wire

import "time"

// Objection is the page a "this wasn't me" link leads to. Its one button posts
// to "/objection"; opening it changes nothing. Kind is of the notice: text
// objection.about.<kind>.
type Objection struct {
	Kind string    `json:"kind"`
	At   time.Time `json:"at"`
	// Freezes says that the button also keeps everybody out until an owner lifts it.
	Freezes bool `json:"freezes,omitempty"`
}

// ObjectionDone is the page after it.
type ObjectionDone struct {
	Undone bool   `json:"undone,omitempty"` // something was changed back
	Frozen bool   `json:"frozen,omitempty"` // nobody signs in until an owner lifts it
	SignIn string `json:"sign_in"`          // leads to a new password
}

// Screen names the page.
func (Objection) Screen() string { return "objection" }

// Screen names the page.
func (ObjectionDone) Screen() string { return "objection-done" }
