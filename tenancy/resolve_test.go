package tenancy_test

import (
	"strings"
	"testing"

	"twofold/tenancy"
)

func TestFromPath(t *testing.T) {
	for path, want := range map[string][2]string{
		"/t/north/sign-in":                    {"north", "/sign-in"},
		"/t/north":                            {"north", "/"},
		"/t/north/":                           {"north", "/"},
		"/t/a-1/api/v1/me":                    {"a-1", "/api/v1/me"},
		"/t/north//sign-in":                   {"north", "//sign-in"},
		"/t/" + strings.Repeat("a", 40) + "/": {strings.Repeat("a", 40), "/"},
		"/t/" + strings.Repeat("a", 41) + "/": {},
		"/t/no":                               {},
		"/t/":                                 {},
		"/t":                                  {},
		"/T/north":                            {},
		"/t/North":                            {},
		"/t/nor%74h":                          {},
		"/t/n.o/..":                           {},
		"/t/nörth":                            {},
		"/x/t/north":                          {},
		"t/north":                             {},
		"":                                    {},
	} {
		name, rest, ok := tenancy.FromPath(path)
		if ok != (want[0] != "") || name != want[0] || rest != want[1] {
			t.Errorf("FromPath(%q) = %q, %q, %v, want %q", path, name, rest, ok, want)
		}
	}
}

func FuzzFromPath(f *testing.F) {
	f.Add("/t/north/sign-in")
	f.Add("/t/a\x00b/x")
	f.Fuzz(func(t *testing.T, path string) {
		name, rest, ok := tenancy.FromPath(path)
		if !ok {
			if name+rest != "" {
				t.Errorf("refused %q, but gave %q, %q", path, name, rest)
			}
			return
		}
		if !strings.HasPrefix(rest, "/") || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			t.Errorf("FromPath(%q) = %q, %q", path, name, rest)
		}
		if again := "/t/" + name + rest; again != path && again != path+"/" {
			t.Errorf("FromPath(%q) lost something: %q", path, again)
		}
	})
}

func TestScope(t *testing.T) {
	if (tenancy.Scope{}).Valid() || tenancy.Of("").Valid() || !tenancy.Of("org_1").Valid() || tenancy.Of("org_1").Tenant() != "org_1" {
		t.Error("a scope is valid with a tenant and only then")
	}
}
