package deliver

import (
	"context"
	"crypto/tls"
	"net"
	"sync"
)

// line is the one connection of a Send. It is held here because the library
// leaves a connection open when the server can't be trusted or signed in to,
// and doesn't look at a context once it is connected.
type line struct {
	tls *tls.Config // nil: plain until STARTTLS

	mu   sync.Mutex
	conn net.Conn
	done bool
}

func (l *line) dial(ctx context.Context, network, address string) (net.Conn, error) {
	var dialer interface {
		DialContext(ctx context.Context, network, address string) (net.Conn, error)
	} = &net.Dialer{}
	if l.tls != nil {
		dialer = &tls.Dialer{Config: l.tls}
	}
	conn, err := dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.done {
		conn.Close()
		return nil, context.Canceled
	}
	l.conn = conn
	return conn, nil
}

// cut ends the connection, now and for good.
func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.done = true
	if l.conn != nil {
		l.conn.Close()
	}
}
