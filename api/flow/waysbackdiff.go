package flow

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"twofold/domain"
)

// waysBackChanges lists what differs in what is settled about getting back in,
// setting by setting as the policy's document names them.
func waysBackChanges(from, to domain.WaysBack) (out []Change) {
	a, b := settingsOf(from), settingsOf(to)
	for _, name := range slices.Sorted(maps.Keys(b)) {
		if a[name] != b[name] {
			out = append(out, Change{"ways_back." + name, a[name], b[name]})
		}
	}
	return out
}

// settingsOf is a document's values by name: words as they are, all else as
// JSON.
func settingsOf(w domain.WaysBack) map[string]string {
	raw, err := json.Marshal(w)
	if err != nil {
		panic(fmt.Sprintf("write settings: %v", err)) // its types always can
	}
	var values map[string]json.RawMessage
	if err := json.Unmarshal(raw, &values); err != nil {
		panic(fmt.Sprintf("read settings: %v", err))
	}
	out := map[string]string{}
	for name, value := range values {
		var words string
		if json.Unmarshal(value, &words) != nil {
			words = string(value)
		}
		out[name] = words
	}
	return out
}
