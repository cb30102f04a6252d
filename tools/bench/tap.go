package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/url"
	"sync"
)

// tap passes connections on to a PostgreSQL server and counts what the server
// answers.
type tap struct {
	listener net.Listener
	address  string // the server's address, by way of the tap
	behind   string

	mu    sync.Mutex
	count counted
}

// counted are the messages of the server: one ReadyForQuery a round trip, one
// CommandComplete a statement (PostgreSQL manual, 54.7).
type counted struct{ trips, statements int }

func tapServer(address string) (*tap, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("read the database address: %w", err)
	}
	t := &tap{behind: u.Host}
	if t.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	u.Host = t.listener.Addr().String()
	t.address = u.String()
	go t.serve()
	return t, nil
}

func (t *tap) close() { t.listener.Close() }

func (t *tap) counted() counted {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.count
}

func (t *tap) serve() {
	for {
		client, err := t.listener.Accept()
		if err != nil {
			return
		}
		go t.pass(client)
	}
}

func (t *tap) pass(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", t.behind)
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		io.Copy(server, client)
		server.Close()
	}()
	t.follow(bufio.NewReader(server), client)
}

// follow passes on the server's messages, each a letter and a length that
// counts itself, and counts them.
func (t *tap) follow(from *bufio.Reader, to io.Writer) {
	for {
		head, err := from.Peek(5)
		if err != nil {
			return
		}
		t.note(head[0])
		length := 1 + int64(binary.BigEndian.Uint32(head[1:]))
		if _, err := io.CopyN(to, from, length); err != nil {
			return
		}
	}
}

func (t *tap) note(letter byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch letter {
	case 'Z':
		t.count.trips++
	case 'C':
		t.count.statements++
	}
}
