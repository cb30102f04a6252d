package command

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/providers/posflag"
	"github.com/knadh/koanf/v2"
	"github.com/spf13/pflag"
)

// EnvPrefix starts the name of every environment variable that is a setting.
const EnvPrefix = "TWOFOLD_"

// layer is where a setting can come from; a later one wins.
type layer int

const (
	byDefault layer = iota
	byFile
	byEnvironment
	byFlag
)

// origin says who set a setting.
type origin struct {
	layer layer
	where string // "--listen", "TWOFOLD_LISTEN", "twofold.yaml:3", "default"
}

// loading gathers settings of all layers and everything that is wrong.
type loading struct {
	c        *Config
	flags    *pflag.FlagSet
	environ  []string
	values   map[string]string
	from     map[string]origin
	problems Problems
}

// FromEnvironment makes the configuration of a process without flags. environ
// has the form of os.Environ.
func FromEnvironment(environ []string) (*Config, error) {
	c := &Config{}
	return c, load(c, schema(c), environ)
}

// load fills the rest of c, whose flags were parsed already: the environment
// where no flag was given, the file where neither was, else the defaults. It
// reports everything that is wrong at once, as Problems.
func load(c *Config, flags *pflag.FlagSet, environ []string) error {
	l := &loading{c: c, flags: flags, environ: environ, values: map[string]string{}, from: map[string]origin{}}
	fromEnv, fromFlags := l.environment(), l.commandLine()
	for _, k := range []*koanf.Koanf{fromEnv, fromFlags} {
		if path := k.String("config"); path != "" {
			c.File = path
		}
	}
	l.take(l.file(c.File), byFile)
	l.take(fromEnv, byEnvironment)
	l.take(fromFlags, byFlag)
	l.readSecretFiles()
	l.assign()
	c.from = l.from
	l.judge(c.check())
	return l.problems.err()
}

// judge adds what is wrong with settings that could be read at all.
func (l *loading) judge(found Problems) {
	unread := map[string]bool{}
	for _, p := range l.problems {
		unread[p.Key] = true
	}
	for _, p := range found {
		if !unread[p.Key] {
			l.problem(p)
		}
	}
}

func (l *loading) known() []string {
	var out []string
	l.flags.VisitAll(func(f *pflag.Flag) { out = append(out, keyName(f.Name)) })
	return out
}

func (l *loading) commandLine() *koanf.Koanf {
	k := koanf.New(".")
	err := k.Load(posflag.ProviderWithFlag(l.flags, ".", nil, func(f *pflag.Flag) (string, any) {
		return keyName(f.Name), f.Value.String()
	}), nil)
	l.fault("command line", err)
	return k
}

func (l *loading) environment() *koanf.Koanf {
	k := koanf.New(".")
	err := k.Load(env.Provider("", env.Opt{Prefix: EnvPrefix, EnvironFunc: func() []string { return l.environ },
		TransformFunc: func(name, value string) (string, any) {
			if foreign(name) {
				return "", nil
			}
			return strings.ToLower(strings.TrimPrefix(name, EnvPrefix)), value
		}}), nil)
	l.fault("environment", err)
	return k
}

// foreign reports whether a variable is somebody else's: Kubernetes sets
// TWOFOLD_SERVICE_… and TWOFOLD_PORT… in every pod beside a service of this
// name, and the tests have theirs.
func foreign(name string) bool {
	rest := strings.TrimPrefix(name, EnvPrefix)
	if rest == "PORT" || rest == "BINARY" || rest == "CHROMIUM" {
		return true
	}
	return slices.ContainsFunc([]string{"SERVICE_", "PORT_", "TEST_", "PG_", "E2E_"}, func(p string) bool { return strings.HasPrefix(rest, p) })
}

// nested separates the parts of a nested key of the file. No setting has any,
// and no key can hold it, so that "smtp.host" isn't taken for one.
const nested = "\x00"

