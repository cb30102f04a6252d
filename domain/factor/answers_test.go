package factor

import (
	"strings"
	"testing"
)

// A22: what counts of an answer is what two people mean by the same words.
func TestNormalizeAnswer(t *testing.T) {
	for in, want := range map[string]string{
		"  Elm   Street ": "elm street", "ELM-STREET": "elmstreet", "Elm Street.": "elm street", "Élm": "élm", "E\u0301lm": "élm",
		"Straße": "strasse", "ＥＬＭ": "elm", "St. John's": "st johns", "...": "", "\t\n": "", "Elm\u00a0Street": "elm street",
		"ﬁrst": "first", "Elm\u200dStreet": "elmstreet", "🙂": "",
	} {
		if got := NormalizeAnswer(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func FuzzNormalizeAnswer(f *testing.F) {
	for _, seed := range []string{"Elm Street", "ǰ\u0327", "\xff", "İstanbul", "ᾳ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		bare := NormalizeAnswer(in)
		if strings.TrimSpace(bare) != bare || strings.Contains(bare, "  ") {
			t.Fatalf("%q: %q", in, bare)
		}
		if again := NormalizeAnswer(bare); again != bare {
			t.Fatalf("%q: %q, then %q", in, bare, again)
		}
	})
}

// A13, A21: a slow salted hash of the set; it fits all answers in their order
// and nothing less, and what is stored shows none.
func TestMatchAnswers(t *testing.T) {
	h := testHasher(t, HasherOptions{})
	right := []string{"Elm Street", "Miss Finch", "Ada", "Leeds"}
	stored, err := h.HashAnswers(t.Context(), right)
	if err != nil || !strings.HasPrefix(stored, "$argon2id$v=19$m=64,t=1,p=1,keyid=") {
		t.Fatalf("%s, %v", stored, err)
	}
	if again, _ := h.HashAnswers(t.Context(), right); again == stored {
		t.Error("two sets have one salt")
	}
	for _, c := range []struct {
		answers []string
		want    bool
	}{
		{right, true}, {[]string{"elm street ", "MISS FINCH", "ada!", "Leeds"}, true},
		{[]string{"Elm Street", "Miss Finch", "Ada", "York"}, false}, {[]string{"Miss Finch", "Elm Street", "Ada", "Leeds"}, false},
		{right[:3], false}, {nil, false}, {[]string{"Elm StreetMiss Finch", "", "Ada", "Leeds"}, false}, {[]string{"", "", "", ""}, false},
	} {
		if got, err := h.MatchAnswers(t.Context(), stored, c.answers); got != c.want || err != nil {
			t.Errorf("%q: %v, %v", c.answers, got, err)
		}
	}
	password, _ := h.HashPassword(t.Context(), right[0])
	if fits, err := h.MatchAnswers(t.Context(), password, right[:1]); fits || err != nil {
		t.Errorf("a password's hash fits an answer: %v, %v", fits, err)
	}
	for _, bad := range []string{"", "$argon2id$", stored[:strings.LastIndex(stored, "$")]} {
		if fits, err := h.MatchAnswers(t.Context(), bad, right); fits || err == nil {
			t.Errorf("%q: %v, %v", bad, fits, err)
		}
	}
}
