package tenancy

import "strings"

// FromPath splits /t/{org}/rest into the short name and the rest with its
// leading slash. It only parses: the look-up is the store's. ok is false for
// paths outside /t/ and for names that can't exist.
func FromPath(path string) (shortName, rest string, ok bool) {
	after, found := strings.CutPrefix(path, "/t/")
	if !found {
		return "", "", false
	}
	name, rest, _ := strings.Cut(after, "/")
	if len(name) < 3 || len(name) > 40 {
		return "", "", false
	}
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' {
			return "", "", false
		}
	}
	return name, "/" + rest, true
}
