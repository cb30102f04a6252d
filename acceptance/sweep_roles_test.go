package acceptance_test

import (
	"encoding/base64"
	"flag"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"twofold/api/door"
	"twofold/api/wire"
	"twofold/domain"
	"twofold/domain/factor"
	"twofold/tenancy"
	"twofold/tenancy/store"
	"twofold/tenancy/store/storetest"
)

var update = flag.Bool("update", false, "write testdata/roles.golden anew")

const rolesTable = "testdata/roles.golden"

// The columns of the table that are no role of the domain.
const (
	nobody = "nobody"
	halfIn = "half" // the password was right and the second step is missing
)

// columns are everybody who can be at a door, in the order of the table.
var columns = []string{nobody, halfIn, string(domain.RolePending), string(domain.RoleUser), string(domain.RoleAuditor), string(domain.RoleHelpdesk),
	string(domain.RoleAdmin), string(domain.RoleOwner), string(domain.RoleSupport), string(domain.RoleOperator)}

// What the door answers, as the table has it.
const (
	entered = "yes"     // let in; what the page or operation says then is its own matter
	outside = "sign-in" // nobody is signed in
	barred  = "no"      // signed in, and not for this role
	gated   = "set-up"  // a method must be set up first
)

// legend is the head of the table.
const legend = `# Who gets in where: yes, or the refusal (sign-in, set-up, no). Forms and bodies
# are sent empty, which a page may refuse by itself: that is the no in rows
# without any yes, and the no for half beside a yes for nobody.
`

// TestSweepRoles asks every page, form and operation as everybody. What they
// must get stands in a table that was read by eye, so that a permission
// written wrong where a route is mounted is seen; go test -update writes it.
// ASVS V8.1.1, V8.2.1, V8.3.1.
func TestSweepRoles(t *testing.T) {
	c := crowded(t)
	want := map[string][]string{}
	if text, err := os.ReadFile(rolesTable); err == nil {
		want = cellsOf(string(text))
	} else if !*update {
		t.Fatal(err)
	}
	var got []string
	rows := map[string][]string{}
	for _, r := range c.h.door.Routes() {
		rows[rowOf(r)] = make([]string, len(columns))
	}
	for i, who := range columns {
		// First what is refused, by one session that must come out of it whole.
		c.of(who)
		before := c.h.kept(t)
		for _, r := range c.h.door.Routes() {
			if cells := want[rowOf(r)]; !*update && len(cells) > i && cells[i] != entered {
				rows[rowOf(r)][i] = c.knock(r, c.of(who))
			}
		}
		if after := c.h.kept(t); after != before {
			t.Errorf("what is refused to %s changed:\n%s", who, changed(before, after))
		}
		for _, r := range c.h.door.Routes() {
			if cell := &rows[rowOf(r)][i]; *cell == "" {
				*cell = c.knock(r, c.of(who))
				c.again(r, who)
			}
		}
	}
	for name, cells := range rows {
		got = append(got, lineOf(name, cells))
	}
	slices.Sort(got)
	text := legend + lineOf("", columns) + strings.Join(got, "")
	if *update {
		check(t, os.WriteFile(rolesTable, []byte(text), 0o644))
	}
	stored, err := os.ReadFile(rolesTable)
	check(t, err)
	if text != string(stored) {
		t.Errorf("the table was read to say otherwise (make golden writes it anew):\n%s", changed(string(stored), text))
	}
}

func rowOf(r door.Route) string { return r.Path + " " + r.Method }

func lineOf(name string, cells []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-66s", name)
	for _, c := range cells {
		fmt.Fprintf(&b, " %-8s", c)
	}
	return strings.TrimRight(b.String(), " ") + "\n"
}

// cellsOf reads the table: a row's path and method, then a cell a column.
func cellsOf(text string) map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(text) {
		if f := strings.Fields(line); len(f) == 2+len(columns) {
			out[f[0]+" "+f[1]] = f[2:]
		}
	}
	return out
}

// crowd is a house with one session of everybody.
type crowd struct {
	t     *testing.T
	h     *house
	maria *person // whose sign-in is half finished
	orgs  map[string]tenancy.Scope
	live  map[string]caller
	made  int
}

// caller is somebody's browser: its cookies, and the two among them that forms
// are bound to.
type caller struct{ org, cookies, browser, session string }

func crowded(t *testing.T) *crowd {
	t.Helper()
	h := open(t, storetest.SQLite(t), func(b *build) { b.trusts = nil })
	c := &crowd{t: t, h: h, orgs: map[string]tenancy.Scope{}, live: map[string]caller{}}
	north, south := h.org(t, "northwind"), h.org(t, "southridge")
	north.policy(optional)
	c.maria = north.member("maria", domain.RoleUser)
	c.maria.signOut()
	south.policy(required(domain.StartAtOnce))
	staff := domain.Tenant{ID: domain.StaffTenant, Name: "Staff", ShortName: domain.StaffShort, State: domain.TenantActive, CreatedAt: h.now()}
	c.orgs["northwind"], c.orgs["southridge"], c.orgs[domain.StaffShort] = north.request().Scope, south.request().Scope, tenancy.Of(staff.ID)
	c.write(domain.StaffShort, func(tx *store.Tx) error { return tx.CreateTenant(t.Context(), staff, domain.StaffPolicy()) })
	return c
}

