package wire

import (
	"encoding/json"
	"fmt"
	"time"
)

// Layout is one of the three page shells.
type Layout string

// The layouts: Card for the way in and system pages, Account for a person's
// own settings, Admin for an organization's.
const (
	LayoutCard    Layout = "card"
	LayoutAccount Layout = "account"
	LayoutAdmin   Layout = "admin"
)

// Page is everything a screen is drawn from, on the server and again in the
// browser, which reads it from the script element with the id "page". It must
// hold nothing the person in front of the screen may not read.
type Page struct {
	Name       string     `json:"name"`             // set by With
	Layout     Layout     `json:"layout,omitempty"` // set by page.Document
	Lang       string     `json:"lang"`             // BCP 47, "en" when empty
	Dir        string     `json:"dir,omitempty"`    // ltr or rtl, from Lang when empty
	Org        Org        `json:"org"`
	CSRF       string     `json:"csrf"`                 // value of the hidden field csrf and of X-Csrf-Token
	Appearance string     `json:"appearance,omitempty"` // system, light or dark
	CodesWait  CodesWait  `json:"codes_wait,omitempty"`
	Me         *Me        `json:"me,omitempty"`
	Assets     Assets     `json:"assets"`
	Sandbox    bool       `json:"sandbox,omitempty"`
	RequestID  string     `json:"request_id,omitempty"`
	Now        time.Time  `json:"now"` // the service's time, which relative times are told from
	Links      SiteLinks  `json:"links"`
	Banner     *Banner    `json:"banner,omitempty"`
	Notice     *Message   `json:"notice,omitempty"`  // text notice.<code>, said once after something was done
	Summary    []Message  `json:"summary,omitempty"` // text error.<code>, errors of the form as a whole
	Errors     FieldError `json:"errors,omitempty"`
	// Ladder holds the ways out on every page that asks for a second step, in
	// the tenant's order.
	Ladder []HelpLink `json:"ladder,omitempty"`
	// Nav holds the addresses of the side navigation a person may open, by
	// name, in order. Only the Account and Admin layouts show it.
	Nav  []NavItem       `json:"nav,omitempty"`
	Data json.RawMessage `json:"data,omitempty"` // the Screen, set by With
}

// CodesWait says for whom codes are sent by their button only; empty is
// nobody: a complete code goes by itself.
type CodesWait string

const (
	CodesWaitForOrg    CodesWait = "org"    // the policy says so
	CodesWaitForPerson CodesWait = "person" // chosen in this browser
)

// FieldError maps the name of an input to what is wrong with its value. The
// text is error.<code>.
type FieldError map[string]Message

// Message is a text by code with its placeholders filled.
type Message struct {
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

// Org is the organization a page belongs to; the zero Org is the service's
// own door.
type Org struct {
	Name    string  `json:"name,omitempty"`
	Short   string  `json:"short,omitempty"`
	Base    string  `json:"base,omitempty"` // "/t/northwind", no slash at the end
	Contact Contact `json:"contact"`
}

// Contact is whom people of an organization ask for help. Empty parts are not
// shown.
type Contact struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
	Phone string `json:"phone,omitempty"`
	Hours string `json:"hours,omitempty"`
}

// Me is the signed-in person.
type Me struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
	Role  string `json:"role"`
	// Admin tells whether the account menu offers Administration.
	Admin bool `json:"admin,omitempty"`
}

// Assets are the addresses of the static files of this build.
type Assets struct {
	CSS     string `json:"css"`
	Icons   string `json:"icons"`
	Favicon string `json:"favicon,omitempty"`
	Boot    string `json:"boot"`
	Line    string `json:"line,omitempty"` // line.js, of the Card layout alone
	Passkey string `json:"passkey,omitempty"`
	Exec    string `json:"exec"` // wasm_exec.js
	// The WebAssembly is in three parts, of which a page names its own alone.
	App   string `json:"-"` // app.wasm
	Admin string `json:"-"` // admin.wasm
	Staff string `json:"-"` // staff.wasm
	// Build tells this build's files from another's. Every answer of the
	// service carries it, in the header X-Build.
	Build string `json:"build,omitempty"`
}

// SiteLinks are the footer's addresses outside the organization. Empty ones
// are not drawn.
type SiteLinks struct {
	Privacy string `json:"privacy,omitempty"`
	Terms   string `json:"terms,omitempty"`
	Status  string `json:"status,omitempty"`
}

// Banner is the one notice under the top bar: text banner.<code>, and a link
// with the text banner.<code>.action when Href is set.
type Banner struct {
	Message
	Kind string `json:"kind"` // info, warn or danger
	Href string `json:"href,omitempty"`
}

// NavItem is one place of the side navigation: text nav.<name>.
type NavItem struct {
	Name    string `json:"name"`
	Href    string `json:"href"`
	Current bool   `json:"current,omitempty"`
	Waiting int64  `json:"waiting,omitempty"` // what waits there for an answer
}

// Screen is the data of one kind of page.
type Screen interface {
	// Screen is the page's name in the registry of frontend/page.
	Screen() string
}

// With returns the page showing s.
func (p Page) With(s Screen) (Page, error) {
	data, err := json.Marshal(s)
	if err != nil {
		return p, fmt.Errorf("encode screen %s: %w", s.Screen(), err)
	}
	p.Name, p.Data = s.Screen(), data
	return p, nil
}
