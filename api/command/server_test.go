package command

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"twofold/api/door"
	"twofold/policies"
)

// built is the whole product on an embedded database of its own.
func built(t testing.TB, environ ...string) (*App, net.Listener) {
	t.Helper()
	c, err := FromEnvironment(append([]string{"TWOFOLD_DATA=" + t.TempDir(), "TWOFOLD_LISTEN=127.0.0.1:0", "TWOFOLD_SMTP_HOST=mail.invalid",
		"TWOFOLD_SMTP_FROM=id@example.org", "TWOFOLD_STOP_DELAY=0s"}, environ...))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := createKeys(c.keysPath()); err != nil && !errors.Is(err, os.ErrExist) {
		t.Fatal(err)
	}
	l, err := listen(c)
	if err != nil {
		t.Fatal(err)
	}
	a, err := Build(t.Context(), c, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a, l
}

// ask gets a path of a server, over a connection of its own.
func ask(ctx context.Context, l net.Listener, path string) (int, string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+l.Addr().String()+path, nil)
	if err != nil {
		return 0, "", err
	}
	r.Close = true
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return answer.StatusCode, string(body), err
}

func TestHealthTellsItsChecks(t *testing.T) {
	a, l := built(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.run(ctx, l) }()
	for path, want := range map[string]string{"/livez": "ok\n", "/readyz": "ok\n", "/readyz?verbose": "[+]serving ok\n[+]database ok\nok\n"} {
		if status, body, err := ask(t.Context(), l, path); status != http.StatusOK || body != want || err != nil {
			t.Errorf("%s: %d %q %v", path, status, body, err)
		}
	}
	// F-12: a database that went away while it was in use.
	if err := os.Remove(a.config.databaseFile()); err != nil {
		t.Fatal(err)
	}
	if status, body, _ := ask(t.Context(), l, "/readyz?verbose"); status != http.StatusServiceUnavailable || !strings.Contains(body, "[-]database failed") {
		t.Errorf("without its database: %d %q", status, body)
	}
	if status, _, _ := ask(t.Context(), l, "/livez"); status != http.StatusOK {
		t.Errorf("livez without a database: %d", status)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// blocked adds a path to a that answers once release is closed.
func blocked(a *App) (begun chan struct{}, release chan struct{}) {
	begun, release = make(chan struct{}, 64), make(chan struct{})
	a.door.Mount(policies.Public, http.MethodGet, "/blocked", func(c *door.Call) error {
		begun <- struct{}{}
		<-release
		c.Gin.String(http.StatusOK, "done")
		return nil
	})
	return begun, release
}

// F-18: a request that is under way when the service is told to stop is
// answered; readiness is false before the listener closes.
func TestF18StopAnswersWhatIsUnderWay(t *testing.T) {
	a, l := built(t)
	a.config.StopDelay, a.config.StopGrace = 200*time.Millisecond, time.Minute
	begun, release := blocked(a)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.run(ctx, l) }()

	type answer struct {
		status int
		body   string
		err    error
	}
	answered := make(chan answer, 1)
	go func() {
		status, body, err := ask(context.Background(), l, "/blocked")
		answered <- answer{status, body, err}
	}()
	<-begun
	stop()
	sawNotReady := false
	for {
		status, _, err := ask(t.Context(), l, "/readyz")
		if err != nil {
			break // the listener is closed
		}
		sawNotReady = sawNotReady || status == http.StatusServiceUnavailable
	}
	if !sawNotReady {
		t.Error("the listener closed before readiness was false")
	}
	select {
	case err := <-ended:
		t.Fatalf("the service ended with a request under way: %v", err)
	default:
	}
	close(release)
	if got := <-answered; got.err != nil || got.status != http.StatusOK || got.body != "done" {
		t.Errorf("the request under way: %+v", got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestStopCutsOffWhatTakesTooLong(t *testing.T) {
	a, l := built(t)
	a.config.StopGrace = 100 * time.Millisecond
	begun, release := blocked(a)
	defer close(release)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.run(ctx, l) }()
	go ask(context.Background(), l, "/blocked")
	<-begun
	stop()
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "cut off") {
		t.Errorf("got %v", err)
	}
}

// balancer sends to instances that said they were ready when last asked.
type balancer struct {
	mu    sync.Mutex
	ready []net.Listener
}

func (b *balancer) look(ctx context.Context, all []net.Listener) {
	var ready []net.Listener
	for _, l := range all {
		if status, _, err := ask(ctx, l, "/readyz"); err == nil && status == http.StatusOK {
			ready = append(ready, l)
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ready = ready
}

func (b *balancer) pick(n int) net.Listener {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.ready) == 0 {
		return nil
	}
	return b.ready[n%len(b.ready)]
}

// F-18: of two instances on one database, one is stopped under load; behind a
// balancer that honors readiness no request fails.
func TestF18RollingStopFailsNoRequest(t *testing.T) {
	first, l1 := built(t)
	second, l2 := built(t, "TWOFOLD_DATA="+first.config.Data, "TWOFOLD_KEYS_FILE="+filepath.Join(first.config.Data, "keys.json"))
	first.config.StopDelay = time.Second
	ctx1, stop1 := context.WithCancel(t.Context())
	ctx2, stop2 := context.WithCancel(t.Context())
	ended := make(chan error, 2)
	go func() { ended <- first.run(ctx1, l1) }()
	go func() { ended <- second.run(ctx2, l2) }()

	all := []net.Listener{l1, l2}
	b := &balancer{}
	b.look(t.Context(), all)
	loading, quiet := context.WithCancel(t.Context())
	var load sync.WaitGroup
	load.Go(func() {
		for loading.Err() == nil {
			b.look(context.Background(), all)
		}
	})
	var answered, failed atomic.Int64
	for n := range 8 {
		load.Go(func() {
			for ; loading.Err() == nil; n++ {
				l := b.pick(n)
				if l == nil {
					continue
				}
				status, _, err := ask(context.Background(), l, "/start")
				answered.Add(1)
				if err != nil || status != http.StatusOK {
					failed.Add(1)
				}
			}
		})
	}
	wait := func(n int64) {
		for from := answered.Load(); answered.Load() < from+n; time.Sleep(time.Millisecond) {
		}
	}
	wait(50)
	stop1()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	wait(50)
	quiet()
	load.Wait()
	if failed.Load() > 0 {
		t.Errorf("%d of %d requests failed", failed.Load(), answered.Load())
	}
	stop2()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestServerBoundsItsClients(t *testing.T) {
	a, l := built(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.run(ctx, l) }()
	s := newServer(a, a.log)
	if s.ReadHeaderTimeout == 0 || s.ReadTimeout == 0 || s.WriteTimeout == 0 || s.IdleTimeout == 0 {
		t.Errorf("a deadline is missing: %+v", s)
	}
	r, err := http.NewRequest(http.MethodGet, "http://"+l.Addr().String()+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Long", strings.Repeat("x", 40<<10))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("40 KiB of headers: %d", answer.StatusCode)
	}
	stop()
	<-ended
}
