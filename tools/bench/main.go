package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
)

func main() {
	role := flag.String("role", "", "what a child of this program is; not for people")
	var s settings
	flag.BoolVar(&s.quick, "quick", false, "measure shorter and fewer times")
	flag.StringVar(&s.binary, "binary", "bin/twofold", "the program to measure")
	only := flag.String("only", "", "measure these alone: "+strings.Join(names(), ", "))
	database := flag.String("database", "", "measure on sqlite or postgres alone")
	flag.Parse()
	if *role != "" {
		exit(playRole(*role))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s.only, s.databases = listed(*only), []string{sqlite, postgres}
	if *database != "" {
		s.databases = listed(*database)
	}
	exit(measure(ctx, s))
}

func listed(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// settings are what the command line says.
type settings struct {
	quick           bool
	binary          string
	only, databases []string
}

func (s settings) check() error {
	for _, name := range s.only {
		if !slices.Contains(names(), name) {
			return fmt.Errorf("there is no measurement %q: %s", name, strings.Join(names(), ", "))
		}
	}
	for _, d := range s.databases {
		if d != sqlite && d != postgres {
			return fmt.Errorf("there is no database %q: %s, %s", d, sqlite, postgres)
		}
	}
	if _, err := os.Stat(s.binary); err != nil {
		return fmt.Errorf("find the program to measure (make build makes it): %w", err)
	}
	return nil
}
