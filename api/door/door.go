package door

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/gin-gonic/gin"

	"twofold/api/flow"
	"twofold/domain/factor"
	"twofold/policies"
)

// Config is what the door needs to know of the installation.
type Config struct {
	PublicURL      string   // the one origin this service answers on
	TrustedProxies []string // networks whose X-Forwarded-For is believed; none by default
	Build          string   // told in the header X-Build of every answer, where set
}

// Door guards the routes of one service.
type Door struct {
	flows   *flow.Flows
	keys    *factor.Keys
	may     *policies.Enforcer
	log     *slog.Logger
	config  Config
	origin  *url.URL
	engine  *gin.Engine
	cross   *http.CrossOriginProtection
	onError func(*Call, error)

	toldUnbelieved atomic.Bool

	mu     sync.Mutex
	routes []Route
}

// Route is one registered route.
type Route struct {
	Method     string              `json:"method"`
	Path       string              `json:"path"`
	Permission policies.Permission `json:"permission"`
}

// New makes a door with an empty router behind it. onError draws a page's
// error; the API answers its own.
func New(flows *flow.Flows, keys *factor.Keys, may *policies.Enforcer, log *slog.Logger, c Config, onError func(*Call, error)) (*Door, error) {
	origin, err := url.Parse(c.PublicURL)
	if err != nil {
		return nil, err
	}
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	if err := engine.SetTrustedProxies(c.TrustedProxies); err != nil {
		return nil, err
	}
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash, engine.RedirectFixedPath = false, false
	cross := http.NewCrossOriginProtection()
	if err := cross.AddTrustedOrigin(origin.Scheme + "://" + origin.Host); err != nil {
		return nil, err
	}
	d := &Door{flows: flows, keys: keys, may: may, log: log, config: c, origin: origin, engine: engine, cross: cross, onError: onError}
	engine.Use(d.outermost)
	engine.NoRoute(d.lost(notFound))
	engine.NoMethod(d.lost(methodNotAllowed))
	return d, nil
}

// Engine is the router, for the adapter of the API.
func (d *Door) Engine() *gin.Engine { return d.engine }

// Flows are the jobs behind the door.
func (d *Door) Flows() *flow.Flows { return d.flows }

// ServeHTTP answers a request.
func (d *Door) ServeHTTP(w http.ResponseWriter, r *http.Request) { d.engine.ServeHTTP(w, r) }

// Routes lists what was registered, in order.
func (d *Door) Routes() []Route {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]Route(nil), d.routes...)
}

// Handler answers one call. What it returns is drawn by the error page.
type Handler func(*Call) error

// Mount registers a page or form under a permission.
func (d *Door) Mount(p policies.Permission, method, path string, h Handler) {
	enter := d.Guard(p, method, path)
	d.engine.Handle(method, path, func(g *gin.Context) {
		c, err := enter(g)
		if err == nil {
			err = h(c)
		}
		if err != nil {
			d.fail(c, err)
		}
	})
}

// Guard records a route and returns what lets a request through it. The
// route's owner registers it with the router and calls the guard before
// anything else.
func (d *Door) Guard(p policies.Permission, method, path string) func(*gin.Context) (*Call, error) {
	if !p.Known() {
		panic("route " + method + " " + path + " has no known permission")
	}
	d.mu.Lock()
	d.routes = append(d.routes, Route{Method: method, Path: path, Permission: p})
	d.mu.Unlock()
	return func(g *gin.Context) (*Call, error) { return d.enter(g, p) }
}

// secure reports whether the service is reached by HTTPS.
func (d *Door) secure() bool { return strings.EqualFold(d.origin.Scheme, "https") }