func (l *loading) file(path string) *koanf.Koanf {
	k := koanf.New(nested)
	if path == "" {
		return k
	}
	if err := k.Load(file.Provider(path), yaml.Parser()); err != nil {
		var broken *os.PathError
		fix := "mend the YAML: one \"setting: value\" a line"
		if errors.As(err, &broken) {
			fix = "make the file readable for the service, or name another"
		}
		l.problem(Problem{Key: "config", What: strings.ReplaceAll(err.Error(), "\n", " "), Where: path, Fix: fix})
	}
	return k
}

// take lays one layer over the ones below it.
func (l *loading) take(k *koanf.Koanf, by layer) {
	known := l.known()
	for _, key := range k.Keys() {
		where := l.where(key, by)
		if !slices.Contains(known, key) {
			l.unknown(key, where, by, known)
			continue
		}
		value, err := plain(k.Get(key))
		if err != nil {
			l.problem(Problem{Key: key, What: err.Error(), Where: where, Fix: "give a single value, or a list of them for trusted_proxies"})
			continue
		}
		l.values[key], l.from[key] = value, origin{by, where}
	}
}

func (l *loading) unknown(key, where string, by layer, known []string) {
	flat := strings.ReplaceAll(key, nested, "_")
	p := Problem{Key: strings.ReplaceAll(key, nested, ": "), What: "there is no such setting", Where: where, Fix: "remove it (twofold config print lists all settings)"}
	if flat != key {
		p.What = "settings aren't nested"
	}
	if secrets[key] && !slices.Contains(known, key) {
		p.What, p.Fix = "this setting is one of sandbox builds only", "remove it"
	} else if near := nearest(flat, known); near != "" {
		name := near
		if by == byEnvironment {
			name = EnvPrefix + strings.ToUpper(near)
		}
		p.Fix = "did you mean " + name + "?"
	}
	l.problem(p)
}

// where names the place a layer has a setting from.
func (l *loading) where(key string, by layer) string {
	switch by {
	case byFlag:
		return "--" + flagName(key)
	case byEnvironment:
		return EnvPrefix + strings.ToUpper(key)
	}
	first, _, _ := strings.Cut(key, nested)
	return place(l.c.File, first)
}

// place finds the line of a setting in a file.
func place(path, key string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return path
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		if name, _, found := strings.Cut(line, ":"); found && strings.Trim(strings.TrimSpace(name), `"'`) == key {
			return fmt.Sprintf("%s:%d", path, n)
		}
	}
	return path
}

// plain writes a value of a YAML file as the command line would.
func plain(v any) (string, error) {
	switch x := v.(type) {
	case nil:
		return "", nil
	case string:
		return x, nil
	case bool, int, int64, uint64, float64:
		return fmt.Sprint(x), nil
	case []any:
		parts := make([]string, len(x))
		for i, one := range x {
			var err error
			if parts[i], err = plain(one); err != nil {
				return "", err
			}
		}
		return strings.Join(parts, ","), nil
	}
	return "", errors.New("this is not a single value")
}

// assign gives the fields their values. Flags did that for themselves.
func (l *loading) assign() {
	l.flags.VisitAll(func(f *pflag.Flag) {
		key := keyName(f.Name)
		value, set := l.values[key]
		if !set || l.from[key].layer == byFlag {
			return
		}
		if value == "" && f.Value.Type() != "string" && f.Value.Type() != "stringSlice" {
			l.problem(Problem{Key: key, What: "the value is empty", Where: l.from[key].where, Fix: "give " + kinds[f.Value.Type()] + ", or remove the setting"})
			return
		}
		if err := f.Value.Set(value); err != nil {
			l.problem(Problem{Key: key, What: fmt.Sprintf("%q is not %s", value, kinds[f.Value.Type()]), Where: l.from[key].where,
				Fix: "the default is " + f.DefValue})
		}
	})
}

// kinds are the words for the types of settings.
var kinds = map[string]string{"bool": "true or false", "int": "a whole number", "duration": "a time such as 20s", "stringSlice": "a list such as 10.0.0.0/8,192.168.0.0/16"}

func (l *loading) problem(p Problem) { l.problems = append(l.problems, p) }

func (l *loading) fault(what string, err error) {
	if err != nil {
		l.problem(Problem{Key: what, What: err.Error()})
	}
}
