package policies

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"twofold/domain"
)

// rules is the policy text, parsed once by the only parser it meets.
type rules struct {
	grants   [][]string // role, permission
	inherits [][]string // stronger role, weaker role
}

// parse refuses everything it doesn't know: Casbin itself would load a
// misspelled role, an unknown kind of line or nothing at all without a word.
func parse(text string) (rules, error) {
	in := csv.NewReader(strings.NewReader(text))
	in.Comment, in.FieldsPerRecord, in.TrimLeadingSpace = '#', 3, true
	records, err := in.ReadAll()
	if err != nil {
		return rules{}, err
	}
	var out rules
	seen := map[string]bool{}
	for _, rec := range records {
		if err := out.add(rec); err != nil {
			return rules{}, err
		}
		if line := strings.Join(rec, ","); seen[line] {
			return rules{}, fmt.Errorf("%q stands twice", line)
		} else {
			seen[line] = true
		}
	}
	return out, out.complete()
}

func (r *rules) add(rec []string) error {
	role := domain.Role(rec[1])
	if !slices.Contains(roles, role) {
		return fmt.Errorf("%q is no role", rec[1])
	}
	switch rec[0] {
	case "p":
		if !Permission(rec[2]).Known() {
			return fmt.Errorf("%q is no permission", rec[2])
		}
		r.grants = append(r.grants, rec[1:])
	case "g":
		if !slices.Contains(roles, domain.Role(rec[2])) {
			return fmt.Errorf("%q is no role", rec[2])
		}
		r.inherits = append(r.inherits, rec[1:])
	default:
		return fmt.Errorf("%q is no kind of rule", rec[0])
	}
	return nil
}

func (r *rules) complete() error {
	for _, p := range permissions {
		if !slices.ContainsFunc(r.grants, func(g []string) bool { return g[1] == string(p) }) {
			return fmt.Errorf("nobody is granted %s", p)
		}
	}
	return nil
}
