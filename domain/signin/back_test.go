package signin_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"twofold/domain"
	"twofold/domain/signin"
)

var update = flag.Bool("update", false, "write testdata/proofs.golden anew")

var proofs = []signin.Proof{signin.Password, signin.AppCode, signin.TextCode, signin.EmailCode, signin.PasskeyTouch, signin.PasskeyAlone, signin.Recovery,
	signin.MailLink, signin.MailCode, signin.AccessCode, signin.UnlockMail, signin.GrantedText}

// accounts are the states in which somebody comes back, in the order of the
// table's columns.
var accounts = []struct {
	name string
	put  func(f *signin.Facts)
}{
	{"never on", func(f *signin.Facts) { f.Person.TwoStep, f.Methods = domain.TwoStepNever, nil }},
	{"on", func(*signin.Facts) {}},
	{"on, text grant", func(f *signin.Facts) { f.Person.TextUntil = noon.Add(time.Hour) }},
	{"on, frozen", func(f *signin.Facts) { f.Person.TextUntil, f.Person.Frozen = noon.Add(time.Hour), true }},
	{"off", func(f *signin.Facts) { f.Person.TwoStep = domain.TwoStepOff }},
	{"reset", func(f *signin.Facts) { f.Person.TwoStep, f.Methods = domain.TwoStepReset, nil }},
	{"reset, code given", func(f *signin.Facts) {
		f.Person.TwoStep, f.Methods, f.Person.NeedsCode = domain.TwoStepReset, nil, true
	}},
	{"reset, frozen", func(f *signin.Facts) {
		f.Person.TwoStep, f.Methods, f.Person.NeedsCode, f.Person.Frozen = domain.TwoStepReset, nil, true, true
	}},
}

// everything is somebody with every method in a tenant that accepts them all.
func everything() signin.Facts {
	f := ready()
	f.Policy.Methods = domain.Methods
	f.Methods = []domain.Method{domain.MethodApp, domain.MethodPasskey, domain.MethodText, domain.MethodEmail}
	return f
}

