package deliver

import (
	"bufio"
	"context"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// foreign is a mail server of others: aiosmtpd.
type foreign struct {
	port int
	pool *x509.CertPool
	took *json.Decoder
}

type taken struct {
	From, ID, Subject, Auto, Plain, HTML, Version string
	To, Defects                                   []string
	TLS                                           bool
}

// python is an interpreter that has aiosmtpd, which `make test` installs.
func python(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(name, "-c", "import aiosmtpd").Run() == nil {
			return name
		}
	}
	t.Fatal("aiosmtpd is not installed: run tools/require aiosmtpd")
	return ""
}

func startForeign(t *testing.T, mode string) *foreign {
	t.Helper()
	cert, pool := certified(t, here)
	key, err := x509.MarshalPKCS8PrivateKey(cert.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, block := range map[string]*pem.Block{"cert": {Type: "CERTIFICATE", Bytes: cert.Certificate[0]}, "key": {Type: "PRIVATE KEY", Bytes: key}} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(python(t), "testdata/smtpd.py", filepath.Join(dir, "cert"), filepath.Join(dir, "key"), mode)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil {
		t.Fatal(err)
	}
	return &foreign{port: port, pool: pool, took: json.NewDecoder(io.Reader(lines))}
}

func (f *foreign) config() SMTPConfig {
	return SMTPConfig{Host: here, Port: f.port, Hello: "sender.example", Roots: f.pool, Timeout: 20 * time.Second}
}

func TestForeignServerTakesMail(t *testing.T) {
	f := startForeign(t, "take")
	m := letter(t)
	m.Subject, m.Text = "Grüße — مرحبا", m.Text+"\n.\nGrüße — مرحبا\n"
	if err := sent(t, f.config(), m); err != nil {
		t.Fatal(err)
	}
	var got taken
	if err := f.took.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if !got.TLS || got.From != m.From.Email || len(got.To) != 1 || got.To[0] != m.To || len(got.Defects) != 0 {
		t.Errorf("arrived as %+v", got)
	}
	if strings.TrimSpace(got.Subject) != m.Subject || got.ID != "<msg_1@id.example>" || got.Auto != "auto-generated" {
		t.Errorf("read with %q, %q, %q", got.Subject, got.ID, got.Auto)
	}
	for _, part := range [][2]string{{got.Plain, m.Text}, {got.HTML, m.HTML}} {
		if lines(part[0]) != lines(part[1]) {
			t.Errorf("read as\n%q\nfor\n%q", lines(part[0]), lines(part[1]))
		}
	}
}

// lines is a text whatever its line ends.
func lines(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

func TestForeignServerRefusesMail(t *testing.T) {
	for mode, want := range map[string]Refused{"refuse": {stepRecipient, 550, ""}, "full": {stepRecipient, 452, ""}} {
		err := sent(t, startForeign(t, mode).config(), letter(t))
		var r *Refused
		if !errors.As(err, &r) || *r != want || Permanent(err) != (mode == "refuse") {
			t.Errorf("%s: %v", mode, err)
		}
	}
}

func TestForeignServerGreylists(t *testing.T) {
	f := startForeign(t, "greylist")
	err := sent(t, f.config(), letter(t))
	var r *Refused
	if !errors.As(err, &r) || r.Code != 451 || Permanent(err) {
		t.Fatalf("the first try: %v", err)
	}
	if err := sent(t, f.config(), letter(t)); err != nil {
		t.Fatalf("the second try: %v", err)
	}
	var got taken
	if err := f.took.Decode(&got); err != nil || got.ID != "<msg_1@id.example>" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestForeignServerDelays(t *testing.T) {
	f := startForeign(t, "delay")
	s, err := NewSMTP(f.config())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	if err := s.Send(ctx, letter(t)); err == nil || Permanent(err) {
		t.Fatalf("a server that says nothing: %v", err)
	}
}

func TestForeignServerIsNotTrustedWithoutItsCertificate(t *testing.T) {
	c := startForeign(t, "take").config()
	c.Roots = x509.NewCertPool()
	if err := sent(t, c, letter(t)); err == nil || Permanent(err) {
		t.Fatalf("sent by a line that nobody vouches for: %v", err)
	}
}
