package acceptance_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"twofold/domain"
)

// shownBy names the test that shows the row of each kind of event that the
// sweep doesn't cause: room and test.
var shownBy = map[domain.EventKind]string{
	domain.EventMailUndeliverable:  "api/work TestGivesUpForGood",
	domain.EventEnrollmentNotified: "api/work TestRunsJobsToTheEnd",
	domain.EventNumbersAsked:       "api/flow TestM4NumbersAreReadyBeforeTexts",

	domain.EventResetAsked:    "acceptance TestAcceptanceReset",
	domain.EventResetOpened:   "acceptance TestAcceptanceReset",
	domain.EventResetVerified: "acceptance TestAcceptanceReset",
	domain.EventPasswordReset: "acceptance TestAcceptanceReset",

	domain.EventRequestMade:     "acceptance TestAcceptanceRequests",
	domain.EventRequestTaken:    "acceptance TestAcceptanceRequests",
	domain.EventRequestDone:     "acceptance TestAcceptanceRequests",
	domain.EventRequestDeclined: "acceptance TestAcceptanceRequests",
	domain.EventRequestExpired:  "acceptance TestAcceptanceRequests",
	domain.EventRequestStopped:  "acceptance TestAcceptanceRequests",
	domain.EventCallerCode:      "acceptance TestAcceptanceRequests",
	domain.EventCallerChecked:   "acceptance TestAcceptanceRequests",

	domain.EventGrantGiven:   "acceptance TestAcceptanceDesk",
	domain.EventGrantUsed:    "acceptance TestAcceptanceGrants",
	domain.EventGrantStopped: "acceptance TestAcceptanceGrants",
	domain.EventCaseOpened:   "acceptance TestAcceptanceDesk",
	domain.EventCaseProof:    "acceptance TestAcceptanceDesk",
	domain.EventCaseDecided:  "acceptance TestAcceptanceDesk",
	domain.EventCaseEnded:    "acceptance TestAcceptanceSupportForm",

	domain.EventResetWaits: "acceptance TestAcceptanceWait",
	domain.EventResetOff:   "acceptance TestAcceptanceWait",
	domain.EventFrozen:     "acceptance TestAcceptanceWait",
	domain.EventUnfrozen:   "acceptance TestAcceptanceWait",

	domain.EventAnswersChanged: "api/rest TestA14ChangedAnswersStopWorkingAtOnce",
	domain.EventAnswersRemoved: "api/rest TestF13RemovedWhereOffered",
	domain.EventAnswersChecked: "api/rest TestA21ThreeChecksADayOfTheWholeSet",

	domain.EventTenantSuspended: "api/flow TestSuspendedOrganization",
	domain.EventTenantResumed:   "api/flow TestSuspendedOrganization",
	domain.EventTenantOpened:    "api/rest TestInspectionShowsLittleAndIsTold",
	domain.EventTenantClosed:    "api/rest TestInspectionShowsLittleAndIsTold",
	domain.EventSenderTested:    "api/rest TestOperatorsTestTheSender",
	domain.EventInstanceSetUp:   "api/flow TestTheFirstPersonNeedsTheCode",
	domain.EventInstanceRefused: "api/flow TestTheFirstPersonNeedsTheCode",

	domain.EventTextRefused:      "api/flow TestTextCapsOfNumberAndPerson",
	domain.EventTextAlarm:        "api/flow TestTextCapOfOrganization",
	domain.EventTextStopped:      "api/flow TestTextCapOfOrganization",
	domain.EventTextRouteStopped: "api/flow TestTextPumping",
}

// TestSweepAuditShown looks into the source: each test that shows a kind of
// event is there, and it or something it calls names the kind.
func TestSweepAuditShown(t *testing.T) {
	names := kindNames(t)
	rooms := map[string]map[string][]*ast.FuncDecl{}
	for kind, where := range shownBy {
		room, test, _ := strings.Cut(where, " ")
		if rooms[room] == nil {
			rooms[room] = testFuncs(t, room)
		}
		switch funcs := rooms[room]; {
		case len(funcs[test]) != 1:
			t.Errorf("%s has no test %s", room, test)
		case names[kind] == "" || !mentions(funcs, test, names[kind], map[string]bool{}):
			t.Errorf("%s in %s doesn't look for %s", test, room, kind)
		}
	}
}

// kindNames are the names of the constants by their value.
func kindNames(t *testing.T) map[domain.EventKind]string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "domain", "event.go"), nil, 0)
	check(t, err)
	out := map[domain.EventKind]string{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Names) != 1 || len(spec.Values) != 1 {
			return true
		}
		if value, ok := spec.Values[0].(*ast.BasicLit); ok {
			kind, err := strconv.Unquote(value.Value)
			check(t, err)
			out[domain.EventKind(kind)] = spec.Names[0].Name
		}
		return true
	})
	return out
}

// testFuncs are the functions of a room's tests by name.
func testFuncs(t *testing.T, room string) map[string][]*ast.FuncDecl {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", room, "*_test.go"))
	check(t, err)
	out := map[string][]*ast.FuncDecl{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		check(t, err)
		for _, d := range file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				out[fn.Name.Name] = append(out[fn.Name.Name], fn)
			}
		}
	}
	return out
}

// mentions reports whether a function, or one that it names, names a constant.
func mentions(funcs map[string][]*ast.FuncDecl, fn, constant string, been map[string]bool) (found bool) {
	if been[fn] {
		return false
	}
	been[fn] = true
	for _, decl := range funcs[fn] {
		ast.Inspect(decl, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && !found {
				found = id.Name == constant || mentions(funcs, id.Name, constant, been)
			}
			return !found
		})
	}
	return found
}
