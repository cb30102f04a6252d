package command

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"twofold/api/deliver"
	"twofold/api/door"
	"twofold/api/geoip"
	"twofold/api/rest"
	"twofold/api/site"
	"twofold/api/work"
)

// App is the whole product, wired: a handler with all of its middleware.
type App struct {
	*core
	config   *Config
	log      *slog.Logger
	door     *door.Door
	texts    deliver.TextSender // nil: nobody sends text messages
	places   *geoip.File        // nil without a file
	registry *prometheus.Registry
	metrics  *work.Metrics
	// metricsAt is where metrics are asked for, nil for nowhere.
	metricsAt net.Listener
	leaving   atomic.Bool
}

// Build opens everything c names and wires it, without listening to anything.
// clock is time.Now but in tests. The caller closes the App.
func Build(ctx context.Context, c *Config, clock func() time.Time, log *slog.Logger) (*App, error) {
	clock, box, err := newSandbox(c, clock)
	if err != nil {
		return nil, err
	}
	o, err := openCore(ctx, c, clock, log)
	if err != nil {
		return nil, err
	}
	a := &App{core: o, config: c, log: log, registry: newRegistry()}
	a.metrics = work.NewMetrics(a.registry)
	work.WatchQueue(a.registry, a.store, a.flows.Now)
	if err := a.wire(box); err != nil {
		a.Close()
		return nil, err
	}
	return a, nil
}

func (a *App) wire(box sandboxParts) error {
	c := a.config
	pages, err := site.New(site.Config{PublicURL: c.PublicURL, OpenSignUp: c.OpenSignUp, Sandbox: Sandbox, MailFrom: mailFrom(c)})
	if err != nil {
		return err
	}
	a.door, err = door.New(a.flows, a.keys, a.may, a.log, door.Config{PublicURL: c.PublicURL, TrustedProxies: c.TrustedProxies, Build: pages.Build()}, pages.Fail)
	if err != nil {
		return err
	}
	pages.Mount(a.door)
	audience := c.TokenAudience
	if audience == "" {
		audience = c.PublicURL
	}
	if a.places, err = openPlaces(c.GeoIPFile); err != nil {
		return err
	}
	rest.New(a.door, a.ring, rest.Config{Issuer: c.PublicURL, Audience: audience, Places: a.places})
	a.mountHealth()
	if err := a.wireTexts(); err != nil {
		return err
	}
	box.mount(a)
	return nil
}

// wireTexts joins the providers of text messages and what they report to.
func (a *App) wireTexts() error {
	joined, providers, err := a.config.newTexts(a.flows.Now)
	if err != nil {
		return err
	}
	if a.texts = noTexts(a.log); joined != nil {
		a.texts = joined
	}
	mountHooks(a.door, providers, a.metrics)
	return nil
}

// Routes lists every registered route with its permission.
func (a *App) Routes() []door.Route { return a.door.Routes() }

// ServeHTTP answers a request. Once the service is leaving, each answer asks
// its client to connect anew, which leads to another instance.
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if a.leaving.Load() {
		w.Header().Set("Connection", "close")
	}
	a.door.ServeHTTP(w, r)
}

// Work sends messages and does what else no request waits for, until ctx ends and
// the round under way is finished.
func (a *App) Work(ctx context.Context) error {
	sender, from, err := newSender(a.config)
	if err != nil {
		return err
	}
	work.New(a.store, a.flows, sender, from, a.log, work.Options{Texts: a.texts, Metrics: a.metrics}).Run(ctx)
	return nil
}

// Leave makes /readyz say no, so that balancers send nobody here any more.
// Requests that come all the same are answered.
func (a *App) Leave() { a.leaving.Store(true) }

// Close lets the database go.
func (a *App) Close() {
	if a.metricsAt != nil {
		a.metricsAt.Close() // the server closed it, where one was started
	}
	a.db.Close()
	if err := a.places.Close(); err != nil {
		a.log.Warn("the file of places was not closed", "error", err)
	}
}

// openPlaces opens the file of places, if one is named.
func openPlaces(path string) (*geoip.File, error) {
	if path == "" {
		return nil, nil
	}
	return geoip.Open(path)
}
