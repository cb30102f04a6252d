package rest_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"twofold/api/flow"
	"twofold/api/wire"
	"twofold/domain"
)

// The numbers in force can be read, before and after signing in, each by a name
// of its own. That none is missing the other tests here show.
func TestLimitsCanBeRead(t *testing.T) {
	inHouses(t, func(h *house) {
		p := domain.DefaultPolicy()
		p.LockAttempts, p.TrustDays = 7, 14
		var of, all wire.Limits
		c := h.client(h.org(p).ShortName)
		c.want(200, wire.ReadLimits, nil, &of)
		c.want(200, wire.ReadServiceLimits, nil, &all)
		want := map[string]int64{"signin.code.tries": 7, "trust.days": 14, "session.idle": 43200, "password.min": 12, "request.body": 65536, "request.headers": 32768, "token.life": 300,
			"browser.sessions": 10, "browser.trusts": 5, "code.sends.hourly": 5, "text.number.daily": 10, "text.person.daily": 20}
		names := map[string]bool{}
		for _, l := range of.Limits {
			names[l.Name] = true
			if n, asked := want[l.Name]; asked && n != l.Value {
				t.Errorf("%s is %d, want %d", l.Name, l.Value, n)
			}
			if delete(want, l.Name); l.About == "" || l.Unit == "" {
				t.Errorf("%s says nothing", l.Name)
			}
		}
		own := h.flows.OrganizationLimits(p)
		if len(want) > 0 || len(names) != len(of.Limits) || len(of.Limits) != len(all.Limits)+len(own) || len(own) <= len(flow.PolicyLimits(p)) {
			t.Errorf("missing %v; %d names of %d, %d of them everywhere", want, len(names), len(of.Limits), len(all.Limits))
		}
	})
}

// Each number of the policy has a limit that it alone decides.
func TestEveryNumberOfThePolicyIsALimit(t *testing.T) {
	p := domain.DefaultPolicy()
	was := flow.PolicyLimits(p)
	moved, by := map[string][]string{}, map[string]int{} // limits by number, and how many numbers move a limit
	var each func(v reflect.Value, name string)
	each = func(v reflect.Value, name string) {
		for i := range v.NumField() {
			field, at := v.Field(i), name+v.Type().Field(i).Name
			switch {
			case field.Kind() == reflect.Int:
				old := field.Int()
				field.SetInt(old + 60)
				moved[at] = nil
				for i, l := range flow.PolicyLimits(p) {
					if l != was[i] {
						moved[at] = append(moved[at], l.Name)
						by[l.Name]++
					}
				}
				field.SetInt(old)
			case field.Kind() == reflect.Struct && field.Type().PkgPath() == reflect.TypeFor[domain.Policy]().PkgPath():
				each(field, at+".")
			}
		}
	}
	each(reflect.ValueOf(&p).Elem(), "")
	for number, limits := range moved {
		if !slices.ContainsFunc(limits, func(name string) bool { return by[name] == 1 }) {
			t.Errorf("%s has no limit of its own, only %v", number, limits)
		}
	}
	if len(moved) < 12 {
		t.Errorf("the policy has %d numbers", len(moved))
	}
}

