//go:build sandbox

package sandbox

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func (h *house) move(body string, headers ...string) int {
	h.Helper()
	return h.ask(http.MethodPost, "/sandbox/clock", body, append([]string{"Content-Type", "application/json"}, headers...)...).Code
}

func (h *house) reads(want time.Time) {
	h.Helper()
	if got := into[clockNow](h, h.ask(http.MethodGet, "/sandbox/clock", "")).Now; !got.Equal(want) || !h.Flows.Now().Equal(want) {
		h.Fatalf("it is %s, and %s for the service, want %s", got, h.Flows.Now(), want)
	}
}

func TestTheClockIsMoved(t *testing.T) {
	inHouses(t, func(h *house) {
		h.reads(start)
		if code := h.move(`{"advance":"31m"}`); code != http.StatusOK {
			h.Fatalf("status %d", code)
		}
		h.reads(start.Add(31 * time.Minute))
		h.move(`{"advance":"-1m"}`)
		h.reads(start.Add(30 * time.Minute))
		then := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
		h.move(`{"set":"2027-01-01T00:00:00Z"}`)
		h.reads(then)
		again, err := NewClock(func() time.Time { return start.Add(time.Hour) }, filepath.Join(h.dir, "clock"))
		h.must(err)
		if got := again.Now(); !got.Equal(then.Add(time.Hour)) {
			h.Fatalf("after a restart an hour later it is %s", got)
		}
	})
}

func TestTheClockRefuses(t *testing.T) {
	inHouses(t, func(h *house) {
		for body, want := range map[string]int{
			`{}`: 400, ``: 400, `{"advance":"31m","set":"2027-01-01T00:00:00Z"}`: 400, `{"advance":"soon"}`: 400, `{"set":"soon"}`: 400,
			`{"advance":"1h","by":"me"}`: 400, `{"set":"2300-01-01T00:00:00Z"}`: 400, `{"advance":"-900000h"}`: 400,
		} {
			if got := h.move(body); got != want {
				h.Errorf("%s: %d, want %d", body, got, want)
			}
		}
		for _, from := range [][]string{{"Content-Type", "text/plain"}, {"Content-Type", "application/x-www-form-urlencoded"}, {"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example"}} {
			if got := h.move(`{"advance":"31m"}`, from...); got != http.StatusForbidden {
				h.Errorf("with %v: %d", from, got)
			}
		}
		h.reads(start)
	})
}

func TestABrokenClockIsTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "clock")
	if err := os.WriteFile(path, []byte("soon\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := NewClock(time.Now, path); err == nil {
		t.Error("taken as it is")
	}
}
