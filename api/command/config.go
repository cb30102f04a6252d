package command

import (
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"
)

// Config is everything that can be set. Load fills it; each field's flag says
// what it is.
type Config struct {
	File           string
	Listen         string
	PublicURL      string
	AllowHTTP      bool
	Data           string
	Database       string
	Keys           string
	KeysFile       string
	OpenSignUp     bool
	SupportContact string
	TokenAudience  string
	TrustedProxies []string
	GeoIPFile      string
	SMTPHost       string
	SMTPPort       int
	SMTPUser       string
	SMTPPassword   string
	SMTPFrom       string
	SMTPImplicit   bool
	SMS            smsConfig
	MetricsListen  string
	LogLevel       string
	Conns          int
	HashSlots      int
	HashQueue      int
	StopDelay      time.Duration
	StopGrace      time.Duration
	DemoPassword   string

	from              map[string]origin // who set what, by key
	verifiedByDefault bool              // sslmode=verify-full stands in Database though nobody wrote it
}

// secrets are never printed and never given on the command line, where every
// process of the machine could read them; each has a twin that names a file.
// The database's address is one only when it holds a password, and has a flag.
var secrets = map[string]bool{"keys": true, "database": true, "smtp_password": true, "sms_token": true, "sms_second_token": true, "demo_password": true}

// schema binds every setting to its field in c, with its default. The flags'
// names are the settings' names with hyphens for underscores.
func schema(c *Config) *pflag.FlagSet {
	f := pflag.NewFlagSet("settings", pflag.ContinueOnError)
	f.SortFlags = false
	f.StringVar(&c.File, "config", "", "YAML file with settings")
	f.StringVar(&c.Listen, "listen", "127.0.0.1:8080", "address to listen on, host:port")
	f.StringVar(&c.PublicURL, "public-url", "", "address people use, https://id.example (default http://localhost with the port of listen)")
	f.BoolVar(&c.AllowHTTP, "allow-http", false, "let public-url be http on another host than localhost; browsers then keep no cookies")
	f.StringVar(&c.Data, "data", "data", "folder for the embedded database and the data key")
	f.StringVar(&c.Database, "database", "", "postgres://… for PostgreSQL, empty for the embedded database in the data folder")
	f.StringVar(&c.Keys, "keys", "", "the data key itself, as keys create writes it")
	f.StringVar(&c.KeysFile, "keys-file", "", "file with the data key (default keys.json in the data folder)")
	f.BoolVar(&c.OpenSignUp, "open-sign-up", true, "organizations may sign up by themselves")
	f.StringVar(&c.SupportContact, "support-contact", "", "whom people contact when nobody in their organization can help, such as support@id.example")
	f.StringVar(&c.TokenAudience, "token-audience", "", "aud of the tokens for the product (default the public URL)")
	f.StringSliceVar(&c.TrustedProxies, "trusted-proxies", nil, "networks whose X-Forwarded-For is believed, 10.0.0.0/8,…")
	f.StringVar(&c.GeoIPFile, "geoip-file", "", "file that tells about where an address is, GeoIP2 or GeoLite2 City (.mmdb), read at the start")
	f.StringVar(&c.SMTPHost, "smtp-host", "", "mail server, as its certificate names it")
	f.IntVar(&c.SMTPPort, "smtp-port", 0, "its port (default 587, or 465 with smtp-implicit-tls)")
	f.StringVar(&c.SMTPUser, "smtp-user", "", "user to sign in to it as")
	f.StringVar(&c.SMTPPassword, "smtp-password", "", "password of smtp-user")
	f.StringVar(&c.SMTPFrom, "smtp-from", "", "address that messages come from")
	f.BoolVar(&c.SMTPImplicit, "smtp-implicit-tls", false, "TLS from the first byte in the place of STARTTLS")
	smsSettings(f, &c.SMS)
	f.StringVar(&c.MetricsListen, "metrics-listen", defaultMetrics, "address to serve metrics on, host:port that strangers can't reach; empty: none")
	f.StringVar(&c.LogLevel, "log-level", "info", "debug, info, warn or error")
	f.IntVar(&c.Conns, "conns", 8, "connections to the database; PostgreSQL has two pools of so many")
	f.IntVar(&c.HashSlots, "hash-slots", 0, "password hashes at once, 19 MiB each (default one a processor)")
	f.IntVar(&c.HashQueue, "hash-queue", 0, "password hashes that may wait before sign-ins are put off (default 128 for each at once)")
	f.DurationVar(&c.StopDelay, "stop-delay", defaultStopDelay, "how long to go on serving after /readyz turned false, for balancers to notice")
	f.DurationVar(&c.StopGrace, "stop-grace", 20*time.Second, "how long requests may take to end after that")
	sandboxSettings(f, c)
	for key := range secrets {
		name := flagName(key)
		if f.Lookup(name) != nil && f.Lookup(name+"-file") == nil {
			f.String(name+"-file", "", "file with "+name)
		}
	}
	return f
}

// onCommandLine reports whether a setting has a flag.
func onCommandLine(key string) bool { return !secrets[key] || key == "database" }

func flagName(key string) string { return strings.ReplaceAll(key, "_", "-") }

func keyName(flag string) string { return strings.ReplaceAll(flag, "-", "_") }

// Postgres reports whether the database is a PostgreSQL server.
func (c *Config) Postgres() bool {
	return strings.HasPrefix(c.Database, "postgres://") || strings.HasPrefix(c.Database, "postgresql://")
}

// databaseFile is where the embedded database lies.
func (c *Config) databaseFile() string { return filepath.Join(c.Data, "twofold.db") }

// keysPath is the file with the data key.
func (c *Config) keysPath() string {
	if c.KeysFile != "" {
		return c.KeysFile
	}
	return filepath.Join(c.Data, "keys.json")
}