// noLimits are the numeric constants that are none, or that nobody outside
// meets, by room and name.
var noLimits = map[string]string{
	"domain.FewRecoveryCodes": "advice, refuses nothing",
	"domain.CheckUpAfter":     "advice, refuses nothing",
	"domain.SharedBrowsers":   "advice, refuses nothing",
	"domain.SharedNetworks":   "advice, refuses nothing",
	"domain.SharedSpan":       "advice, refuses nothing",
	"domain.SharedHiddenFor":  "advice, refuses nothing",
	"factor.AdviceSpan":       "advice, refuses nothing",

	"domain.ResetReasonMost": "listed as flow.ReasonMost",
	"flow.AppDigits":         "listed as factor.Digits",
	"store.FirstTemplate":    "a version",

	"flow.ClockTolerance": "a threshold of the health page",
	"flow.slowDatabase":   "a threshold of the health page",
	"flow.queueLook":      "a threshold of the health page",
	"flow.queueBroken":    "a threshold of the health page",
	"flow.deadFor":        "a threshold of the health page",
	"flow.shareLeast":     "a threshold of the health page",
	"flow.diskLook":       "a threshold of the health page",
	"flow.diskBroken":     "a threshold of the health page",
	"flow.keyOld":         "a threshold of the health page",

	"flow.administratorsMost": "how much is shown or written to",
	"flow.casesShown":         "how much is shown",
	"flow.examplesMost":       "how much is shown",
	"flow.justReset":          "how much is shown",
	"flow.namesMost":          "how much is shown",
	"flow.ownersMost":         "how much is shown",
	"flow.policyHistory":      "how much is shown",
	"flow.recently":           "how much is shown",
	"flow.recentEvents":       "how much is shown",
	"flow.seenFor":            "how much is shown",
	"flow.sharedShown":        "how much is shown",
	"flow.shownFor":           "how much is shown",
	"flow.templateHistory":    "how much is shown",

	"flow.announceBatch":      "a step of the background work",
	"flow.limiterMostWindows": "memory: who is forgotten is let in sooner, never later",
	"flow.limitSpan":          "an hour, as each limit that it counts says",
	"flow.rounds":             "tries against other writers",
	"flow.setupCodesKept":     "one for each instance that is starting",
	"flow.textsMonth":         "longer than the calendar month that names the count",
	"flow.touchEvery":         "how exact the last activity is",
	"flow.offerResetFrom":     "advice, refuses nothing",
	"door.mostTold":           "lines of the log",
	"token.coordinate":        "RFC 7518",
}

// TestEveryConstantIsALimit goes over the numeric constants of the rooms that
// decide, exported ones in the vocabulary and all of them at the edge: each is
// used where the limits are listed, so that the number shown is the one in
// force, or is named above.
func TestEveryConstantIsALimit(t *testing.T) {
	used := map[string]bool{}
	for _, name := range append(sources(t, "api/flow/limits*.go"), sources(t, "api/rest/limits.go")...) {
		room := path.Base(filepath.ToSlash(filepath.Dir(name)))
		ast.Inspect(parsed(t, name), func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if in, ok := n.X.(*ast.Ident); ok {
					used[in.Name+"."+n.Sel.Name] = true
				}
			case *ast.Ident:
				used[room+"."+n.Name] = true
			}
			return true
		})
	}
	seen := map[string]bool{}
	for room, all := range map[string]bool{"domain": false, "domain/enroll": false, "domain/recovery": false, "domain/signin": false, "domain/factor": false, "domain/factor/passkey": false,
		"tenancy/store": false, "api/flow": true, "api/door": true, "api/rest": true, "api/token": true} {
		for _, name := range sources(t, room+"/*.go") {
			for _, constant := range numbers(parsed(t, name)) {
				id := path.Base(room) + "." + constant
				if !ast.IsExported(constant) && !all {
					continue
				}
				seen[id] = true
				if _, none := noLimits[id]; none == used[id] {
					t.Errorf("%s: shown as a limit: %v, said to be none: %v", id, used[id], none)
				}
			}
		}
	}
	for id := range noLimits {
		if !seen[id] {
			t.Errorf("%s isn't there any more", id)
		}
	}
	if len(seen) < 100 {
		t.Errorf("only %d constants were found", len(seen))
	}
}

func sources(t *testing.T, pattern string) (files []string) {
	t.Helper()
	all, err := filepath.Glob(filepath.Join("..", "..", filepath.FromSlash(pattern)))
	if err != nil || len(all) == 0 {
		t.Fatalf("%s: %v", pattern, err)
	}
	return slices.DeleteFunc(all, func(name string) bool { return strings.HasSuffix(name, "_test.go") })
}

func parsed(t *testing.T, name string) *ast.File {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// numbers are the names of a file's constants that are numbers or times: not
// text, and not counted up by iota.
func numbers(file *ast.File) (names []string) {
	for _, d := range file.Decls {
		group, ok := d.(*ast.GenDecl)
		if !ok || group.Tok != token.CONST {
			continue
		}
		for _, s := range group.Specs {
			spec := s.(*ast.ValueSpec)
			for i, name := range spec.Names {
				if i < len(spec.Values) && isNumber(spec.Values[i]) {
					names = append(names, name.Name)
				}
			}
		}
	}
	return names
}

func isNumber(value ast.Expr) bool {
	is := true
	ast.Inspect(value, func(n ast.Node) bool {
		lit, text := n.(*ast.BasicLit)
		id, name := n.(*ast.Ident)
		if text && lit.Kind == token.STRING || name && id.Name == "iota" {
			is = false
		}
		return is
	})
	return is
}
