package factor

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/trustelem/zxcvbn/frequency"

	"twofold/domain"
)

// ASVS V6.2.1, V6.2.9: lengths count code points after NFC, up to 1000 bytes.
func TestCheckPasswordLength(t *testing.T) {
	fine := "zebra quilt mango onyx brisk fjord lamp otter cactus plume "
	for _, c := range []struct {
		password string
		min      int
		want     domain.Code
	}{
		{"", MinPassword, domain.CodePasswordShort},
		{"q7$Kz!m", MinPassword, domain.CodePasswordShort},
		{"q7$Kz!mW4xv", MinPassword, domain.CodePasswordShort},
		{"q7$Kz!mW4xvp", MinPassword, ""},
		{"q7$Kz!mW4xvp", MinPasswordAlone, domain.CodePasswordShort},
		{"q7$Kz!mW4xvpT2e", MinPasswordAlone, ""},
		{"ñandúñandú1", MinPassword, domain.CodePasswordShort},
		{"e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301", MinPassword, domain.CodePasswordShort},
		{"😀🐙🚲🌵🎻🍋⛵🦔🧭🪁🥁🪐", MinPassword, ""},
		{(fine + fine)[:64], MinPassword, ""},
		{strings.Repeat(fine, 3)[:128], MinPassword, ""},
		{strings.Repeat(fine, 20)[:1000], MinPassword, ""},
		{strings.Repeat(fine, 20)[:1001], MinPassword, domain.CodePasswordLong},
	} {
		if got := CheckPassword(c.password, c.min, nil); got != c.want {
			t.Errorf("%.40q (%d bytes), at least %d: %q, want %q", c.password, len(c.password), c.min, got, c.want)
		}
	}
}

// ASVS V6.2.5: no composition rules.
func TestCheckPasswordNoComposition(t *testing.T) {
	for _, password := range []string{
		"correct horse battery staple", "correcthorsebatterystaple", "847362910583726", "ZEBRA QUILT MANGO ONYX", "мой кот любит рыбу и сыр", "ein Apfel fällt vom Baum",
		"أحب القهوة في الصباح الباكر", "我喜欢在早上喝一杯热咖啡再看书", "tr0ub4dor&3 on the hill", "wnfhqkzpxrvt", "  two spaces  at  ends  ", "Every Tuesday my cat steals one sock",
	} {
		if got := CheckPassword(password, MinPassword, ContextWords("Twofold", "Northwind", "Ann Lee", "ann.lee@northwind.example")); got != "" {
			t.Errorf("%q: %q", password, got)
		}
	}
}

// ASVS V6.2.4, V6.2.12: everything on the list that is long enough is refused.
func TestCheckPasswordListed(t *testing.T) {
	long := 0
	for _, listed := range frequency.FrequencyLists["passwords"] {
		want := domain.CodePasswordShort
		if utf8.RuneCountInString(listed) >= MinPassword {
			long++
			want = domain.CodePasswordLeaked
		}
		for _, form := range []string{listed, strings.ToUpper(listed)} {
			if got := CheckPassword(form, MinPassword, nil); got != want {
				t.Errorf("%q: %q, want %q", form, got, want)
			}
		}
	}
	if long < 200 {
		t.Errorf("only %d listed passwords are long enough to tell", long)
	}
}

// ASVS V6.2.4: so are the 3,000 most common in the ways people make them fit.
func TestCheckPasswordStretched(t *testing.T) {
	stretch := map[string]func(string) string{
		"digits":  func(w string) string { return w + "123456789012"[:max(4, MinPassword-len(w))] },
		"doubled": func(w string) string { return strings.Repeat(w, 1+MinPassword/len(w)) },
		"title": func(w string) string {
			return strings.ToUpper(w[:1]) + w[1:] + "2024!!!!!!!!"[:max(5, MinPassword-len(w))]
		},
		"before": func(w string) string { return "123456789012"[:max(3, MinPassword-len(w))] + w },
		"pair":   func(w string) string { return w + "password" },
	}
	for name, form := range stretch {
		for _, word := range frequency.FrequencyLists["passwords"][:3000] {
			password := form(word)
			if utf8.RuneCountInString(password) < MinPassword {
				continue
			}
			if got := CheckPassword(password, MinPassword, nil); got != domain.CodePasswordLeaked {
				t.Errorf("%s of %q: %q passes as %q", name, word, password, got)
			}
		}
	}
}

