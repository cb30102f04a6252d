package domain_test

import (
	"errors"
	"slices"
	"testing"

	"twofold/domain"
)

func TestBackup(t *testing.T) {
	type list = []domain.Method
	p := domain.DefaultPolicy()
	p.Methods = append(p.Methods, domain.MethodText)
	for _, c := range []struct {
		backup domain.Backup
		have   list
		lacks  bool
	}{
		{domain.BackupNone, list{"app"}, false},
		{domain.BackupPhone, list{"app", "passkey"}, true},
		{domain.BackupPhone, list{"app", "text"}, false},
		{domain.BackupPhone, list{"text"}, false},
		{domain.BackupAny, list{"app"}, true},
		{domain.BackupAny, list{"app", "app"}, false},
	} {
		p.Backup = c.backup
		if p.LacksBackup(c.have) != c.lacks {
			t.Errorf("%s with %v: lacks a backup %v", c.backup, c.have, !c.lacks)
		}
	}
	for backup, want := range map[domain.Backup]list{
		domain.BackupNone: nil, domain.BackupPhone: {domain.MethodText}, domain.BackupAny: {domain.MethodPasskey, domain.MethodApp, domain.MethodText},
	} {
		p.Backup = backup
		var got list
		for _, m := range domain.Methods {
			if p.BacksUp(m) {
				got = append(got, m)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s is backed up by %v, want %v", backup, got, want)
		}
	}
}

// A number can be asked for that is no second step, but not one that nobody
// may verify.
func TestBackupByPhoneNeedsTexts(t *testing.T) {
	p := domain.DefaultPolicy()
	p.Backup = domain.BackupPhone
	var e *domain.Error
	if !errors.As(p.Check(), &e) || e.Field != "backup" || e.Code != domain.CodeBackupText {
		t.Errorf("without text messages: %v", p.Check())
	}
	p.Methods, p.RecoveryOnly = append(p.Methods, domain.MethodText), []domain.Method{domain.MethodText}
	if err := p.Check(); err != nil {
		t.Errorf("with numbers to get back in: %v", err)
	}
	p.Backup = "two"
	if p.Check() == nil {
		t.Error("a backup nobody knows")
	}
}

func TestOnlyVerifies(t *testing.T) {
	p := domain.DefaultPolicy()
	p.Methods, p.RecoveryOnly = append(p.Methods, domain.MethodText), []domain.Method{domain.MethodText}
	off, on := domain.User{TwoStep: domain.TwoStepOff}, domain.User{TwoStep: domain.TwoStepOn}
	if p.OnlyVerifies(off, domain.MethodApp) || !p.OnlyVerifies(off, domain.MethodText) || p.OnlyVerifies(on, domain.MethodText) {
		t.Error("a method that only helps back in turns two-step on, or one that counts doesn't")
	}
	if p.MayTurnOn(off, []domain.Method{domain.MethodText}) || !p.MayTurnOn(off, []domain.Method{domain.MethodApp}) || p.MayTurnOn(on, []domain.Method{domain.MethodApp}) {
		t.Error("what two-step can be turned on with")
	}
	p.MethodsFirst = true
	if !p.OnlyVerifies(off, domain.MethodApp) || p.OnlyVerifies(on, domain.MethodApp) {
		t.Error("methods first: a method turns two-step on")
	}
}
