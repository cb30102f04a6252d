package policies

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"twofold/domain"
)

// golden is the whole policy by hand: a row a permission, a column a role, in
// the order of Roles.
var golden = map[Permission]string{
	//                 anonymous pending user auditor helpdesk admin owner support operator
	Public:            "yyyyyyyyy",
	LimitsRead:        "yyyyyyyyy",
	SessionRead:       "-yyyyyyyy",
	SessionEnd:        "-yyyyyyyy",
	SessionConfirm:    "-yyyyyyyy",
	OwnSetup:          "-yyyyyyyy",
	HelpRead:          "-yyyyyyyy",
	OwnSecurityRead:   "--yyyyyyy",
	OwnSecurityChange: "--yyyyyyy",
	OwnSessionEnd:     "--yyyyyyy",
	TokenIssue:        "--yyyyyyy",
	OrganizationRead:  "--yyyyyyy",
	PeopleRead:        "---yyyy--",
	PeopleInvite:      "-----yy--",
	PeopleReset:       "----yyy--",
	PeopleUnlock:      "----yyy--",
	PeopleSessionsEnd: "-----yy--",
	PeopleSuspend:     "-----yy--",
	PeopleRole:        "-----yy--",
	PeopleNumber:      "-----yy--",
	PeopleUnfreeze:    "------y--",
	RequestsRead:      "----yyy--",
	RequestsAnswer:    "----yyy--",
	PolicyRead:        "---y-yy--",
	PolicyWrite:       "-----yy--",
	AuditRead:         "---y-yy--",
	OrganizationWrite: "-----yy--",
	ChecklistRead:     "-----yy--",
	MessagesRead:      "-----yy--",
	MessagesWrite:     "-----yy--",
	TenantsRead:       "-------yy",
	TenantsWrite:      "--------y",
	StaffRead:         "--------y",
	TenantsOpen:       "--------y",
	HealthRead:        "--------y",
	StaffInvite:       "--------y",
	StaffWrite:        "--------y",
	CasesRead:         "-------yy",
	CasesWrite:        "-------yy",
}