func TestCheckPasswordPatterns(t *testing.T) {
	for _, password := range []string{
		"aaaaaaaaaaaa", "abababababab", "abcabcabcabc", "abcdefghijkl", "lkjihgfedcba", "123456789012", "qwertyuiop[]", "1qaz2wsx3edc", "q1w2e3r4t5y6", "йцукенгшщзхъ",
		"asdfghjklzxcvbnm", "P@ssw0rdP@ssw0rd", "Password2024!", "iloveyouforever", "unitedstates", "drowssapdrowssap", "christopher1", "manchesterunited", strings.Repeat("a", 1000),
		strings.Repeat("😀", 20), "!!!!!!!!!!!!!", "qwertyqwerty123", "letmeinletmein", "111111222222",
	} {
		if got := CheckPassword(password, MinPassword, nil); got != domain.CodePasswordLeaked {
			t.Errorf("%q: %q", password, got)
		}
	}
}

// ASVS V6.1.2, V6.2.11.
func TestCheckPasswordContext(t *testing.T) {
	words := ContextWords("Twofold", "Zyxomma Pharma", "Ángela Qvist-Żak", "angela.qvist@zyxomma.example")
	for _, password := range []string{
		"angela.qvist@zyxomma.example", "zyxommapharma", "ZyxommaPharma2026!", "zyx0mma-2026-01", "ammoxyz-ammoxyz", "QvistTwofold1", "ángelaqvistżak", "Zyxomma Pharma!", "twofoldzyxomma", "my zyxomma pharma",
	} {
		if got := CheckPassword(password, MinPassword, words); got != domain.CodePasswordContext {
			t.Errorf("%q: %q", password, got)
		}
	}
	for _, password := range []string{"zyxomma zebra quilt mango fjord", "the qvist family sings opera badly"} {
		if got := CheckPassword(password, MinPassword, words); got != "" {
			t.Errorf("%q: %q", password, got)
		}
	}
}

func TestContextWords(t *testing.T) {
	got := ContextWords("  Al Jazari ", "al.jazari@x.example", "", "Al Jazari")
	want := []string{"al jazari", "aljazari", "jazari", "al.jazari@x.example", "aljazarixexample", "example"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func FuzzCheckPassword(f *testing.F) {
	for _, seed := range []string{"password1234", "мойпароль", "\xff\xfe\x00", "qqqqqqqqqqqqq", "k7x9q2mzp4wv"} {
		f.Add(seed, "northwind")
	}
	f.Fuzz(func(t *testing.T, password, word string) {
		if CheckPassword(password, MinPassword, nil) == "" && utf8.RuneCountInString(password) < MinPassword {
			t.Fatalf("%q is short", password)
		}
		if CheckPassword(password, MinPassword, nil) != "" && CheckPassword(password, MinPassword, ContextWords(word)) == "" {
			t.Fatalf("%q: a context word makes it better", password)
		}
	})
}

func BenchmarkCheckPassword(b *testing.B) {
	words := ContextWords("Twofold", "Northwind", "Ann Lee", "ann.lee@northwind.example")
	ranks()
	for name, password := range map[string]string{
		"usual": "correct horse battery staple", "longest": strings.Repeat("ab", 500), "slow": strings.Repeat("northwindannlee", 66),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				CheckPassword(password, MinPassword, words)
			}
		})
	}
}
