package deliver

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// server is a mail server that does as it is told, with a certificate for
// name signed by an authority of its own.
type server struct {
	name     string
	implicit bool
	noTLS    bool              // offers no STARTTLS
	lowTLS   bool              // knows nothing newer than TLS 1.1
	replies  map[string]string // verb, or "." for the end of DATA, to reply; "hang" and "drop" are deeds
	inject   string            // sent in the clear behind the answer to STARTTLS

	listener net.Listener
	cert     tls.Certificate
	roots    *x509.CertPool

	mu      sync.Mutex
	plain   []string // commands that arrived in the clear
	secure  []string // commands that arrived by TLS
	letters []string
}

func (s *server) start(t *testing.T) *server {
	t.Helper()
	s.cert, s.roots = certified(t, s.name)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.listener = l
	var all sync.WaitGroup
	all.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { s.serve(conn) })
		}
	})
	t.Cleanup(func() { l.Close(); all.Wait() })
	return s
}

func (s *server) config() SMTPConfig {
	return SMTPConfig{Host: "127.0.0.1", Port: s.listener.Addr().(*net.TCPAddr).Port, Implicit: s.implicit, Hello: "sender.example", Roots: s.roots, Timeout: 5 * time.Second}
}

func (s *server) tls() *tls.Config {
	c := &tls.Config{Certificates: []tls.Certificate{s.cert}}
	if s.lowTLS {
		c.MinVersion, c.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
	}
	return c
}

func (s *server) serve(conn net.Conn) {
	defer func() { conn.Close() }()
	secure := s.implicit
	if secure {
		conn = tls.Server(conn, s.tls())
	}
	in := bufio.NewReader(conn)
	say := func(line string) { conn.Write([]byte(line + "\r\n")) }
	say("220 mail.example ready")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		s.note(secure, line)
		verb := strings.ToUpper(strings.Fields(line + " -")[0])
		switch reply, scripted := s.replies[verb]; {
		case reply == "hang":
			in.ReadString('\n')
			return
		case reply == "drop":
			return
		case scripted:
			say(reply)
		case verb == "EHLO":
			say(s.greeting(secure))
		case verb == "STARTTLS":
			say("220 go" + s.inject)
			conn, secure = tls.Server(conn, s.tls()), true
			in = bufio.NewReader(conn)
		case verb == "AUTH":
			say("235 2.7.0 welcome")
		case verb == "DATA":
			say("354 go on")
			if !s.letter(in) {
				return
			}
			switch end := s.replies["."]; end {
			case "":
				say("250 2.0.0 taken")
			case "drop":
				return
			default:
				say(end)
			}
		case verb == "QUIT":
			say("221 bye")
			return
		default:
			say("250 2.0.0 fine")
		}
	}
}

func (s *server) greeting(secure bool) string {
	lines := []string{"mail.example", "ENHANCEDSTATUSCODES", "8BITMIME"}
	if !secure && !s.noTLS {
		lines = append(lines, "STARTTLS")
	}
	lines = append(lines, "AUTH PLAIN LOGIN")
	return "250-" + strings.Join(lines[:len(lines)-1], "\r\n250-") + "\r\n250 " + lines[len(lines)-1]
}

func (s *server) letter(in *bufio.Reader) bool {
	var b strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			break
		}
		b.WriteString(strings.TrimPrefix(line, "."))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.letters = append(s.letters, b.String())
	return true
}

func (s *server) note(secure bool, line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if secure {
		s.secure = append(s.secure, line)
	} else {
		s.plain = append(s.plain, line)
	}
}

// saw is what arrived: in the clear, by TLS, and whole letters.
func (s *server) saw() (plain, secure string, letters []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.plain, "\n"), strings.Join(s.secure, "\n"), s.letters
}

func certified(t *testing.T, name string) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	if ip := net.ParseIP(name); ip != nil {
		form.IPAddresses = []net.IP{ip}
	} else {
		form.DNSNames = []string{name}
	}
	der, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(leaf)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}
