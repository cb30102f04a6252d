package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
)

func message(letter byte, body string) []byte {
	return append(binary.BigEndian.AppendUint32([]byte{letter}, uint32(4+len(body))), body...)
}

func TestTapCountsAndChangesNothing(t *testing.T) {
	said := bytes.Join([][]byte{message('R', "\x00\x00\x00\x00"), message('Z', "I"), message('1', ""), message('D', strings.Repeat("ZC", 9000)),
		message('C', "SELECT 1\x00"), message('C', "INSERT 0 1\x00"), message('Z', "I"), {'Z', 0, 0}}, nil)
	var passed bytes.Buffer
	var watched tap
	watched.follow(bufio.NewReader(bytes.NewReader(said)), &passed)
	if got := watched.counted(); got != (counted{trips: 2, statements: 2}) {
		t.Errorf("counted %+v", got)
	}
	if !bytes.Equal(passed.Bytes(), said[:len(said)-3]) {
		t.Errorf("passed on %d bytes of %d", passed.Len(), len(said))
	}
}