func (c *crowd) write(org string, fn func(tx *store.Tx) error) {
	c.t.Helper()
	check(c.t, c.h.db.In(c.t.Context(), c.orgs[org], fn))
}

// of is somebody who is signed in as far as the column says.
func (c *crowd) of(who string) caller {
	c.t.Helper()
	one, there := c.live[who]
	if !there {
		one = c.arrive(who)
		c.live[who] = one
	}
	return one
}

// again lets somebody who may have ended their session, or changed who they
// are, come anew.
func (c *crowd) again(r door.Route, who string) {
	if r.Method != http.MethodGet {
		delete(c.live, who)
	}
}

func (c *crowd) arrive(who string) caller {
	c.t.Helper()
	role, org := domain.Role(who), "northwind"
	switch {
	case who == nobody:
		return caller{org, "__Host-b=browser", "browser", ""}
	case who == halfIn:
		p := c.maria.elsewhere()
		p.start(wire.NextSecondStep)
		read[wire.SignInPage](p.client, wire.ReadSignIn, nil)
		return caller{org, p.cookieLine(), p.cookies("__Host-b")[0].Value, ""}
	case role == domain.RolePending:
		role, org = domain.RoleUser, "southridge"
	case role.Platform():
		org = domain.StaffShort
	}
	c.made++
	id, token := fmt.Sprintf("usr_guest%d", c.made), fmt.Sprintf("token%d", c.made)
	now := c.h.now()
	c.write(org, func(tx *store.Tx) error {
		ctx := c.t.Context()
		u := domain.User{ID: id, Email: id + "@guests.example", Name: "Guest", Role: role, State: domain.UserActive, SecurityVersion: 1, CreatedAt: now}
		if err := tx.AddUser(ctx, store.Person{User: u}); err != nil {
			return err
		}
		s := domain.Session{ID: fmt.Sprintf("ses_guest%d", c.made), UserID: id, SecurityVersion: 1, AMR: []string{"pwd"}, ACR: domain.AssuranceOne, AuthAt: now, StepUpAt: now, StartedAt: now, SeenAt: now}
		if role.Platform() {
			if err := tx.AddFactor(ctx, store.Factor{ID: fmt.Sprintf("fac_guest%d", c.made), UserID: id, Method: domain.MethodApp, Name: "Phone", App: "Authy", Secret: []byte("sealed"), CreatedAt: now}); err != nil {
				return err
			}
			if _, err := tx.ChangeUser(ctx, id, 1, store.UserChange{TwoStep: domain.TwoStepOn, At: now}); err != nil {
				return err
			}
		}
		return tx.OpenSession(ctx, store.NewSession{Session: s, TokenHash: factor.HashToken(token), BrowserHash: factor.HashToken("browser")})
	})
	return caller{org, "__Host-b=browser; __Host-s-" + c.orgs[org].Tenant() + "=" + token, "browser", token}
}

// csrf is what a page puts into its forms for a browser and session.
func (c *crowd) csrf(as caller) string {
	c.t.Helper()
	mac, err := c.h.keys.MAC("csrf", []byte(as.browser+"\n"+as.session))
	check(c.t, err)
	return base64.RawURLEncoding.EncodeToString(mac)
}

// knock asks a route as somebody and reads what the door said.
func (c *crowd) knock(r door.Route, as caller) string {
	c.t.Helper()
	path := strings.NewReplacer(":org", as.org, ":id", "none", ":token", "none", ":session", "none", ":trust", "none", ":short", "northwind", ":name", "none.css").Replace(r.Path)
	body, headers := "", []string{"Cookie", as.cookies}
	if !strings.Contains(r.Path, ":org") {
		as.session = "" // none counts there
	}
	if csrf := c.csrf(as); r.Method != http.MethodGet {
		body, headers = "csrf="+csrf, append(headers, "Content-Type", "application/x-www-form-urlencoded")
		if strings.Contains(r.Path, "/api/") {
			body, headers = "{}", []string{"Cookie", as.cookies, "Content-Type", "application/json", "X-Csrf-Token", csrf}
		}
	}
	a := c.h.knock(c.t, r.Method, path, body, headers...)
	to, code := a.header.Get("Location"), codeOf(a.body)
	base := "/t/" + as.org
	switch {
	case to == base+"/sign-in" || strings.HasPrefix(to, base+"/sign-in?next="), code == domain.CodeSignedOut:
		return outside
	case to == base+"/setup" && !strings.HasPrefix(path, to), code == domain.CodeEnrollmentRequired:
		return gated
	case a.status == http.StatusForbidden:
		return barred
	case a.status >= 500:
		c.t.Errorf("%s: %d %.300s", rowOf(r), a.status, a.body)
	}
	return entered
}

// codeOf is the code of a problem document, empty where it is none.
func codeOf(body string) domain.Code {
	_, after, _ := strings.Cut(body, `"code":"`)
	code, _, _ := strings.Cut(after, `"`)
	return domain.Code(code)
}
