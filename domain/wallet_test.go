package domain

import (
	"slices"
	"testing"
)

func TestStrength(t *testing.T) {
	for _, c := range []struct {
		have []Method
		want Strength
	}{
		{nil, ""},
		{[]Method{MethodRecovery}, ""},
		{[]Method{MethodEmail}, StrengthBasic},
		{[]Method{MethodText}, StrengthBasic},
		{[]Method{MethodText, MethodEmail}, StrengthBasic},
		{[]Method{MethodApp}, StrengthGood},
		{[]Method{MethodText, MethodApp}, StrengthGood},
		{[]Method{MethodPasskey}, StrengthStrong},
		{[]Method{MethodEmail, MethodText, MethodApp, MethodPasskey}, StrengthStrong},
	} {
		if got := StrengthOf(c.have); got != c.want {
			t.Errorf("%v is %q, want %q", c.have, got, c.want)
		}
	}
}

func TestTasks(t *testing.T) {
	all := []Method{MethodPasskey, MethodApp, MethodText, MethodEmail}
	for name, c := range map[string]struct {
		w    Wallet
		want []Task
	}{
		"off, signed in elsewhere":   {Wallet{MayAdd: all, Asked: true}, []Task{TaskSignIn}},
		"first who it was":           {Wallet{On: true, Methods: []Method{MethodApp}, MayAdd: all, Asked: true}, []Task{TaskSignIn, TaskBackup}},
		"off":                        {Wallet{Methods: []Method{MethodText}, MayAdd: all, Codes: true}, nil},
		"all is well":                {Wallet{On: true, Methods: []Method{MethodApp, MethodPasskey}, MayAdd: all, Codes: true, CodeLeft: 4}, nil},
		"two apps":                   {Wallet{On: true, Methods: []Method{MethodApp, MethodApp}, MayAdd: all}, nil},
		"one method":                 {Wallet{On: true, Methods: []Method{MethodApp}, MayAdd: all}, []Task{TaskBackup}},
		"one, and nothing to add":    {Wallet{On: true, Methods: []Method{MethodApp}}, nil},
		"three codes left":           {Wallet{On: true, Methods: []Method{MethodApp, MethodText}, MayAdd: all, Codes: true, CodeLeft: 3}, []Task{TaskCodes}},
		"no codes in this tenant":    {Wallet{On: true, Methods: []Method{MethodApp, MethodText}, MayAdd: all}, nil},
		"text alone":                 {Wallet{On: true, Methods: []Method{MethodText}, MayAdd: all, Codes: true}, []Task{TaskBackup, TaskCodes, TaskStronger}},
		"text and email":             {Wallet{On: true, Methods: []Method{MethodText, MethodEmail}, MayAdd: all}, []Task{TaskStronger}},
		"nothing stronger is served": {Wallet{On: true, Methods: []Method{MethodText, MethodEmail}, MayAdd: []Method{MethodText}}, nil},
	} {
		if got := c.w.Tasks(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestBackups(t *testing.T) {
	all := []Method{MethodEmail, MethodText, MethodApp, MethodPasskey}
	for _, c := range []struct{ have, add, want []Method }{
		{[]Method{MethodApp}, all, []Method{MethodPasskey, MethodText}},
		{[]Method{MethodPasskey}, all, []Method{MethodApp, MethodText}},
		{[]Method{MethodApp}, []Method{MethodApp, MethodText}, []Method{MethodText}},
		{[]Method{MethodApp}, []Method{MethodApp}, nil},
		{[]Method{MethodApp, MethodText}, all, nil},
		{nil, all, nil},
	} {
		if got := (Wallet{Methods: c.have, MayAdd: c.add}).Backups(); !slices.Equal(got, c.want) {
			t.Errorf("beside %v: %v, want %v", c.have, got, c.want)
		}
	}
}