// shown are the sets of at most three proofs.
func shown() (out [][]signin.Proof) {
	for i, a := range proofs {
		out = append(out, []signin.Proof{a})
		for j := i + 1; j < len(proofs); j++ {
			out = append(out, []signin.Proof{a, proofs[j]})
			for k := j + 1; k < len(proofs); k++ {
				out = append(out, []signin.Proof{a, proofs[j], proofs[k]})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b []signin.Proof) int { return len(a) - len(b) })
	return out
}

// TestProofsGolden holds what every set of up to two proofs leads to in every
// state against the table that was read by eye. go test -update writes it.
func TestProofsGolden(t *testing.T) {
	var b strings.Builder
	line := func(cells ...string) {
		fmt.Fprintf(&b, "%-30s", cells[0])
		for _, c := range cells[1:] {
			fmt.Fprintf(&b, " %-18s", c)
		}
		b.WriteString("\n")
	}
	head := []string{"shown"}
	for _, a := range accounts {
		head = append(head, a.name)
	}
	line(head...)
	for _, set := range shown() {
		if len(set) > 2 {
			break
		}
		var words []string
		for _, p := range set {
			words = append(words, string(p))
		}
		cells := []string{strings.Join(words, " + ")}
		for _, a := range accounts {
			f := everything()
			a.put(&f)
			f.Proofs = set
			cells = append(cells, outcome(signin.Next(f)))
		}
		line(cells...)
	}
	const path = "testdata/proofs.golden"
	if *update {
		if err := os.WriteFile(path, []byte(trimmed(b.String())), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := trimmed(b.String()); got != string(want) {
		t.Errorf("what proofs lead to changed; run go test -update ./domain/signin, and read the difference:\n%s", got)
	}
}

func trimmed(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

func outcome(o signin.Outcome) string {
	switch {
	case o.Step == signin.Grant && o.ACR == domain.AssuranceTwo:
		return "IN, two factors"
	case o.Step == signin.Grant:
		return "IN, one factor"
	case o.Step == signin.Challenge:
		return "asks more"
	}
	return string(o.Step)
}

// TestNothingAloneOpensATwoStepAccount says over every set of up to three
// proofs and every state what no way back may do: where a second step is on,
// or was taken away, nothing that comes from one place leads on.
func TestNothingAloneOpensATwoStepAccount(t *testing.T) {
	mailbox := []signin.Proof{signin.MailLink, signin.MailCode, signin.EmailCode}
	phone := []signin.Proof{signin.TextCode, signin.GrantedText}
	helper := []signin.Proof{signin.AccessCode}
	within := func(set, of []signin.Proof) bool {
		return !slices.ContainsFunc(set, func(p signin.Proof) bool { return !slices.Contains(of, p) })
	}
	led := map[signin.Step]int{}
	for _, a := range accounts {
		for _, set := range shown() {
			for _, change := range []func(f *signin.Facts){
				func(*signin.Facts) {},
				func(f *signin.Facts) { f.Policy.Mode = domain.ModeRequired },
				func(f *signin.Facts) { f.Policy.Methods = []domain.Method{domain.MethodApp} },
				func(f *signin.Facts) { f.Policy.RecoveryCodes, f.Methods = 0, []domain.Method{domain.MethodEmail} },
				func(f *signin.Facts) { f.Policy.RecoveryCodes, f.Methods, f.Disabled = 0, nil, true },
				func(f *signin.Facts) {
					f.Policy.WaysBack.SecondFactor, f.Policy.WaysBack.CodeAfterOff = domain.ResetVerifiedMethod, domain.CodeAfterOffNone
				},
				func(f *signin.Facts) { f.Trusted, f.Policy.TrustDays = true, 30 },
			} {
				f := everything()
				a.put(&f)
				change(&f)
				f.Proofs = set
				o := signin.Next(f)
				led[o.Step]++
				on := f.Person.TwoStep == domain.TwoStepOn
				leads := o.Step == signin.Grant || o.Step == signin.Enroll || o.Step == signin.Choose
				has := func(p signin.Proof) bool { return slices.Contains(set, p) }
				for _, l := range []struct {
					law    string
					broken bool
				}{
					{"the mailbox alone leads on", on && leads && within(set, mailbox)},
					{"texts alone lead on", on && leads && within(set, phone)},
					{"a helper alone leads on", leads && within(set, helper)},
					{"a forgotten password opens something", has(signin.MailLink) && (o.Step == signin.Grant || o.Step == signin.Enroll)},
					{"support's mail opens more than a set-up", has(signin.UnlockMail) && o.Step == signin.Grant},
					{"a granted text opens more than a set-up", on && has(signin.GrantedText) && o.Step == signin.Grant && !has(signin.AppCode) && !has(signin.TextCode) && !has(signin.EmailCode) && !has(signin.PasskeyTouch) && !has(signin.PasskeyAlone) && !has(signin.Recovery) && !f.Trusted},
					{"an access code stands in for a second step", on && leads && within(set, []signin.Proof{signin.Password, signin.AccessCode}) && !f.Trusted && len(f.Methods) > 0},
					{"a set-up without the access code that was given", o.Step == signin.Enroll && f.Person.NeedsCode && !has(signin.AccessCode) && !has(signin.UnlockMail)},
					{"a frozen account leads anywhere", f.Person.Frozen && o.Step != signin.Refuse},
				} {
					if l.broken {
						t.Errorf("%s: %s, %v: %s", l.law, a.name, set, outcome(o))
					}
				}
			}
		}
	}
	for _, s := range []signin.Step{signin.Refuse, signin.Challenge, signin.Enroll, signin.Grant, signin.Choose} {
		if led[s] == 0 {
			t.Errorf("nothing leads to %s", s)
		}
	}
}

// TestMailboxOutOfUse holds that too many wrong codes close the mailbox, too.
func TestMailboxOutOfUse(t *testing.T) {
	for _, state := range []domain.TwoStep{domain.TwoStepOff, domain.TwoStepReset} {
		f := everything()
		f.Person.TwoStep, f.Disabled = state, true
		for _, set := range [][]signin.Proof{{signin.MailLink}, {signin.MailLink, signin.MailCode}} {
			f.Proofs = set
			if o := signin.Next(f); o.Step != signin.Refuse || o.Refusal.Code != domain.CodeMethodDisabled {
				t.Errorf("%s, %v: %s", state, set, outcome(o))
			}
		}
	}
}
