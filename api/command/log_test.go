package command

import (
	"bytes"
	"strings"
	"testing"
)

func TestLogHidesSecrets(t *testing.T) {
	var b bytes.Buffer
	log := newLog(&b, "info")
	for _, key := range []string{"password", "smtp_password", "Token", "session_token", "cookie", "Authorization", "csrf", "code", "link", "email", "body", "secret", "database"} {
		log.Info("x", key, "hunter2")
	}
	log.WithGroup("in").Info("x", "Password", "hunter2")
	if strings.Contains(b.String(), "hunter2") {
		t.Error(b.String())
	}
	log.Debug("unseen")
	if strings.Contains(b.String(), "unseen") {
		t.Error("debug lines are written at info")
	}
	log.Info("y", "status", 200, "route", "/t/:org/sign-in")
	if !strings.Contains(b.String(), `"status":200,"route":"/t/:org/sign-in"`) {
		t.Error(b.String())
	}
}