func opened(t testing.TB) *Enforcer {
	t.Helper()
	e, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// ASVS V8.1.1, V8.2.1
func TestEveryRoleTimesEveryPermission(t *testing.T) {
	e := opened(t)
	if len(golden) != len(Permissions()) {
		t.Fatalf("the table has %d permissions, the package %d", len(golden), len(Permissions()))
	}
	for _, p := range Permissions() {
		for i, r := range Roles() {
			if want := golden[p][i] == 'y'; e.May(r, p) != want {
				t.Errorf("May(%s, %s) = %v", r, p, !want)
			}
		}
	}
}

func TestWhatIsNotWrittenIsDenied(t *testing.T) {
	e := opened(t)
	tries := []string{"", "*", ".*", "?", "Owner", "OWNER", " owner", "owner ", "owner\n", "owner\x00", "own", "owners",
		"Support", "operators", "p", "g", "r.role", `owner" || "1"=="1`, "оwner", "anonymous,owner", "people.*"}
	for _, s := range tries {
		for _, p := range Permissions() {
			if e.May(domain.Role(s), p) {
				t.Errorf("role %q may %s", s, p)
			}
		}
	}
	for _, s := range append(tries, "people", "people.", "people.read ", "People.Read", "PUBLIC", "people.read.all", "/people/read") {
		for _, r := range Roles() {
			if e.May(r, Permission(s)) {
				t.Errorf("%s may %q", r, s)
			}
		}
	}
}

// The answers must come from Casbin, and Casbin itself must not be loose: the
// same tricks are put to it without the table in between.
func TestCasbinItselfMatchesExactly(t *testing.T) {
	rules, err := parse(policyText)
	if err != nil {
		t.Fatal(err)
	}
	c, err := load(modelText, rules)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range [][2]string{{"*", "people.read"}, {"owner", "*"}, {"Owner", "public"}, {"owner", "people"}, {"", ""}, {"owner", ""}, {"", "public"}} {
		if yes, _ := c.Enforce(q[0], q[1]); yes {
			t.Errorf("Casbin allows %q", q)
		}
	}
	if yes, _ := c.Enforce("owner", "people.read"); !yes {
		t.Error("Casbin denies an owner people.read")
	}
}

func TestAMissingEnforcerDenies(t *testing.T) {
	var none *Enforcer
	if none.May(domain.RoleOwner, Public) || (&Enforcer{}).May(domain.RoleOwner, Public) {
		t.Error("an enforcer without a policy allows")
	}
}

func TestHolders(t *testing.T) {
	e := opened(t)
	if got := e.Holders(domain.DefaultPolicy(), PeopleReset); !slices.Equal(got, []domain.Role{domain.RoleHelpdesk, domain.RoleAdmin, domain.RoleOwner}) {
		t.Errorf("holders of people.reset: %v", got)
	}
	if got := e.Holders(domain.DefaultPolicy(), "people.*"); got != nil {
		t.Errorf("holders of a wildcard: %v", got)
	}
}

// P23: a tenant that keeps resets to its owners keeps nothing else.
func TestWhatATenantKeepsFromARole(t *testing.T) {
	e, kept := opened(t), domain.DefaultPolicy()
	kept.WaysBack.AdminsReset = false
	for _, role := range Roles() {
		for _, p := range Permissions() {
			want := e.May(role, p)
			if e.MayUnder(domain.DefaultPolicy(), role, string(p)) != want {
				t.Errorf("the default policy changes %s × %s", role, p)
			}
			want = want && (p != PeopleReset || role == domain.RoleOwner)
			if e.MayUnder(kept, role, string(p)) != want || slices.Contains(e.Granted(kept, role), string(p)) != want || slices.Contains(e.Holders(kept, p), role) != want {
				t.Errorf("owners alone reset, but %s × %s isn't %v", role, p, want)
			}
		}
	}
}

// ASVS V16.5.3: an empty or damaged policy opens nothing, least of all doors.
func TestABrokenPolicyIsRefused(t *testing.T) {
	without := func(line string) string { return strings.Replace(policyText, line+"\n", "", 1) }
	with := func(line string) string { return policyText + line + "\n" }
	broken := map[string]string{
		"empty":                   "",
		"only comments":           "# nothing\n",
		"cut in the middle":       policyText[:len(policyText)/2],
		"cut in a word":           policyText[:len(policyText)-4],
		"a grant missing":         without("p, helpdesk, people.reset"),
		"the owner locked out":    without("g, owner, admin"),
		"a role inherits nothing": without("g, helpdesk, user"),
		"unknown role":            with("p, root, people.read"),
		"unknown permission":      with("p, admin, people.delete"),
		"wildcard":                with("p, pending, *"),
		"empty fields":            with("p, , "),
		"two fields":              with("p, admin"),
		"four fields":             with("p, admin, people.read, allow"),
		"unknown kind":            with("p2, admin, people.read"),
		"twice":                   with("p, auditor, people.read"),
		"case":                    with("p, Admin, people.read"),
		"trailing space":          with("p, user, people.read "),
		"everybody is owner":      with("g, anonymous, owner"),
		"an owner is staff":       with("g, owner, operator"),
		"an owner sees all":       with("p, owner, tenants.read"),
		"a user sees all":         with("p, user, tenants.read"),
		"support is an admin":     with("g, support, admin"),
		"support reads people":    with("p, support, people.read"),
		"an operator locked out":  without("g, operator, support"),
		"everybody may":           with("p, anonymous, people.read"),
		"inherits an unknown":     with("g, user, root"),
		"a quote left open":       with(`p, "admin, people.read`),
	}
	for name, text := range broken {
		if e, err := open(modelText, text); err == nil || e != nil {
			t.Errorf("%s: opened", name)
		}
	}
}

func TestABrokenModelIsRefused(t *testing.T) {
	matcher := "m = g(r.role, p.role) && r.permission == p.permission"
	broken := map[string]string{
		"empty":              "",
		"no matcher":         strings.Replace(modelText, matcher, "", 1),
		"unknown function":   strings.Replace(modelText, matcher, "m = f(r.role)", 1),
		"always true":        strings.Replace(modelText, matcher, "m = true", 1),
		"no hierarchy":       strings.Replace(modelText, matcher, "m = r.role == p.role && r.permission == p.permission", 1),
		"the role alone":     strings.Replace(modelText, matcher, "m = g(r.role, p.role)", 1),
		"the wish alone":     strings.Replace(modelText, matcher, "m = r.permission == p.permission", 1),
		"a wider definition": strings.Replace(modelText, "p = role, permission", "p = role, permission, eft", 1),
	}
	for name, text := range broken {
		if text == modelText {
			t.Fatalf("%s: changes nothing", name)
		}
		if e, err := open(text, policyText); err == nil || e != nil {
			t.Errorf("%s: opened", name)
		}
	}
}

func BenchmarkMay(b *testing.B) {
	e := opened(b)
	for b.Loop() {
		if !e.May(domain.RoleOwner, PeopleReset) {
			b.Fatal("denied")
		}
	}
}

// BenchmarkCasbin is what a decision would cost without the table.
func BenchmarkCasbin(b *testing.B) {
	rules, _ := parse(policyText)
	c, err := load(modelText, rules)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if yes, err := c.Enforce("owner", string(PeopleReset)); err != nil || !yes {
			b.Fatal("denied")
		}
	}
}

func ExampleEnforcer_May() {
	e, err := Open()
	if err != nil {
		panic(err)
	}
	fmt.Println(e.May(domain.RoleAdmin, PeopleReset), e.May(domain.RoleUser, PeopleReset))
	// Output: true false
}
